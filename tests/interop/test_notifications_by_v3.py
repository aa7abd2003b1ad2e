"""SNMPv3 notifications between net-snmp and us, both ways: every pair of protocols, every fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.interop.conftest import TrapLog
from tests.interop.security import PAIRS, SENDING_ENGINE_ID, credentials, tool_options
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver import ReceivedNotification
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.engine_id import EngineIdFormat, build_engine_id
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.users import UserCredentials
from trishul.snmp import Notifier, Receiver, Target

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

OUR_ENGINE_ID = build_engine_id(8072, EngineIdFormat.TEXT, "receiver")
LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
BINDING = ["1.3.6.1.2.1.2.2.1.1.7", "i", "7"]
SHA, AES = AuthProtocol.SHA256, PrivProtocol.AES128


@pytest.fixture(scope="module")
def users() -> list[UserCredentials]:
    return [credentials(auth, priv).with_master_keys() for auth, priv in PAIRS]


@pytest.fixture
async def receiver(users: list[UserCredentials]) -> AsyncIterator[Receiver]:
    started_at = asyncio.get_running_loop().time() - 1000
    engine = LocalEngine(OUR_ENGINE_ID, [], {}, boots=5, started_at=started_at)
    async with Receiver("127.0.0.1", 0, communities=(), users=users, engine=engine) as receiver:
        yield receiver


async def notify(netsnmp: NetSnmp, receiver: Receiver, tool: str, *options: str) -> None:
    """Runs a sending tool without stopping the receiver's event loop; it must succeed."""
    address = f"udp:127.0.0.1:{receiver.address[1]}"
    done = await asyncio.to_thread(netsnmp.run, tool, "-r0", "-t5", *options, address, "42", LINK_DOWN, *BINDING)
    assert done.returncode == 0, done.stderr


async def arrived(receiver: Receiver) -> ReceivedNotification:
    return await asyncio.wait_for(anext(receiver), 5)


@pytest.mark.parametrize(("auth", "priv"), PAIRS)
async def test_every_pair_of_protocols_brings_traps_and_informs(
    netsnmp: NetSnmp, receiver: Receiver, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    options = tool_options(auth, priv)
    await notify(netsnmp, receiver, "snmptrap", *options, f"-e0x{SENDING_ENGINE_ID.hex()}")
    trap = await arrived(receiver)
    await notify(netsnmp, receiver, "snmpinform", *options)
    inform = await arrived(receiver)
    assert (trap.kind, inform.kind) == (PduKind.TRAP_V2, PduKind.INFORM)
    for notification, engine_id in ((trap, SENDING_ENGINE_ID), (inform, OUR_ENGINE_ID)):
        assert Oid.from_contents(notification.trap_oid) == Oid(LINK_DOWN)
        assert (notification.version, notification.uptime, notification.anomalies) == (3, 42, ())
        assert notification.security is not None
        assert notification.security.user_name.decode() == credentials(auth, priv).name
        assert notification.security.level == credentials(auth, priv).level
        assert notification.security.engine_id == engine_id
    assert dict(receiver.drops) == {}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["-ustranger", "-lnoAuthNoPriv"], DropReason.UNKNOWN_USER),
        (["-uuser-SHA-256", "-lauthNoPriv", "-aSHA-256", "-Awrong password"], DropReason.WRONG_DIGEST),
        (["-uuser-SHA-256", "-lnoAuthNoPriv"], DropReason.UNSUPPORTED_LEVEL),
        (
            ["-uuser-SHA-256-AES", "-lauthPriv", "-aSHA-256", "-Amaplesyrup", "-xAES", "-Xwrong password"],
            DropReason.DECRYPTION_FAILED,
        ),
    ],
)
async def test_every_trap_that_is_dropped_has_a_reason(
    netsnmp: NetSnmp, receiver: Receiver, options: list[str], reason: DropReason
) -> None:
    await notify(netsnmp, receiver, "snmptrap", "-v3", f"-e0x{SENDING_ENGINE_ID.hex()}", *options)
    for _ in range(500):
        if receiver.drops:
            break
        await asyncio.sleep(0.01)
    assert dict(receiver.drops) == {reason: 1}
    assert receiver.received == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-ustranger", "-lnoAuthNoPriv"], "Unknown user name"),
        (["-uuser-SHA-256", "-lauthNoPriv", "-aSHA-256", "-Awrong password"], "Authentication failure"),
        (
            ["-uuser-SHA-256-AES", "-lauthPriv", "-aSHA-256", "-Amaplesyrup", "-xAES", "-Xwrong password"],
            "Decryption error",
        ),
    ],
)
async def test_the_sender_of_an_inform_is_told_why(
    netsnmp: NetSnmp, receiver: Receiver, options: list[str], told: str
) -> None:
    address = f"udp:127.0.0.1:{receiver.address[1]}"
    done = await asyncio.to_thread(
        netsnmp.run, "snmpinform", "-v3", "-r0", "-t2", *options, address, "42", LINK_DOWN, *BINDING
    )
    assert told in done.stderr.decode()
    assert receiver.received == 0


async def test_a_sender_with_an_old_notion_of_our_clock_is_set_right(netsnmp: NetSnmp, receiver: Receiver) -> None:
    """RFC 3414 §2.3."""
    for boots, time in ((4, 1000), (5, 10), (5, 100000)):
        options = [*tool_options(SHA, AES), f"-e0x{OUR_ENGINE_ID.hex()}", f"-Z{boots},{time}"]
        await notify(netsnmp, receiver, "snmpinform", *options)
        assert (await arrived(receiver)).kind == PduKind.INFORM


@pytest.mark.parametrize(("auth", "priv"), PAIRS)
async def test_every_pair_of_protocols_is_taken_by_snmptrapd(
    secure_snmptrapd: TrapLog, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    log = secure_snmptrapd
    engine = LocalEngine(SENDING_ENGINE_ID, [], {}, boots=1, started_at=asyncio.get_running_loop().time())
    user = credentials(auth, priv)
    target = Target(log.peer.host, log.peer.port, version="3", user=user, timeout_s=3.0)
    async with Notifier(engine=engine) as notifier:
        texts = [f"{word} {user.name}." for word in ("trap", "inform")]
        bindings = [[VarBind.of("1.3.6.1.4.1.99999.1", Value.octet_string(text))] for text in texts]
        await notifier.trap(target, LINK_DOWN, bindings[0])
        await notifier.inform(target, LINK_DOWN, bindings[1])
    for text in texts:
        await asyncio.to_thread(log.wait_for, text)
