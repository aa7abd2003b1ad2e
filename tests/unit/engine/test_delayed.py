"""Answers that wait for their time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trishul.engine.delayed import DelayedAnswers

PEER = ("192.0.2.9", 40000)


def test_nothing_is_due_before_its_time() -> None:
    delayed = DelayedAnswers()
    assert delayed.next_deadline() is None
    assert delayed.add(2.0, b"late", PEER)
    assert delayed.add(1.0, b"soon", PEER)
    assert (len(delayed), delayed.next_deadline()) == (2, 1.0)
    assert delayed.due(0.9) == []
    assert delayed.due(1.0) == [(b"soon", PEER)]
    assert delayed.next_deadline() == 2.0


@given(st.lists(st.integers(0, 5)))
def test_answers_leave_by_time_and_those_of_one_time_as_they_came(times: list[int]) -> None:
    delayed = DelayedAnswers()
    answers = [(time, number) for number, time in enumerate(times)]
    for time, number in answers:
        delayed.add(time, str(number).encode(), PEER)
    assert [int(datagram) for datagram, _ in delayed.due(5.0)] == [number for _, number in sorted(answers)]
    assert len(delayed) == 0


def test_number_and_octets_are_bounded_and_room_comes_back() -> None:
    few = DelayedAnswers(max_answers=1)
    assert few.add(1.0, b"a", PEER)
    assert not few.add(1.0, b"b", PEER)
    small = DelayedAnswers(max_octets=3)
    assert small.add(1.0, b"abc", PEER)
    assert not small.add(1.0, b"d", PEER)
    assert small.due(1.0)
    assert small.add(2.0, b"def", PEER)
