"""Trap lint: what a notification does other than its MIB and the RFCs say, as findings that people can act upon.

Owns the rules: the first two bindings (RFC 3416 §4.2.6), objects that are missing, out of order or repeated (RFC 2578
§8), types, sizes and values, instances, and an uptime that goes back. Pure: bindings and a library come in, findings go
out; stored rows and notifications that are still in a form are judged alike. What may be held by a variable is
`simulation.value_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from trishul.datatypes.oid import Oid, oid_text
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.receiver import SNMP_TRAP_OID_0, SYS_UP_TIME_0
from trishul.errors import InvalidInput
from trishul.library.instances import find_named_object, parent_contents
from trishul.library.library import Library
from trishul.library.names import InstanceName, Names
from trishul.library.records import LibraryNode
from trishul.protocol.pdu import ErrorStatus
from trishul.services.value_texts import type_label
from trishul.simulation.value_checks import check_value
from trishul.smi.model import NodeKind, NotificationNode, ObjectNode, TypeInfo
from trishul.smi.rendering import TAGS
from trishul.smi.type_text import type_text

LintSeverity = Literal["error", "warning", "info"]

MAX_FINDINGS = 200
_UPTIME_MODULUS = 2**32
_RESTARTS = frozenset(("1.3.6.1.6.3.1.1.5.1", "1.3.6.1.6.3.1.1.5.2"))
"""coldStart and warmStart: after them an uptime begins anew."""
_CLOCK_SLACK = 500
"""Hundredths of a second by which a notification may be late on its way."""


class TrapFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong or odd; `binding` is the place of a variable, from 0, heading included."""

    code: str
    severity: LintSeverity
    message: str
    binding: int | None = None
    oid: str | None = None


class LintedNotification(NamedTuple):
    """What is judged."""

    trap_oid: str
    varbinds: Sequence[VarBind]
    """In the order in which they came."""
    has_heading: bool = True
    """False for SNMPv1, whose traps have fields instead of the first two bindings."""


class Uptime(NamedTuple):
    """sysUpTime of a notification, and when it was received."""

    hundredths: int
    received_at_ns: int


def lint_notification(notification: LintedNotification, library: Library | None, names: Names) -> list[TrapFinding]:
    """All findings, those about the whole first; without a library only what the RFCs alone decide."""
    found = [*_heading(notification)]
    own = [
        (place, varbind)
        for place, varbind in enumerate(notification.varbinds)
        if varbind.name not in {SYS_UP_TIME_0, SNMP_TRAP_OID_0}
    ]
    if library is not None:
        found += _objects(notification.trap_oid, own, library)
    for place, varbind in own:
        if not notification.has_heading and varbind.tag == ValueType.COUNTER64:
            found.append(_at(place, varbind, "counter64_in_v1", "error", "An SNMPv1 trap cannot carry Counter64"))
        if library is not None:
            found += _binding(place, varbind, names)
    if library is not None:
        found += _rows(own, names)
    return found[:MAX_FINDINGS]


def lint_uptime(trap_oid: str, now: Uptime | None, before: Uptime | None) -> TrapFinding | None:
    """Whether the clock of a sender went back since its notification before, without a restart that was told."""
    if now is None or before is None or trap_oid in _RESTARTS or now.hundredths >= before.hundredths:
        return None
    passed = max(0, now.received_at_ns - before.received_at_ns) // 10_000_000
    expected = before.hundredths + passed
    if expected >= _UPTIME_MODULUS - _CLOCK_SLACK:
        return None  # it wrapped after 497 days, as TimeTicks do
    if before.hundredths - now.hundredths <= _CLOCK_SLACK and passed <= _CLOCK_SLACK:
        return TrapFinding(
            code="uptime_back",
            severity="info",
            message="It left before the notification that was received before it: the network changed their order",
        )
    return TrapFinding(
        code="uptime_back",
        severity="warning",
        message=f"sysUpTime went back from {before.hundredths} to {now.hundredths}: the sender started again without "
        "a coldStart or warmStart that arrived, or two devices share an address",
        binding=0,
    )


# --- the whole -------------------------------------------------------------------------------------------------------


def _heading(notification: LintedNotification) -> Iterator[TrapFinding]:
    """sysUpTime.0 first, snmpTrapOID.0 second (RFC 3416 §4.2.6)."""
    if not notification.has_heading:
        return
    wanted = (
        (0, SYS_UP_TIME_0, ValueType.TIME_TICKS, "sysUpTime.0"),
        (1, SNMP_TRAP_OID_0, ValueType.OBJECT_IDENTIFIER, "snmpTrapOID.0"),
    )
    ordinals = ("first", "second")
    for place, name, tag, label in wanted:
        places = [at for at, varbind in enumerate(notification.varbinds) if varbind.name == name]
        if not places:
            yield TrapFinding(
                code="heading_missing",
                severity="error",
                message=f"{label} is missing: it must be the {ordinals[place]} variable (RFC 3416 §4.2.6)",
            )
            continue
        varbind = notification.varbinds[places[0]]
        if places[0] != place:
            message = f"{label} is variable {places[0] + 1}: it must be the {ordinals[place]} (RFC 3416 §4.2.6)"
            yield _at(places[0], varbind, "heading_order", "error", message)
        if varbind.tag != tag:
            message = f"{label} is {type_label(varbind.tag)}, not {tag.label}"
            yield _at(places[0], varbind, "wrong_type", "error", message)
        for place_again in places[1:]:
            message = f"{label} is there twice"
            yield _at(place_again, varbind, "object_repeated", "warning", message)


