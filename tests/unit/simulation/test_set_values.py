"""The memory of what was set: what was before, and how much there may be."""

from __future__ import annotations

import pytest

from trishul.errors import LimitReached
from trishul.simulation import set_values
from trishul.simulation.set_values import SetValues

A, B = b"\x2b\x01", b"\x2b\x02"


def test_what_was_before_the_first_change_comes_back() -> None:
    values = SetValues()
    values.note({A: b"one", B: b"new"}, {A: b"zero", B: None})
    values.note({A: b"two"}, {A: b"one"})
    assert values.current == {A: b"two", B: b"new"}
    assert values.take_back() == {A: b"zero", B: None}
    assert values.current == {}


def test_some_values_are_taken_back_alone() -> None:
    values = SetValues()
    values.note({A: b"one", B: None}, {A: None, B: b"there"})
    assert values.take_back([B, b"\x2b\x03"]) == {B: b"there"}
    assert values.current == {A: b"one"}


def test_instances_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_values, "MAX_SET_INSTANCES", 1)
    values = SetValues()
    values.check_room({A: b"one"})
    values.note({A: b"one"}, {A: None})
    values.check_room({A: b"two"})
    with pytest.raises(LimitReached, match="set instances"):
        values.check_room({B: b"one"})


def test_octets_have_a_limit_and_come_back_when_values_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_values, "MAX_SET_OCTETS", 8)
    values = SetValues()
    values.note({A: b"123456"}, {A: None})
    with pytest.raises(LimitReached, match="octets"):
        values.check_room({B: b"789"})
    values.take_back()
    values.check_room({B: b"789"})
