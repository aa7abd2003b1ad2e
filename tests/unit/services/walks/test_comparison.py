"""Two walks differ by rows of tables; counters count on, wrap and begin anew."""

from __future__ import annotations

import pytest

from tests.unit.services.walked_device import PORT_NAME, PORT_SPEED, STATE, UPTIME, library, walked
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.services.walks.comparison import compare_walks, delta_of, kind_of

COUNTER = "1.3.6.1.2.1.2.2.1.10.1"


def changed(rows: list[VarBind], oid: str, value: Value | None) -> list[VarBind]:
    """The rows with another value of one instance, or without it."""
    name = VarBind.of(oid, Value.null()).name
    return [
        varbind if varbind.name != name else VarBind.of(oid, value)
        for varbind in rows
        if value is not None or varbind.name != name
    ]


def test_equal_walks_do_not_differ() -> None:
    compared = compare_walks(walked(), walked(), library())
    assert (compared.same, compared.differences) == (8, [])


def test_rows_that_came_went_and_changed_are_one_difference_each() -> None:
    after = changed(changed(walked(), f"{PORT_NAME}.1", Value.octet_string("uplink")), f"{PORT_NAME}.2", None)
    after += [
        VarBind.of(f"{PORT_NAME}.11", Value.octet_string("new")),
        VarBind.of(f"{PORT_SPEED}.11", Value.gauge32(5)),
    ]
    after = changed(after, STATE, Value.integer(2))
    compared = compare_walks(walked(), after, library())
    assert [(one.kind, len(one.cells)) for one in compared.differences] == [
        ("changed", 1),
        ("removed", 1),
        ("added", 2),
        ("changed", 1),
    ]
    assert compared.counts == {"added": 2, "removed": 1, "changed": 2, "counted": 0}
    assert compared.same == 5


def test_without_a_library_every_instance_stands_alone() -> None:
    compared = compare_walks(walked(), walked()[1:], None)
    assert [(one.definition, one.kind) for one in compared.differences] == [(None, "removed")]


@pytest.mark.parametrize(
    ("before", "after", "delta"),
    [
        (Value.counter32(5), Value.counter32(15), 10),
        (Value.counter32(2**32 - 1), Value.counter32(4), 5),
        (Value.counter64(2**64 - 1), Value.counter64(0), 1),
        (Value.gauge32(10), Value.gauge32(4), -6),
        (Value.integer(-5), Value.integer(5), 10),
        (Value.time_ticks(100), Value.time_ticks(50), -50),
        (Value.octet_string("1"), Value.octet_string("2"), None),
        (Value.counter32(1), Value.gauge32(2), None),
        (Value(0x41, b""), Value.counter32(1), None),
    ],
)
def test_numbers_have_deltas(before: Value, after: Value, delta: int | None) -> None:
    one, other = VarBind.of(COUNTER, before), VarBind.of(COUNTER, after)
    assert delta_of(one, other, is_restarted=False) == delta


def test_a_counter_that_began_anew_has_none() -> None:
    one, other = VarBind.of(COUNTER, Value.counter32(5)), VarBind.of(COUNTER, Value.counter32(9))
    assert delta_of(one, other, is_restarted=True) is None
    assert (kind_of(one, other), kind_of(one, None), kind_of(None, one), kind_of(one, one)) == (
        "counted",
        "removed",
        "added",
        None,
    )


@pytest.mark.parametrize(
    ("ticks", "ours", "elapsed_s", "is_restarted"),
    [
        ((100, 1100), 99.0, 10.0, False),
        ((1100, 100), 99.0, 99.0, True),
        ((1100, 100), -99.0, -99.0, False),
        ((1100, None), 5.0, 5.0, False),
    ],
)
def test_the_time_between_is_the_devices_own_while_it_goes_on(
    ticks: tuple[int, int | None],
    ours: float,
    elapsed_s: float,
    is_restarted: bool,  # noqa: FBT001
) -> None:
    before, after = ([] if tick is None else [VarBind.of(UPTIME, Value.time_ticks(tick))] for tick in ticks)
    compared = compare_walks(before, after, library(), ours)
    assert (compared.elapsed_s, compared.is_restarted) == (elapsed_s, is_restarted)
