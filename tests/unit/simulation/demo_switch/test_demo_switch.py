"""The demo switch: types as the MIBs say, tables that agree with each other, the same switch from the same seed."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value, ValueType
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device

NOW = 5000.0
DEMO = demo_switch(seed=1, started_at=1000.0)
IF_TABLE = "1.3.6.1.2.1.2.2.1"
IF_X_TABLE = "1.3.6.1.2.1.31.1.1.1"
ROWS = range(1, 25)


def value(oid: str, now: float = NOW, subject: Device = DEMO) -> Value:
    return subject.value_at(subject.positions[Oid(oid).contents], now)


def number(oid: str, now: float = NOW) -> int:
    native = value(oid, now).native
    assert isinstance(native, int)
    return native


def test_sys_up_time_ticks() -> None:
    later, earlier = number("1.3.6.1.2.1.1.3.0", NOW + 2.5), number("1.3.6.1.2.1.1.3.0")
    assert later - earlier == 250


def test_if_number_says_how_many_rows_there_are() -> None:
    """RFC 2863 §3.1.1."""
    assert value("1.3.6.1.2.1.2.1.0") == Value.integer(24)
    assert [number(f"{IF_TABLE}.1.{row}") for row in ROWS] == list(ROWS)
    for prefix, columns in ((IF_TABLE, range(1, 23)), (IF_X_TABLE, range(1, 20))):
        for column in columns:
            rows = [row for row in range(60) if Oid(f"{prefix}.{column}.{row}").contents in DEMO.positions]
            assert rows == list(ROWS), (prefix, column)


IF_TYPES = {
    **dict.fromkeys((1, 3, 4, 7, 8), ValueType.INTEGER),
    **dict.fromkeys((2, 6), ValueType.OCTET_STRING),
    **dict.fromkeys((5, 21), ValueType.GAUGE32),
    9: ValueType.TIME_TICKS,
    **dict.fromkeys((*range(10, 21),), ValueType.COUNTER32),
    22: ValueType.OBJECT_IDENTIFIER,
}
IF_X_TYPES = {
    **dict.fromkeys((1, 18), ValueType.OCTET_STRING),
    **dict.fromkeys((2, 3, 4, 5), ValueType.COUNTER32),
    **dict.fromkeys((*range(6, 14),), ValueType.COUNTER64),
    **dict.fromkeys((14, 16, 17), ValueType.INTEGER),
    15: ValueType.GAUGE32,
    19: ValueType.TIME_TICKS,
}


@pytest.mark.parametrize("row", ROWS)
def test_columns_have_the_types_of_if_mib(row: int) -> None:
    assert {column: value(f"{IF_TABLE}.{column}.{row}").type for column in IF_TYPES} == IF_TYPES
    assert {column: value(f"{IF_X_TABLE}.{column}.{row}").type for column in IF_X_TYPES} == IF_X_TYPES


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (f"{IF_TABLE}.10", f"{IF_X_TABLE}.6"),
        (f"{IF_TABLE}.11", f"{IF_X_TABLE}.7"),
        (f"{IF_TABLE}.16", f"{IF_X_TABLE}.10"),
        (f"{IF_TABLE}.17", f"{IF_X_TABLE}.11"),
        *((f"{IF_X_TABLE}.{column}", f"{IF_X_TABLE}.{twin}") for column, twin in ((2, 8), (3, 9), (4, 12), (5, 13))),
    ],
)
def test_64_bit_twins_agree(row: int, narrow: str, wide: str) -> None:
    """RFC 2863 §3.1.6: both count the same."""
    for now in (NOW, NOW + 17.3, NOW + 86_400 * 30):
        assert number(f"{narrow}.{row}", now) == number(f"{wide}.{row}", now) % 2**32


@pytest.mark.parametrize("row", ROWS)
def test_ports_that_are_up_carry_less_than_they_can_and_others_nothing(row: int) -> None:
    is_up = number(f"{IF_TABLE}.8.{row}") == 1
    bits_a_second = 1_000_000 * number(f"{IF_X_TABLE}.15.{row}")
    for column in (6, 10):
        oid = f"{IF_X_TABLE}.{column}.{row}"
        octets = number(oid, NOW + 60) - number(oid)
        assert (octets > 0) == is_up
        assert octets * 8 / 60 <= bits_a_second
    assert (bits_a_second > 0) == is_up


@pytest.mark.parametrize("row", ROWS)
def test_speed_and_status_are_plausible(row: int) -> None:
    admin, oper = number(f"{IF_TABLE}.7.{row}"), number(f"{IF_TABLE}.8.{row}")
    assert (admin, oper) in {(1, 1), (1, 2), (2, 2)}
    high_speed = number(f"{IF_X_TABLE}.15.{row}")
    assert number(f"{IF_TABLE}.5.{row}") == min(high_speed * 1_000_000, 2**32 - 1)
    assert number(f"{IF_TABLE}.9.{row}") <= number("1.3.6.1.2.1.1.3.0", 0.0)


def test_some_ports_are_down() -> None:
    down = [row for row in ROWS if number(f"{IF_TABLE}.8.{row}") == 2]
    assert 0 < len(down) < 12


def test_frames_of_each_kind_add_up_to_the_old_counter_of_both() -> None:
    for row in ROWS:
        both = number(f"{IF_TABLE}.12.{row}")
        apart = number(f"{IF_X_TABLE}.2.{row}") + number(f"{IF_X_TABLE}.3.{row}")
        assert 0 <= both - apart <= 1


def test_the_same_seed_gives_the_same_switch_and_another_seed_another() -> None:
    again, other = demo_switch(seed=1, started_at=1000.0), demo_switch(seed=2, started_at=1000.0)
    everything = [DEMO.varbind_at(position, NOW) for position in range(len(DEMO))]
    assert everything == [again.varbind_at(position, NOW) for position in range(len(again))]
    assert other.names == DEMO.names
    assert everything != [other.varbind_at(position, NOW) for position in range(len(other))]
