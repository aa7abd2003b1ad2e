"""A conceptual row in one SET: everything that the request says about it, and what the row looks like afterwards.

Owns which columns a created row has: what the request gives, what the index says, defaults for the rest. With
createAndGo the row must be whole, so columns without a DEFVAL take their least legal value; with createAndWait those
that the manager may write are missing, and the row is notReady, until somebody sets them. The states are `row_status`.
"""

from __future__ import annotations

from typing import Protocol

from trishul.datatypes.contents import decode_integer, encode_integer
from trishul.datatypes.values import Value, ValueType
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.least_values import least_value
from trishul.simulation.object_rules import ObjectRule, RowRule
from trishul.simulation.row_index import index_values
from trishul.simulation.row_status import RowStatus, next_state

_PERMANENT, _READ_ONLY = 4, 5


class HeldValues(Protocol):
    """What a device holds now."""

    def find_value(self, name: bytes, now: float) -> Value | None:
        """The value of an instance, None where there is none."""


class RowChange:
    """One row of one table; `give` it all bindings of the request before it is asked anything."""

    def __init__(self, rule: RowRule, status: ObjectRule, suffix: bytes, held: HeldValues, now: float) -> None:
        self._rule = rule
        self._status = status
        self._suffix = suffix
        self._held = held
        self._now = now
        self._given: dict[bytes, Value] = {}
        self.index = index_values(rule, suffix)
        """The values of the index; None when no such row can ever exist."""
        self.state = RowStatus(min(max(self._number(status), RowStatus.ABSENT), RowStatus.NOT_READY))

    def give(self, column: ObjectRule, value: Value) -> None:
        """Takes one well-formed binding of the request; of several for one variable the last counts."""
        self._given[column.contents] = value

    @property
    def asked(self) -> RowStatus | None:
        """What the request wants of the row's status."""
        value = self._given.get(self._status.contents)
        return None if value is None else RowStatus(decode_integer(value.contents))

    @property
    def outcome(self) -> RowStatus | ErrorStatus:
        """The state that the row goes to, or why the status cannot be what is asked."""
        is_complete = self.asked is RowStatus.CREATE_AND_GO or not self._missing()
        outcome = next_state(self.asked, self.state, is_complete=is_complete)
        if outcome is RowStatus.ABSENT and self._stored_as() in {_PERMANENT, _READ_ONLY}:
            return ErrorStatus.INCONSISTENT_VALUE  # RFC 2579, StorageType: such rows cannot be deleted
        return outcome

    @property
    def is_created(self) -> bool:
        """True when the request makes the row."""
        return self.state is RowStatus.ABSENT and self.asked in {RowStatus.CREATE_AND_GO, RowStatus.CREATE_AND_WAIT}

    @property
    def is_read_only(self) -> bool:
        """True for a row that a manager cannot change at all (RFC 2579, StorageType)."""
        return self._stored_as() == _READ_ONLY

    def values(self) -> dict[bytes, Value | None]:
        """What the request makes of the row's instances, by name; None for those that vanish."""
        outcome = self.outcome
        assert isinstance(outcome, RowStatus)  # or its test would have failed
        if outcome is RowStatus.ABSENT:
            if self.asked is None:
                return {}
            return {name: None for name in map(self._name, self._rule.columns) if self._held_at(name) is not None}
        values: dict[bytes, Value | None] = {}
        for column in self._rule.columns:
            value = self._given.get(column.contents)
            if value is None and self.is_created:
                value = self._initial(column, is_whole=self.asked is RowStatus.CREATE_AND_GO)
            if value is not None:
                values[self._name(column)] = value
        values[self._name(self._status)] = Value(ValueType.INTEGER.value, encode_integer(outcome))
        return values

    def _missing(self) -> bool:
        """True when a column would be without a value after the request."""
        for column in self._rule.columns:
            if column is self._status or column.is_hidden or column.contents in self._given:
                continue
            held = self._initial(column, is_whole=False) if self.is_created else self._held_at(self._name(column))
            if held is None and least_value(column) is not None:
                return True
        return False

    def _initial(self, column: ObjectRule, *, is_whole: bool) -> Value | None:
        """What a column of a new row holds that the request does not name."""
        if column.is_hidden:
            return None
        if self.index is not None and column.name in self.index:
            return self.index[column.name]
        if not is_whole and column.is_writable:
            return column.default
        return least_value(column)

    def _stored_as(self) -> int:
        return 0 if self._rule.storage is None else self._number(self._rule.storage)

    def _number(self, column: ObjectRule) -> int:
        """The number that a column of the row holds now, 0 where it holds none."""
        value = self._held_at(self._name(column))
        return decode_integer(value.contents) if value is not None and value.tag == ValueType.INTEGER else 0

    def _name(self, column: ObjectRule) -> bytes:
        return column.contents + self._suffix

    def _held_at(self, name: bytes) -> Value | None:
        return self._held.find_value(name, self._now)
