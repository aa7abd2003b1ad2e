"""-C options as net-snmp's tools take them."""

from __future__ import annotations

import click
import pytest

from trishul.cli.netsnmp_letters import NumberLetters

LETTERS = NumberLetters({"n": "non_repeaters", "r": "max_repetitions", "c": "follows_any_order?"})


def read(*values: str) -> dict[str, int]:
    return LETTERS.read(click.Context(click.Command("walk")), click.Option(["-C"]), values)


def test_letters_carry_their_numbers_and_switches_stand_alone() -> None:
    assert read("n1", "r25", "c") == {"non_repeaters": 1, "max_repetitions": 25, "follows_any_order": 1}


def test_the_last_one_counts() -> None:
    assert read("r1", "r2") == {"max_repetitions": 2}


@pytest.mark.parametrize("value", ["x1", "r", "rx", "r-1", "c1", "", "r²"])
def test_others_are_refused_with_those_that_are_known(value: str) -> None:
    with pytest.raises(click.UsageError, match="known are -CnN, -CrN, -Cc"):
        read(value)
