"""Hints from the MIB: a variable that is a severity, then the words of a name, else nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.notification_rows import a_row, bindings
from tests.unit.services.named_devices import LibraryThatChanges
from trishul.datatypes.values import Value
from trishul.library.names import Names
from trishul.search.severity import Severity
from trishul.services.traps.notification_match import LookedAt
from trishul.services.traps.severity_hints import SeverityHints, severity_in
from trishul.store.notifications import StoredNotification

GRADED_MIB = """GRADED-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, enterprises FROM SNMPv2-SMI;
graded MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d"
    ::= { enterprises 99997 }
eventSeverity OBJECT-TYPE SYNTAX INTEGER { cleared(1), major(4), mauve(9) }
    MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { graded 1 }
fanFailed NOTIFICATION-TYPE OBJECTS { eventSeverity } STATUS current DESCRIPTION "" ::= { graded 0 1 }
END
"""
GRADED = "1.3.6.1.4.1.99997"


def looked_at(trap_oid: str = f"{GRADED}.0.1", **changes: Any) -> LookedAt:
    return LookedAt(StoredNotification(1, *a_row(trap_oid=trap_oid, **changes)))


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("linkDown", Severity.WARNING),
        ("linkUp", Severity.NOTICE),
        ("fanFailureCleared", Severity.NOTICE),
        ("bgpSessionLOST", Severity.ERROR),
        ("setUpFailed", Severity.ERROR),
        ("cpuALARMRaised", Severity.WARNING),
        ("backup", None),
        ("coldStart", None),
    ],
)
def test_words_of_a_name_hint(name: str, severity: Severity | None) -> None:
    assert severity_in(name) == severity


@pytest.mark.parametrize(("value", "severity"), [(4, Severity.ERROR), (1, Severity.NOTICE), (9, Severity.ERROR)])
def test_a_variable_that_is_a_severity_comes_before_the_name(value: int, severity: Severity) -> None:
    hints = SeverityHints(LibraryThatChanges(GRADED_MIB).names)
    varbinds = bindings((f"{GRADED}.1.0", Value.integer(value)))
    assert hints.of(looked_at(varbinds=varbinds)) is severity


def test_nothing_is_hinted_where_nothing_is_known() -> None:
    hints = SeverityHints(Names(None))
    assert hints.of(looked_at()) is None
    assert hints.of(looked_at(trap_oid="0x80", varbinds=b"\x30")) is None
