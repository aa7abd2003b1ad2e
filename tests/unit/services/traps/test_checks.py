"""A look at a notification before it is sent."""

from __future__ import annotations

from tests.unit.services.named_devices import device_names
from trishul.services.traps.checks import CheckedNotification, check_notification
from trishul.services.traps.sending import TrapToSend, V1Fields
from trishul.services.varbind_texts import VarBindText

SOURCE = device_names()


def check(oid: str, *varbinds: VarBindText, v1: V1Fields | None = None) -> CheckedNotification:
    trap = TrapToSend("", oid, varbinds=varbinds, v1=v1 or V1Fields())
    return check_notification(trap, SOURCE.library, SOURCE.names, is_v1=v1 is not None)


def test_variables_are_shown_as_they_would_arrive() -> None:
    found = check(
        "ALARM-MIB::alarmRaised", VarBindText("alarmLevel.0", None, "7"), VarBindText("deviceState.0", None, "up")
    )
    assert (found.oid, found.name, found.is_known, found.findings) == (
        "1.3.6.1.4.1.99998.0.1",
        "ALARM-MIB::alarmRaised",
        True,
        [],
    )
    assert [each.shown.display for each in found.varbinds if each.shown] == ["7", "up(1)"]


def test_what_cannot_be_meant_is_said_beside_the_rest() -> None:
    found = check("alarmRaised", VarBindText("alarmLevel.0", None, "99"), VarBindText("alarmLevl.0", None, "1"))
    assert [(each.part, each.shown) for each in found.varbinds] == [("value", None), ("oid", None)]
    assert found.varbinds[0].error is not None
    assert "1..10" in found.varbinds[0].error
    nothing = check("alarmRaisd")
    assert (nothing.oid, nothing.is_known) == (None, False)
    assert nothing.error is not None


def test_the_lint_counts_variables_as_the_form_does() -> None:
    found = check("alarmRaised", VarBindText("alarmLevel.0", "s", "hot"))
    assert [(each.code, each.binding) for each in found.findings] == [("wrong_type", 0)]
    assert [each.code for each in check("alarmRaised").findings] == ["object_missing"]
    v1 = check("", VarBindText("alarmLevel.0", None, "7"), v1=V1Fields(6, "1.3.6.1.4.1.99998", 1))
    assert (v1.name, v1.findings) == ("ALARM-MIB::alarmRaised", [])
