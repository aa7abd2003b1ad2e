"""Work is bounded by the time that it takes, but for a few items a second and for one of each batch."""

from __future__ import annotations

from trishul.services.time_share import TimeShare


class Work:
    """Takes as long as it is told; its clock moves by nothing else."""

    def __init__(self) -> None:
        self.now = 0.0
        self.takes_s = 1 / 64
        self.share = TimeShare(1 / 8, most_s=4 / 64, least=2, clock=lambda: self.now)

    def done_of(self, items: int) -> int:
        return len(self.share.take(range(items), self._do))

    def _do(self, item: int) -> int:
        self.now += self.takes_s
        return item


def test_work_ends_when_its_time_is_over_and_goes_on_when_there_is_more() -> None:
    work = Work()
    assert work.done_of(3) == 3
    assert work.done_of(100) == 2, "a little time is left, and a little came meanwhile"
    assert work.done_of(100) == 1, "one of each batch"
    work.now += 60
    assert work.done_of(100) == 4
    assert work.share.take((), work._do) == []


def test_a_few_items_are_worked_on_however_long_they_take() -> None:
    work = Work()
    work.takes_s = 5.0
    assert work.done_of(100) == 2
    assert work.done_of(100) == 2, "ten seconds later"
    work.takes_s = 1 / 512
    work.now += 0.5
    assert work.done_of(10) == 10, "half a second has saved time for more"
