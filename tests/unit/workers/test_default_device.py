"""The default device is made anew when overrides change, and keeps what managers had set."""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.engine.activity import RequestsServed
from trishul.protocol.ber import encode_varbind
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.simulation.demo_switch import demo_switch
from trishul.workers.agent_messages import OverridesOfAgent
from trishul.workers.default_device import DEFAULT_DEVICE_ID, DefaultDevice

SYS_NAME, SYS_CONTACT, SNMP_GROUP = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.4.0", "1.3.6.1.2.1.11"


def named(oid: str) -> bytes:
    return Oid(oid).contents


def test_overrides_and_hidden_subtrees_hold_and_set_values_stay_where_they_say_nothing() -> None:
    before = {named(oid): encode_varbind(named(oid), 4, b"set") for oid in (SYS_NAME, SYS_CONTACT)}
    default = DefaultDevice(
        demo_switch(),
        OverridesOfAgent(DEFAULT_DEVICE_ID),
        before,
        prepare=lambda _: None,
        tell_set=lambda _: None,
    )
    assert str(default.device.find_value(named(SYS_NAME), 0.0)) == "set"
    changed = default.override(OverridesOfAgent(DEFAULT_DEVICE_ID, [(SYS_NAME, 4, b"mine")], [SNMP_GROUP]))
    assert changed is default.find(DEFAULT_DEVICE_ID)
    assert default.find("other") is None
    assert [str(changed.find_value(named(oid), 0.0)) for oid in (SYS_NAME, SYS_CONTACT)] == ["mine", "set"]
    assert not changed.has_instances_of(named(SNMP_GROUP))


def test_what_it_is_asked_is_counted_and_told_once() -> None:
    default = DefaultDevice(
        demo_switch(), OverridesOfAgent(DEFAULT_DEVICE_ID), {}, prepare=lambda _: None, tell_set=lambda _: None
    )
    assert default.news() == []
    asked = RequestsServed(("192.0.2.1", 4711), default.device, PduKind.GET, Version.V2C, 2, 5, 0, b"", b"")
    default.note([asked, asked._replace(instances=demo_switch())], 7.0)
    (told,) = default.news()
    assert (told.id, told.requests, told.varbinds, told.last_request_at) == (DEFAULT_DEVICE_ID, 2, 5, 7.0)
    assert default.news() == []
