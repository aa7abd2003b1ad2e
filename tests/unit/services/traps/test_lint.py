"""Trap lint: each rule alone, on the device and the alarms of a small MIB."""

from __future__ import annotations

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB
from tests.unit.services.named_devices import LibraryThatChanges
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.services.traps.lint import LintedNotification, Uptime, lint_notification, lint_uptime

PORTS_MIB = """PORTS-MIB DEFINITIONS ::= BEGIN
IMPORTS NOTIFICATION-TYPE, enterprises FROM SNMPv2-SMI portIndex, portName, deviceState, userRight FROM DEVICE-MIB;
ports OBJECT IDENTIFIER ::= { enterprises 99997 }
portChanged NOTIFICATION-TYPE OBJECTS { portIndex, portName, deviceState } STATUS current
    DESCRIPTION "A port changed." ::= { ports 0 1 }
oldChanged NOTIFICATION-TYPE STATUS obsolete DESCRIPTION "Nobody sends it." ::= { ports 0 2 }
END
"""
DEVICE = "1.3.6.1.4.1.99999"
CHANGED = "1.3.6.1.4.1.99997.0.1"
UPTIME = VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(4200))
TRAP_OID = VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier(CHANGED))
INDEX = VarBind.of(f"{DEVICE}.2.1.1.3", Value.integer(3))
NAME = VarBind.of(f"{DEVICE}.2.1.2.3", Value.octet_string("Gi0/3"))
STATE = VarBind.of(f"{DEVICE}.1.0", Value.integer(2))
EXTRA = VarBind.of(f"{DEVICE}.3.1.1.3", Value.gauge32(7))
SOURCE = LibraryThatChanges(DEVICE_MIB, PORTS_MIB)


def codes(*varbinds: VarBind, trap_oid: str = CHANGED, has_heading: bool = True) -> list[tuple[str, int | None]]:
    notification = LintedNotification(trap_oid, varbinds, has_heading=has_heading)
    found = lint_notification(notification, SOURCE.library, SOURCE.names)
    return [(finding.code, finding.binding) for finding in found]


def test_what_the_mib_lists_in_its_order_with_more_behind_is_right() -> None:
    assert codes(UPTIME, TRAP_OID, INDEX, NAME, STATE, EXTRA) == []
    assert codes(INDEX, NAME, STATE, has_heading=False) == []


@pytest.mark.parametrize(
    ("varbinds", "found"),
    [
        ((INDEX, NAME, STATE), [("heading_missing", None), ("heading_missing", None)]),
        ((TRAP_OID, UPTIME, INDEX, NAME, STATE), [("heading_order", 1), ("heading_order", 0)]),
        ((UPTIME, UPTIME, TRAP_OID, INDEX, NAME, STATE), [("object_repeated", 1), ("heading_order", 2)]),
    ],
)
def test_the_first_two_variables_are_uptime_and_name(
    varbinds: tuple[VarBind, ...], found: list[tuple[str, int | None]]
) -> None:
    """RFC 3416 §4.2.6."""
    assert codes(*varbinds) == found


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ((INDEX, STATE), [("object_missing", None)]),
        ((), [("object_missing", None)] * 3),
        ((INDEX, EXTRA, NAME, STATE), [("object_order", 4)]),
        ((INDEX, NAME, STATE, NAME), [("object_repeated", 5)]),
        ((INDEX, VarBind.of(f"{DEVICE}.2.1.2.3", Value.integer(1)), STATE), [("wrong_type", 3)]),
        ((INDEX, NAME, VarBind.of(f"{DEVICE}.1.0", Value.integer(9))), [("wrong_value", 4)]),
        ((INDEX, NAME, VarBind.of(f"{DEVICE}.1", Value.integer(1))), [("bad_instance", 4)]),
        ((INDEX, VarBind.of(f"{DEVICE}.2.1.2.4", Value.octet_string("x")), STATE), [("row_differs", 3)]),
        ((VarBind.of(f"{DEVICE}.2.1.1.3", Value.integer(4)), NAME, STATE), [("index_value", 2)]),
        ((INDEX, NAME, STATE, VarBind.of("1.3.6.1.4.1.5.1.0", Value.integer(4))), [("unknown_object", 5)]),
    ],
)
def test_every_rule_about_objects_names_the_variable(
    own: tuple[VarBind, ...], found: list[tuple[str, int | None]]
) -> None:
    assert codes(UPTIME, TRAP_OID, *own) == found


def test_what_no_mib_defines_is_said_and_so_is_what_nobody_should_send() -> None:
    assert codes(UPTIME, TRAP_OID, trap_oid="1.3.6.1.4.1.99997.0.9") == [("unknown_notification", None)]
    assert codes(UPTIME, TRAP_OID, trap_oid="0x80") == [("unknown_notification", None)]
    assert codes(UPTIME, TRAP_OID, trap_oid="1.3.6.1.4.1.99997.0.2") == [("notification_status", None)]


def test_an_snmpv1_trap_has_no_counter64() -> None:
    big = VarBind.of("1.3.6.1.4.1.5.1.0", Value.counter64(4))
    assert ("counter64_in_v1", 3) in codes(INDEX, NAME, STATE, big, has_heading=False)


@pytest.mark.parametrize(
    ("before", "now", "passed_s", "severity"),
    [
        (4_200, 4_300, 1, None),
        (900_000, 1_200, 60, "warning"),
        (900_000, 899_990, 0, "info"),
        (2**32 - 1_000, 5_000, 60, None),
    ],
)
def test_an_uptime_that_goes_back_is_a_restart_a_swap_on_the_way_or_a_wrap(
    before: int, now: int, passed_s: int, severity: str | None
) -> None:
    finding = lint_uptime(CHANGED, Uptime(now, passed_s * 1_000_000_000), Uptime(before, 0))
    assert (None if finding is None else finding.severity) == severity


def test_after_a_cold_start_an_uptime_begins_anew() -> None:
    assert lint_uptime("1.3.6.1.6.3.1.1.5.1", Uptime(1, 1), Uptime(900_000, 0)) is None
    assert lint_uptime(CHANGED, None, Uptime(900_000, 0)) is None
