"""One SET on one device: every binding tested against the MIB, the device and the rest of the request, then assigned.

The validations of RFC 3416 §4.2.5 from the second on, in the order of the RFC. Where a MIB knows the variable its rule
counts. Where none does, an instance that is there takes values of its own type, counters and time ticks excepted, and
nothing is created. Values that are computed from the time cannot be set; a line of a recording with a variation module
decides by itself, before any MIB. Of several bindings for one variable the last
one counts. Conceptual rows are `row_change`; a column that its table has no RowStatus for is never created.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from trishul.datatypes.contents import decode_integer, encode_integer
from trishul.datatypes.oid import decode_oid_contents, encode_oid_contents
from trishul.datatypes.values import Value, ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.instances import CommitFailed
from trishul.errors import LimitReached
from trishul.protocol.ber import encode_varbind
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.object_rules import FindRule, ObjectRule
from trishul.simulation.row_change import RowChange
from trishul.simulation.row_status import RowStatus
from trishul.simulation.set_values import Held, SetValues
from trishul.simulation.value_checks import check_encoding, check_value, kept

_MOVING = frozenset((ValueType.COUNTER32, ValueType.COUNTER64, ValueType.TIME_TICKS))
"""Types that no manager sets, as far as anybody can tell without a MIB (RFC 2578 §7.1.6, §7.1.10)."""
_FIXED_STORAGE = frozenset((4, 5))
"""permanent and readOnly: nothing becomes them by a SET, and what is them stays so (RFC 2579)."""
_LARGEST_TEST_AND_INCR = 2**31 - 1


class SettableDevice(Protocol):
    """What a transaction needs of a device."""

    set_values: SetValues
    find_rule: FindRule | None

    def find_value(self, name: bytes, now: float) -> Value | None:
        """The value of an instance, None where there is none."""

    def is_computed(self, name: bytes) -> bool:
        """True for an instance whose value depends on the time."""

    def is_varied(self, name: bytes) -> bool:
        """True for an instance for which a variation module answers."""

    def try_varied(self, name: bytes, value: Value, now: float) -> ErrorStatus:
        """Whether the variation module of an instance takes a value."""

    def note_varied(self, name: bytes, value: Value) -> None:
        """Lets the variation module of an instance know that a value was set."""

    def keeps_set_value(self, name: bytes) -> bool:
        """False for an instance whose variation module takes values without keeping them."""

    def has_instances_of(self, object_contents: bytes) -> bool:
        """True when anything is there at or below an OID."""

    def is_object(self, oid_contents: bytes) -> bool:
        """True when the object type exists and only the instance does not."""

    def hold(self, held: dict[bytes, Held]) -> dict[bytes, Held]:
        """Replaces, adds and removes instances; gives what was there before."""


class _Binding(NamedTuple):
    """A binding of the request with what is known of its variable."""

    name: bytes
    tag: int
    contents: bytes
    rule: ObjectRule | None
    held: Value | None
    status: ErrorStatus
    """Of validations 3 to 6, which look at the value alone."""
    row: RowChange | None
    is_varied: bool = False
    """A variation module decides, whatever a MIB says."""


class DeviceSet:
    """A SET under way; `engine.setting` takes it through its phases."""

    def __init__(self, device: SettableDevice, varbinds: Sequence[VarBind], now: float) -> None:
        self._device = device
        self._now = now
        self._rows: dict[tuple[bytes, bytes], RowChange] = {}
        self._bindings = [self._look_at(varbind) for varbind in varbinds]
        self._planned: dict[bytes, bytes | None] | None = None
        self._before: dict[bytes, Held] = {}

    def test(self, at: int) -> ErrorStatus:
        """Validations 2 to 12 for one binding. Raises DecodeError for a name that is none."""
        binding = self._bindings[at]
        if binding.is_varied:
            test = self._test_varied
        else:
            test = self._test_unknown if binding.rule is None else self._test_known
        status = test(binding)
        if status is ErrorStatus.NO_ERROR and at == len(self._bindings) - 1:
            try:
                self._device.set_values.check_room(self._plan())
            except LimitReached:
                return ErrorStatus.RESOURCE_UNAVAILABLE
        return status

    def commit(self) -> None:
        """Assigns everything and tells who keeps it. Raises CommitFailed."""
        changes = self._plan()
        self._before = self._device.hold(dict(changes))
        set_values = self._device.set_values
        if set_values.tell is not None:
            try:
                set_values.tell(changes)
            except OSError:
                raise CommitFailed(0) from None
        set_values.note(changes, self._before)
        for binding in self._bindings:
            if binding.is_varied:
                self._device.note_varied(binding.name, Value(binding.tag, binding.contents))

    def undo(self) -> None:
        """Puts back what was there before; memory always can."""
        self._device.hold(self._before)

    def _look_at(self, varbind: VarBind) -> _Binding:
        name, tag, contents = varbind
        held = self._device.find_value(name, self._now)
        if held is None:
            name = encode_oid_contents(decode_oid_contents(name))
            held = self._device.find_value(name, self._now)
        if self._device.is_varied(name):
            return _Binding(name, tag, contents, None, held, check_encoding(tag, contents), None, is_varied=True)
        rule = self._device.find_rule(name) if self._device.find_rule is not None else None
        if rule is None:
            return _Binding(name, tag, contents, None, held, check_encoding(tag, contents), None)
        status = check_value(rule.info, tag, contents)
        row = self._row_of(rule, name[len(rule.contents) :])
        if row is not None and status is ErrorStatus.NO_ERROR:
            row.give(rule, kept(tag, contents))
        return _Binding(name, tag, contents, rule, held, status, row)

    def _row_of(self, rule: ObjectRule, suffix: bytes) -> RowChange | None:
        """The row that a column's instance lies in, where rows can be created and destroyed."""
        if rule.row is None or rule.row.status is None:
            return None
        key = rule.row.contents, suffix
        if key not in self._rows:
            self._rows[key] = RowChange(rule.row, rule.row.status, suffix, self._device, self._now)
        return self._rows[key]

    def _test_varied(self, binding: _Binding) -> ErrorStatus:
        """A variable for which a variation module answers. Raises Withheld."""
        if binding.status is not ErrorStatus.NO_ERROR:
            return binding.status
        return self._device.try_varied(binding.name, Value(binding.tag, binding.contents), self._now)

    def _test_unknown(self, binding: _Binding) -> ErrorStatus:
        """A variable that no MIB knows."""
        held = binding.held
        if held is None:
            is_object = self._device.is_object(binding.name)
            return ErrorStatus.NO_CREATION if is_object else ErrorStatus.NOT_WRITABLE
        if held.tag in _MOVING or self._device.is_computed(binding.name):
            return ErrorStatus.NOT_WRITABLE
        return ErrorStatus.WRONG_TYPE if held.tag != binding.tag else binding.status

    def _test_known(self, binding: _Binding) -> ErrorStatus:
        """A variable that a MIB knows; the numbers are those of the validations."""
        rule, row = binding.rule, binding.row
        assert rule is not None  # or the other test would have been chosen
        if not rule.is_writable or (row is None and not self._device.has_instances_of(rule.contents)):
            return ErrorStatus.NOT_WRITABLE  # 2
        if binding.status is not ErrorStatus.NO_ERROR:
            return binding.status  # 3 to 6
        is_status = rule.is_a("RowStatus") and row is not None
        if is_status and row is not None and row.asked is RowStatus.NOT_READY:
            return ErrorStatus.WRONG_VALUE  # 6
        if binding.held is None:
            status = ErrorStatus.NO_CREATION if row is None else _test_new(row, is_status=is_status)  # 7, 8
            if status is not ErrorStatus.NO_ERROR:
                return status
        elif self._device.is_computed(binding.name) or (row is not None and not is_status and row.is_read_only):
            return ErrorStatus.NOT_WRITABLE  # 9
        return self._test_present(binding, row if is_status else None)  # 10

    def _test_present(self, binding: _Binding, status_of: RowChange | None) -> ErrorStatus:
        """Whether the value can be held under the present circumstances."""
        rule, held = binding.rule, binding.held
        if status_of is not None:
            return status_of.outcome if isinstance(status_of.outcome, ErrorStatus) else ErrorStatus.NO_ERROR
        if rule is None or binding.tag != ValueType.INTEGER:
            return ErrorStatus.NO_ERROR
        number = decode_integer(binding.contents)
        present = decode_integer(held.contents) if held is not None and held.tag == ValueType.INTEGER else None
        is_refused = (rule.is_a("TestAndIncr") and present is not None and number != present) or (
            rule.is_a("StorageType") and number != present and bool({number, present} & _FIXED_STORAGE)
        )
        return ErrorStatus.INCONSISTENT_VALUE if is_refused else ErrorStatus.NO_ERROR

    def _plan(self) -> dict[bytes, bytes | None]:
        """What the request makes of all instances that it touches, once every binding was tested."""
        if self._planned is None:
            self._planned = self._encoded()
        return self._planned

    def _encoded(self) -> dict[bytes, bytes | None]:
        values: dict[bytes, Value | None] = {}
        for binding in self._bindings:
            if binding.row is None and (not binding.is_varied or self._device.keeps_set_value(binding.name)):
                values[binding.name] = _assigned(binding)
        for row in self._rows.values():
            values.update(row.values())
        return {
            name: None if value is None else encode_varbind(name, value.tag, value.contents)
            for name, value in values.items()
        }


def _test_new(row: RowChange, *, is_status: bool) -> ErrorStatus:
    """Whether an instance that is not there can come into being now."""
    if row.index is None:
        return ErrorStatus.NO_CREATION
    is_there = is_status or row.is_created or row.state is not RowStatus.ABSENT
    return ErrorStatus.NO_ERROR if is_there else ErrorStatus.INCONSISTENT_NAME


def _assigned(binding: _Binding) -> Value:
    """The value that a variable holds after it was set; a TestAndIncr has moved on (RFC 2579)."""
    value = kept(binding.tag, binding.contents)
    if binding.rule is None or not binding.rule.is_a("TestAndIncr"):
        return value
    number = decode_integer(value.contents)
    return Value(value.tag, encode_integer(0 if number == _LARGEST_TEST_AND_INCR else number + 1))
