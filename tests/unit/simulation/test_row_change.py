"""Rows in one request: what they hold when they are created, and which they may not be (RFC 2579)."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.object_rules import IndexRule, ObjectRule, RowRule
from trishul.simulation.row_change import RowChange
from trishul.simulation.row_status import RowStatus
from trishul.smi.model import BaseType, TypeInfo

ENTRY = b"\x2b\x06\x01\x04\x01\x01\x01"
NUMBER = TypeInfo(BaseType.INTEGER)
INDEX = ObjectRule(ENTRY + b"\x01", "index", NUMBER, "not-accessible")
LEVEL = ObjectRule(ENTRY + b"\x02", "level", TypeInfo(BaseType.INTEGER, ranges=((3, 9),)), "read-create")
COUNT = ObjectRule(ENTRY + b"\x03", "count", TypeInfo(BaseType.COUNTER32), "read-only")
STORAGE = ObjectRule(ENTRY + b"\x04", "storage", TypeInfo(BaseType.INTEGER, "StorageType"), "read-create")
STATUS = ObjectRule(ENTRY + b"\x05", "status", TypeInfo(BaseType.INTEGER, "RowStatus"), "read-create")
RULE = RowRule(ENTRY, (IndexRule("index", NUMBER),), (INDEX, LEVEL, COUNT, STORAGE, STATUS))


class Held(dict[bytes, Value]):
    """What a device holds."""

    def find_value(self, name: bytes, now: float) -> Value | None:
        del now
        return self.get(name)


def change(held: dict[ObjectRule, int] | None = None, **given: int) -> RowChange:
    values = Held({column.contents + b"\x07": Value.integer(number) for column, number in (held or {}).items()})
    row = RowChange(RULE, STATUS, b"\x07", values, 0.0)
    for column in RULE.columns:
        if column.name in given:
            row.give(column, Value.integer(given[column.name]))
    return row


def outcome(row: RowChange) -> dict[str, object]:
    columns = {column.contents + b"\x07": column.name for column in RULE.columns}
    return {columns[name]: value and value.native for name, value in row.values().items()}


def test_create_and_go_fills_every_column() -> None:
    assert outcome(change(status=4)) == {"level": 3, "count": 0, "storage": 3, "status": 1}


def test_what_the_request_gives_comes_before_defaults() -> None:
    assert outcome(change(status=4, level=8, storage=2)) == {"level": 8, "count": 0, "storage": 2, "status": 1}


def test_create_and_wait_leaves_out_what_the_manager_has_to_say() -> None:
    assert outcome(change(status=5, storage=2)) == {"count": 0, "storage": 2, "status": 3}
    assert outcome(change(status=5, storage=2, level=4)) == {"level": 4, "count": 0, "storage": 2, "status": 2}


def test_the_last_missing_column_makes_a_row_ready() -> None:
    held = {COUNT: 0, STORAGE: 3, STATUS: 3}
    assert outcome(change(held, level=4)) == {"level": 4, "status": 2}
    assert outcome(change(held, level=4, status=1)) == {"level": 4, "status": 1}
    assert change(held, status=1).outcome is ErrorStatus.INCONSISTENT_VALUE


def test_a_destroyed_row_takes_all_its_columns_along() -> None:
    held = {LEVEL: 4, COUNT: 0, STORAGE: 3, STATUS: 1}
    assert outcome(change(held, status=6)) == dict.fromkeys(("level", "count", "storage", "status"))
    assert outcome(change(status=6)) == {}


def test_permanent_and_read_only_rows_stay() -> None:
    for storage, is_read_only in ((4, False), (5, True)):
        row = change({LEVEL: 4, STORAGE: storage, STATUS: 1}, status=6)
        assert row.outcome is ErrorStatus.INCONSISTENT_VALUE
        assert row.is_read_only is is_read_only


def test_an_index_that_does_not_fit_makes_no_row() -> None:
    assert RowChange(RULE, STATUS, b"\x07\x08", Held(), 0.0).index is None


def test_a_recorded_status_that_is_none_counts_as_not_ready_or_absent() -> None:
    assert change({STATUS: 77}).state is RowStatus.NOT_READY
    assert change({STATUS: -1}).state is RowStatus.ABSENT
