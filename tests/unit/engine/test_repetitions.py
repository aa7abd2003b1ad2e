"""How many rows a walk asks at a time: exact numbers, growth, cuts, losses."""

from __future__ import annotations

import pytest

from trishul.engine.repetitions import MAX_AUTO_REPETITIONS, Repetitions, is_soon
from trishul.errors import InvalidInput


def receive(repetitions: Repetitions, rows: int | None = None, *, soon: bool = True, first_try: bool = True) -> None:
    asked = repetitions.number
    repetitions.receive_answer(asked, asked if rows is None else rows, is_soon=soon, is_first_try=first_try)


def grown() -> Repetitions:
    repetitions = Repetitions("auto")
    receive(repetitions)
    receive(repetitions)
    assert repetitions.number == 100
    return repetitions


@pytest.mark.parametrize("number", [0, -1, 2**31])
def test_numbers_that_getbulk_cannot_hold_are_refused(number: int) -> None:
    with pytest.raises(InvalidInput):
        Repetitions(number)


def test_an_exact_number_stays_whatever_comes() -> None:
    repetitions = Repetitions(40)
    receive(repetitions)
    receive(repetitions, 3)
    receive(repetitions, first_try=False)
    assert not repetitions.fall_back()
    assert repetitions.number == 40
    assert repetitions.is_settled
    assert not repetitions.is_attempt


def test_too_big_halves_even_an_exact_number_down_to_one() -> None:
    repetitions = Repetitions(3)
    assert repetitions.shrink()
    assert repetitions.number == 1
    assert not repetitions.shrink()


def test_it_doubles_while_answers_come_whole_and_soon_up_to_a_limit() -> None:
    repetitions = Repetitions("auto")
    numbers = []
    for _ in range(7):
        numbers.append(repetitions.number)
        receive(repetitions)
    assert numbers == [25, 50, 100, 200, 400, 500, MAX_AUTO_REPETITIONS]
    assert repetitions.is_settled


def test_it_does_not_grow_when_answers_take_long() -> None:
    repetitions = Repetitions("auto")
    receive(repetitions, soon=False)
    assert repetitions.number == 25
    assert repetitions.is_settled
    assert is_soon(0.25, 1.0)
    assert not is_soon(0.26, 1.0)


def test_it_follows_answers_that_the_agent_cuts() -> None:
    repetitions = grown()
    receive(repetitions, 40)
    assert repetitions.number == 51
    assert not repetitions.is_attempt
    receive(repetitions, 20)
    assert repetitions.number == 26


def test_what_was_never_answered_is_an_attempt_and_its_loss_goes_back_to_what_was() -> None:
    repetitions = grown()
    assert repetitions.is_attempt
    assert repetitions.fall_back()
    assert repetitions.number == 50
    assert not repetitions.is_attempt


def test_a_second_loss_asks_for_single_rows_and_a_third_is_the_end() -> None:
    repetitions = grown()
    assert repetitions.fall_back()
    assert repetitions.fall_back()
    assert repetitions.number == 1
    assert not repetitions.fall_back()


def test_who_never_answered_is_not_asked_for_less() -> None:
    assert not Repetitions("auto").fall_back()


def test_after_a_loss_it_waits_before_it_grows_and_longer_after_the_next() -> None:
    repetitions = grown()
    for patience in (16, 32):
        receive(repetitions, first_try=False)
        shrunk = repetitions.number
        for _ in range(patience):
            receive(repetitions)
            assert repetitions.number == shrunk
        receive(repetitions)
        assert repetitions.number == 2 * shrunk
