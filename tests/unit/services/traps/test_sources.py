"""Who sends notifications is asked of the running worker."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidInput
from trishul.services.traps.sources import SourceBook, TrapSource
from trishul.workers.message import Message
from trishul.workers.receiver_commands import ReadSources, SourceReport, SourcesRead


class Worker:
    """Answers at once where it runs."""

    def __init__(self, *, runs: bool = True) -> None:
        self._runs = runs
        self.book = SourceBook(self.send, lambda: None)

    def send(self, command: Message, _sockets: object = ()) -> bool:
        assert isinstance(command, ReadSources)
        if self._runs:
            self.book.take(SourcesRead(command.sequence, [SourceReport("192.0.2.1", 9, 1.5, 2, 1)], 7, 4))
        return self._runs


async def test_the_worker_s_figures_are_shown() -> None:
    sources = await Worker().book.read(5)
    assert sources.data == [TrapSource(host="192.0.2.1", received=9, per_second=1.5, limited=2, refused=1)]
    assert (sources.hosts, sources.others) == (7, 4)


async def test_without_a_worker_there_are_none() -> None:
    sources = await Worker(runs=False).book.read()
    assert (sources.data, sources.hosts, sources.others) == ([], 0, 0)


@pytest.mark.parametrize("limit", [0, 1001])
async def test_only_so_many_are_shown(limit: int) -> None:
    with pytest.raises(InvalidInput):
        await Worker().book.read(limit)


def test_another_answer_is_due_while_datagrams_come_and_until_their_rate_is_zero_again() -> None:
    told: list[None] = []
    book = SourceBook(lambda *_: True, lambda: told.append(None))
    after_each_report = []
    for total in [0, 0, 5, 9, 9, 9, 9, 9, 2]:  # the last is another worker's
        book.note_datagrams(total)
        after_each_report.append(len(told))
    assert after_each_report == [0, 0, 1, 2, 3, 4, 4, 4, 5]
