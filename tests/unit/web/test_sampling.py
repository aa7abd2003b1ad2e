"""Sampling: nothing is skipped at a calm pace, everything that is skipped is counted, the last one always arrives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trishul.web.sampling import Sampled, Sampler


def test_a_calm_pace_skips_nothing() -> None:
    sampler = Sampler(per_second=50, burst=10)
    for number in range(500):
        assert sampler.offer([number], 1, now=number / 50) == [Sampled(number, 0)]


def test_a_storm_is_sampled_and_says_how_many_were_skipped() -> None:
    sampler = Sampler(per_second=50, burst=10)
    pushed = sampler.offer(list(range(1000)), 1000, now=0.0)
    assert [one.item for one in pushed] == list(range(10))
    assert sampler.due_at is not None
    assert sampler.offer((), 0, now=sampler.due_at) == [Sampled(999, 989)]
    assert sampler.due_at is None


def test_records_that_were_never_shown_here_count_as_skipped() -> None:
    sampler = Sampler(per_second=50, burst=10)
    assert sampler.offer(["newest"], 1000, now=0.0) == [Sampled("newest", 999)]


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0.0, 0.2)), max_size=60))
def test_pushed_and_skipped_always_add_up(batches: list[tuple[int, float]]) -> None:
    sampler = Sampler(per_second=100, burst=20)
    now, offered, pushed = 0.0, 0, 0
    last: int | None = None
    for size, pause_s in batches:
        now += pause_s
        items = list(range(offered, offered + size))
        offered += size
        for one in sampler.offer(items, size, now):
            pushed += 1 + one.skipped
            last = one.item
    while sampler.due_at is not None:
        now = sampler.due_at
        for one in sampler.offer((), 0, now):
            pushed += 1 + one.skipped
            last = one.item
    assert pushed == offered
    assert last == (offered - 1 if offered else None)


def test_it_says_how_many_of_a_batch_can_be_of_use() -> None:
    sampler = Sampler(per_second=50, burst=10)
    assert sampler.room(now=0.0) == 11
    sampler.offer(list(range(8)), 8, now=0.0)
    assert (sampler.room(now=0.0), sampler.room(now=0.1), sampler.room(now=9.0)) == (3, 8, 11)
    sampler.offer(list(range(8, 18)), 10, now=0.0)
    assert (sampler.room(now=0.0), sampler.room(now=0.02), sampler.room(now=0.04)) == (1, 1, 2)
