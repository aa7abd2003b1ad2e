"""Sending from a form: checked with the field named, sent once, counted once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast

import pytest

from tests.unit.services.named_devices import device_names
from trishul.datatypes.oid import Oid
from trishul.engine.local_engine import LocalEngine
from trishul.errors import InvalidInput, RequestTimedOut, SecurityRefused, TargetUnreachable
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.credentials.identities import ChosenIdentity
from trishul.services.traps.sending import TrapSender, TrapToSend, V1Fields, VarBindText, read_notification
from trishul.services.user_texts import UserText
from trishul.snmp import Receiver
from trishul.store.database import Database

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"


OURS, THEIRS = bytes.fromhex("80001f88046f757273"), bytes.fromhex("80001f88047468656972")
OPS = UserCredentials(
    "ops",
    AuthProtocol.SHA256,
    KeyMaterial.password("maplesyrup"),
    PrivProtocol.AES128,
    KeyMaterial.password("pancakes4"),
)


def taking_ops() -> Receiver:
    """A receiver that knows `ops` and `plain`, who has no keys."""
    engine = LocalEngine(THEIRS, [], {}, boots=3, started_at=asyncio.get_running_loop().time())
    return Receiver("127.0.0.1", 0, users=[OPS, UserCredentials("plain")], engine=engine)


@pytest.fixture
async def counters() -> Counters:
    return Counters(cast("Database", None), Bus())  # never started: counted in memory, saved nowhere


@pytest.fixture
async def sender(counters: Counters) -> AsyncIterator[TrapSender]:
    made = TrapSender(counters)
    yield made
    made.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver("127.0.0.1", 0, communities={"public"}) as opened:
        yield opened


def as_community(community: str) -> ChosenIdentity:
    return ChosenIdentity(community=Secret(community))


def as_user(password: str = "maplesyrup", **changes: Any) -> ChosenIdentity:
    secret = Secret(password)
    user = UserText("ops", None, "SHA-256", secret, priv_protocol="AES", priv_secret=Secret("pancakes4"))
    return ChosenIdentity(version="3", user=replace(user, **changes))


def a_trap(to_port: int, **changes: Any) -> TrapToSend:
    defaults = {"target": "127.0.0.1", "oid": LINK_DOWN, "port": to_port, "timeout_s": 0.2, "retries": 0}
    return TrapToSend(**(defaults | changes))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_trap_arrives_with_its_variables_and_is_counted(
    sender: TrapSender, receiver: Receiver, counters: Counters, host: str
) -> None:
    variables = [VarBindText("1.3.6.1.2.1.2.2.1.1.3", "Integer", "3"), VarBindText("1.3.6.1.2.1.1.5.0", "s", "edge")]
    sent = await sender.send(a_trap(receiver.address[1], target=host, varbinds=variables))
    assert (sent.status, sent.elapsed_ms) == ("sent", None)
    notification = await anext(receiver)
    assert notification.trap_oid == Oid(LINK_DOWN).contents
    varbinds = decode_varbinds(notification.varbinds, 0, len(notification.varbinds))
    assert [str(varbind.value) for varbind in varbinds[2:]] == ["3", "edge"]
    assert counters.snapshot()["traps"]["traps_sent_total"] == 1


async def test_an_inform_tells_how_long_its_acknowledgement_took(
    sender: TrapSender, receiver: Receiver, counters: Counters
) -> None:
    sent = await sender.send(a_trap(receiver.address[1], kind="inform", timeout_s=2))
    assert sent.status == "acknowledged"
    assert sent.elapsed_ms is not None
    assert sent.elapsed_ms > 0
    assert counters.snapshot()["traps"]["traps_sent_total"] == 1


async def test_an_inform_that_nobody_acknowledges_times_out_and_counts_nothing(
    sender: TrapSender, receiver: Receiver, counters: Counters
) -> None:
    with pytest.raises(RequestTimedOut):
        await sender.send(
            a_trap(receiver.address[1], kind="inform", identity=ChosenIdentity(community=Secret("unknown")))
        )
    assert counters.snapshot()["traps"]["traps_sent_total"] == 0


@pytest.mark.parametrize("kind", ["trap", "inform"])
async def test_snmpv3_is_sent_by_the_engine_that_is_ours(counters: Counters, kind: str) -> None:
    engine = LocalEngine(OURS, [], {}, boots=5, started_at=asyncio.get_running_loop().time())
    sender = TrapSender(counters, engine=engine)
    async with taking_ops() as receiver:
        sent = await sender.send(
            a_trap(receiver.address[1], kind=kind, identity=as_user(context="vlan-7"), timeout_s=2)
        )
        notification = await anext(receiver)
    sender.close()
    assert sent.status == ("sent" if kind == "trap" else "acknowledged")
    assert notification.security is not None
    assert notification.security.engine_id == (OURS if kind == "trap" else THEIRS)
    assert (notification.security.level.label, notification.security.context_name) == ("authPriv", b"vlan-7")


async def test_a_trap_comes_from_the_engine_that_it_is_given(counters: Counters) -> None:
    now = asyncio.get_running_loop().time()
    sender = TrapSender(counters, engine=LocalEngine(OURS, [], {}, boots=5, started_at=now))
    device = LocalEngine(OURS + b"!", [], {}, boots=9, started_at=now)
    async with taking_ops() as receiver:
        await sender.send(a_trap(receiver.address[1], identity=as_user()), device)
        notification = await anext(receiver)
    sender.close()
    assert notification.security is not None
    assert notification.security.engine_id == device.engine_id


async def test_a_trap_can_pretend_to_come_from_another_engine(counters: Counters) -> None:
    sender = TrapSender(counters, engine=LocalEngine(OURS, [], {}, boots=5, started_at=0.0))
    async with taking_ops() as receiver:
        await sender.send(a_trap(receiver.address[1], identity=as_user(engine_id="80:00:00:09:03:00:aa:bb:cc:dd:ee")))
        notification = await anext(receiver)
    sender.close()
    assert notification.security is not None
    assert notification.security.engine_id.hex() == "800000090300aabbccddee"


@pytest.mark.parametrize(
    ("identity", "reason"),
    [
        (as_user("wrong password"), "authentication password, key or protocol is wrong"),
        (as_user(user="stranger"), "user is not known"),
        (as_user(user="plain"), "does not have the security level"),
        (as_user(priv_protocol="DES"), "privacy password, key or protocol is wrong"),
    ],
)
async def test_what_the_receiver_refuses_is_said_in_words(
    sender: TrapSender, counters: Counters, identity: ChosenIdentity, reason: str
) -> None:
    async with taking_ops() as receiver:
        with pytest.raises(SecurityRefused, match=reason):
            await sender.send(a_trap(receiver.address[1], kind="inform", identity=identity, timeout_s=2))
    assert counters.snapshot()["traps"]["traps_sent_total"] == 0


async def test_a_name_that_nobody_knows_is_unreachable(sender: TrapSender) -> None:
    with pytest.raises(TargetUnreachable):
        await sender.send(a_trap(162, target="no-such-host.invalid"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"oid": "linkDown"}, "oid"),
        ({"target": " "}, "target"),
        ({"port": 0}, "port"),
        ({"identity": ChosenIdentity(version="3")}, "user"),
        ({"identity": ChosenIdentity(version="1"), "kind": "inform"}, "version"),
        ({"varbinds": [VarBindText("1.3", "Integer", "1"), VarBindText("nonsense", "Integer", "1")]}, "varbinds.1.oid"),
        ({"varbinds": [VarBindText("1.3", "Integer", "one")]}, "varbinds.0.value"),
        ({"varbinds": [VarBindText("1.3", "Whatever", "1")]}, "varbinds.0.value"),
        ({"varbinds": [VarBindText("1.3", "Counter32", "-1")]}, "varbinds.0.value"),
    ],
)
async def test_what_cannot_be_meant_is_refused_with_the_fields_name(
    sender: TrapSender, counters: Counters, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await sender.send(a_trap(162, **changes))
    assert refusal.value.field == field
    assert counters.snapshot()["traps"]["traps_sent_total"] == 0


def test_the_community_is_not_printed() -> None:
    assert "hush-hush" not in repr(a_trap(162, identity=as_community("hush-hush")))


@pytest.fixture
async def naming_sender(counters: Counters) -> AsyncIterator[TrapSender]:
    made = TrapSender(counters, device_names())
    yield made
    made.close()


async def test_names_labels_and_types_are_those_of_the_mib(naming_sender: TrapSender, receiver: Receiver) -> None:
    variables = [
        VarBindText("DEVICE-MIB::deviceState.0", None, "down"),
        VarBindText("portName.7", None, "ge-0/7"),
        VarBindText("alarmLevel.0", "Gauge32", "3"),
        VarBindText("deviceState.0", "Integer", "up"),
        VarBindText("1.3.6.1.4.1.9999.1", None, "42"),
    ]
    await naming_sender.send(a_trap(receiver.address[1], oid="ALARM-MIB::alarmRaised", varbinds=variables))
    notification = await anext(receiver)
    assert notification.trap_oid == Oid("1.3.6.1.4.1.99998.0.1").contents
    varbinds = decode_varbinds(notification.varbinds, 0, len(notification.varbinds))[2:]
    assert [(str(varbind.oid), varbind.type.label, str(varbind.value)) for varbind in varbinds] == [
        ("1.3.6.1.4.1.99999.1.0", "INTEGER", "2"),
        ("1.3.6.1.4.1.99999.2.1.2.7", "OCTET STRING", "ge-0/7"),
        ("1.3.6.1.4.1.99998.1.0", "Gauge32", "3"),
        ("1.3.6.1.4.1.99999.1.0", "INTEGER", "1"),
        ("1.3.6.1.4.1.9999.1", "OCTET STRING", "42"),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"oid": "alarmRaise"}, "oid"),
        (
            {"varbinds": [VarBindText("alarmLevel.0", None, "3"), VarBindText("alarmLevl.0", None, "3")]},
            "varbinds.1.oid",
        ),
        ({"varbinds": [VarBindText("deviceState.0", None, "sideways")]}, "varbinds.0.value"),
        ({"varbinds": [VarBindText("alarmLevel.0", None, "11")]}, "varbinds.0.value"),
        ({"varbinds": [VarBindText("deviceState.0", "Gauge32", "up")]}, "varbinds.0.value"),
    ],
)
async def test_what_the_mib_does_not_allow_is_refused_with_the_fields_name(
    naming_sender: TrapSender, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await naming_sender.send(a_trap(162, **changes))
    assert refusal.value.field == field


async def test_an_unknown_name_is_refused_with_names_that_look_like_it(naming_sender: TrapSender) -> None:
    with pytest.raises(InvalidInput, match="alarmRaised"):
        await naming_sender.send(a_trap(162, oid="alarmRaise"))


async def test_a_v1_trap_is_named_by_its_own_fields(sender: TrapSender, receiver: Receiver) -> None:
    as_v1 = ChosenIdentity(version="1")
    fields = V1Fields(6, "1.3.6.1.4.1.9", 7, "10.1.2.3")
    await sender.send(a_trap(receiver.address[1], oid="", identity=as_v1, v1=fields, uptime=5))
    await sender.send(a_trap(receiver.address[1], oid="", identity=as_v1, v1=V1Fields(2, "1.3.6.1.4.1.9")))
    specific, generic = await anext(receiver), await anext(receiver)
    assert (specific.trap_oid, specific.agent_address, specific.uptime) == (
        Oid("1.3.6.1.4.1.9.0.7").contents,
        "10.1.2.3",
        5,
    )
    assert generic.trap_oid == Oid(LINK_DOWN).contents
    added = decode_varbinds(generic.varbinds, 0, len(generic.varbinds))[-1]
    assert str(added.value) == "1.3.6.1.4.1.9"


@pytest.mark.parametrize(
    ("oid", "fields", "field"),
    [
        (LINK_DOWN, V1Fields(2), "oid"),
        ("", V1Fields(6), "enterprise"),
        ("", V1Fields(6, "no such name"), "enterprise"),
        ("", V1Fields(2, agent_address="10.1"), "agent_address"),
        ("", V1Fields(), "oid"),
    ],
)
def test_v1_fields_that_cannot_be_meant_are_named(oid: str, fields: V1Fields, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_notification(a_trap(162, oid=oid, v1=fields), device_names().names)
    assert refused.value.field == field


async def test_fields_of_v1_are_for_v1_targets_only(sender: TrapSender) -> None:
    with pytest.raises(InvalidInput) as refused:
        await sender.find_target(a_trap(162, oid="", v1=V1Fields(2)))
    assert refused.value.field == "generic"