def find_notification(trap_oid: str, library: Library) -> LibraryNode | None:
    """The notification that has exactly this OID; None where no loaded module defines it as one."""
    try:
        contents = Oid(trap_oid).contents
    except InvalidInput:
        return None  # octets that were no OID are stored as hexadecimal
    entries = library.find_all_by_oid(contents)
    return next((entry for entry in entries if isinstance(entry.node, NotificationNode)), None)


def carried_objects(notification: LibraryNode, library: Library) -> list[LibraryNode]:
    """The objects of its OBJECTS clause in their order; names that nobody defines are left out."""
    assert isinstance(notification.node, NotificationNode)
    found = (find_named_object(library, notification.module, name) for name in notification.node.objects)
    return [entry for entry in found if entry is not None]


def _objects(trap_oid: str, own: Sequence[tuple[int, VarBind]], library: Library) -> Iterator[TrapFinding]:
    """Whether all that the MIB lists is there, in its order (RFC 2578 §8, RFC 3416 §4.2.6)."""
    notification = find_notification(trap_oid, library)
    if notification is None:
        message = f"No loaded module defines {trap_oid} as a notification: what it should carry is not known"
        yield TrapFinding(code="unknown_notification", severity="info", message=message, oid=trap_oid)
        return
    if notification.node.status in {"deprecated", "obsolete"}:
        message = f"{notification.full_name} is {notification.node.status} in its MIB"
        yield TrapFinding(code="notification_status", severity="info", message=message, oid=trap_oid)
    at = 0
    for number, wanted in enumerate(carried_objects(notification, library), 1):
        contents, label = wanted.node.oid_contents, wanted.node.name
        places = [index for index, (_, varbind) in enumerate(own) if varbind.name.startswith(contents)]
        if not places:
            message = f"{label} is missing: {notification.full_name} lists it as object {number}"
            yield TrapFinding(code="object_missing", severity="error", message=message, oid=str(wanted.node.oid))
            continue
        place, varbind = own[places[0]]
        if places[0] != at:
            message = f"{label} is variable {place + 1}: {notification.full_name} lists it as object {number}"
            yield _at(place, varbind, "object_order", "warning", message)
        at = places[0] + 1
        for index in places[1:]:
            again, repeated = own[index]
            if repeated.name == varbind.name:
                yield _at(again, repeated, "object_repeated", "warning", f"{label} is there twice")


# --- one variable ----------------------------------------------------------------------------------------------------


def _binding(place: int, varbind: VarBind, names: Names) -> Iterator[TrapFinding]:
    name = names.name_of(varbind.name)
    node = None if name is None else name.node
    if name is None or not isinstance(node, ObjectNode) or node.kind not in {NodeKind.SCALAR, NodeKind.COLUMN}:
        message = f"No loaded module defines {names.text_of(varbind.name)} as an object with a value"
        yield _at(place, varbind, "unknown_object", "info", message)
        return
    if not name.is_known or not name.suffix:  # the object itself is known, and is no instance
        rest = "ends in .0" if node.kind is NodeKind.SCALAR else "has a whole index of its table"
        message = f"{name.label}{name.suffix} names no instance: one {rest}"
        yield _at(place, varbind, "bad_instance", "error", message)
    yield from _value(place, varbind, name, node.type)


def _value(place: int, varbind: VarBind, name: InstanceName, info: TypeInfo) -> Iterator[TrapFinding]:
    label, allowed = name.label, type_text(info)
    if info.base in TAGS and varbind.tag not in TAGS[info.base]:
        message = f"{label} came as {type_label(varbind.tag)}; its MIB says {allowed}"
        yield _at(place, varbind, "wrong_type", "error", message)
        return
    sentences: dict[ErrorStatus, tuple[str, LintSeverity, str]] = {
        ErrorStatus.WRONG_LENGTH: ("wrong_size", "error", f"{label} has {len(varbind.contents)} octets"),
        ErrorStatus.WRONG_VALUE: ("wrong_value", "error", f"The value of {label} is not allowed"),
        ErrorStatus.WRONG_ENCODING: ("wrong_encoding", "error", f"The octets of {label} are no {info.base}"),
    }
    found = sentences.get(check_value(info, varbind.tag, varbind.contents))
    if found is not None:
        code, severity, sentence = found
        yield _at(place, varbind, code, severity, f"{sentence}; its MIB says {allowed}")
        return
    own_index = dict(name.indexes).get(label)
    if own_index is not None and varbind.tag == ValueType.INTEGER and own_index.isdigit():
        number = int.from_bytes(varbind.contents, "big", signed=True)
        if number != int(own_index):
            message = f"{label}.{own_index} says {number}: an index has the value of its instance"
            yield _at(place, varbind, "index_value", "warning", message)


def _rows(own: Sequence[tuple[int, VarBind]], names: Names) -> Iterator[TrapFinding]:
    """Columns of one table that speak of different rows, which a reader takes for one."""
    first: dict[bytes, tuple[bytes, str]] = {}
    for place, varbind in own:
        name = names.name_of(varbind.name)
        if name is None or name.kind is not NodeKind.COLUMN or not name.is_known:
            continue
        column = name.node.oid_contents
        row, instance = parent_contents(column), varbind.name[len(column) :]
        known, label = first.setdefault(row, (instance, f"{name.label}{name.suffix}"))
        if known != instance:
            message = f"{name.label}{name.suffix} is of another row than {label}"
            yield _at(place, varbind, "row_differs", "warning", message)


def _at(place: int, varbind: VarBind, code: str, severity: LintSeverity, message: str) -> TrapFinding:
    return TrapFinding(code=code, severity=severity, message=message, binding=place, oid=oid_text(varbind.name))
