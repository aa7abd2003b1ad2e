"""Notifications both ways: snmptrap and snmpinform into our receiver, our traps and informs into snmptrapd."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from trishul.datatypes import Oid, Value, VarBind
from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.engine.receiver import ReceivedNotification
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.snmp import Notifier, Receiver, Target

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp, TrapLog, Trishul

UPTIME_0, TRAP_OID_0 = "1.3.6.1.2.1.1.3.0", "1.3.6.1.6.3.1.1.4.1.0"
TRAP_ADDRESS_0, TRAP_ENTERPRISE_0 = "1.3.6.1.6.3.18.1.3.0", "1.3.6.1.6.3.1.1.4.3.0"
SNMP_TRAPS = "1.3.6.1.6.3.1.1.5"
ENTERPRISE = "1.3.6.1.4.1.8072.2.3"
GENERIC_TRAPS = ["coldStart", "warmStart", "linkDown", "linkUp", "authenticationFailure", "egpNeighborLoss"]
"""RFC 1157 §4.1.6, in the order of generic-trap; .1 to .6 below snmpTraps."""

ALL_TYPES = [
    ("1.3.6.1.4.1.99999.1.0", "i", "-5"),
    ("1.3.6.1.4.1.99999.2.0", "u", "4294967295"),
    ("1.3.6.1.4.1.99999.3.0", "c", "4294967295"),
    ("1.3.6.1.4.1.99999.4.0", "C", "18446744073709551615"),
    ("1.3.6.1.4.1.99999.5.0", "t", "4294967295"),
    ("1.3.6.1.4.1.99999.6.0", "a", "192.0.2.1"),
    ("1.3.6.1.4.1.99999.7.0", "o", "1.3.6.1.4.1.9.2147483648"),
    ("1.3.6.1.4.1.99999.8.0", "s", 'say "no"'),
    ("1.3.6.1.4.1.99999.9.0", "x", "00 FF 10"),
    ("1.3.6.1.4.1.99999.10.0", "d", "1 2 255"),
    ("1.3.6.1.4.1.99999.11.0", "F", "0.5"),
    ("1.3.6.1.4.1.99999.12.0", "D", "-0.25"),
]
PRINTED = [
    ".1.3.6.1.4.1.99999.1.0 = INTEGER: -5",
    ".1.3.6.1.4.1.99999.2.0 = Gauge32: 4294967295",
    ".1.3.6.1.4.1.99999.3.0 = Counter32: 4294967295",
    ".1.3.6.1.4.1.99999.4.0 = Counter64: 18446744073709551615",
    ".1.3.6.1.4.1.99999.5.0 = Timeticks: (4294967295) 497 days, 2:27:52.95",
    ".1.3.6.1.4.1.99999.6.0 = IpAddress: 192.0.2.1",
    ".1.3.6.1.4.1.99999.7.0 = OID: .1.3.6.1.4.1.9.2147483648",
    '.1.3.6.1.4.1.99999.8.0 = STRING: "say \\"no\\""',
    ".1.3.6.1.4.1.99999.9.0 = Hex-STRING: 00 FF 10 ",
    ".1.3.6.1.4.1.99999.10.0 = Hex-STRING: 01 02 FF ",
    ".1.3.6.1.4.1.99999.11.0 = Opaque: Float: 0.500000",
    ".1.3.6.1.4.1.99999.12.0 = Opaque: Float: -0.250000",
]


class Inbox(NamedTuple):
    """Our receiver, and where net-snmp's tools send to."""

    receiver: Receiver
    address: str

    async def take(self) -> ReceivedNotification:
        """The next notification."""
        return await asyncio.wait_for(anext(self.receiver), 10)


@pytest.fixture(params=["127.0.0.1", "::1"], ids=["ipv4", "ipv6"])
async def inbox(request: pytest.FixtureRequest) -> AsyncIterator[Inbox]:
    async with Receiver(request.param, 0, communities={"public"}) as receiver:
        port = receiver.address[1]
        yield Inbox(receiver, f"udp6:[::1]:{port}" if ":" in request.param else f"udp:127.0.0.1:{port}")


def lines_of(notification: ReceivedNotification) -> list[str]:
    return [netsnmp_line(varbind) for varbind in bindings_of(notification)]


def bindings_of(notification: ReceivedNotification) -> list[VarBind]:
    return decode_varbinds(notification.varbinds, 0, len(notification.varbinds))


def values_of(notification: ReceivedNotification) -> dict[str, str]:
    return {str(varbind.oid): str(varbind.value) for varbind in bindings_of(notification)}


async def send(netsnmp: NetSnmp, tool: str, *arguments: str) -> int:
    done = await asyncio.to_thread(netsnmp.run, tool, *arguments)
    return done.returncode


class TestToOurReceiver:
    async def test_a_v2c_trap_arrives_with_all_its_types(self, netsnmp: NetSnmp, inbox: Inbox) -> None:
        bindings = [text for binding in ALL_TYPES for text in binding]
        trap_oid = f"{ENTERPRISE}.0.1"
        assert await send(netsnmp, "snmptrap", "-v2c", "-cpublic", inbox.address, "4200", trap_oid, *bindings) == 0
        notification = await inbox.take()
        assert (notification.version, notification.kind) == (Version.V2C, PduKind.TRAP_V2)
        assert (notification.trap_oid, notification.uptime) == (Oid(trap_oid).contents, 4200)
        assert notification.anomalies == ()
        assert lines_of(notification) == [
            f".{UPTIME_0} = Timeticks: (4200) 0:00:42.00",
            f".{TRAP_OID_0} = OID: .{trap_oid}",
            *PRINTED,
        ]

    async def test_an_inform_is_acknowledged_so_that_snmpinform_is_content(
        self, netsnmp: NetSnmp, inbox: Inbox
    ) -> None:
        """RFC 3416 §4.2.7."""
        arguments = "-v2c", "-cpublic", "-r0", "-t5", inbox.address, "4200", f"{SNMP_TRAPS}.3", "1.3.6.1.2.1.2.2.1.1.7"
        assert await send(netsnmp, "snmpinform", *arguments, "i", "7") == 0
        notification = await inbox.take()
        assert notification.kind == PduKind.INFORM
        assert values_of(notification)["1.3.6.1.2.1.2.2.1.1.7"] == "7"
        assert inbox.receiver.received == 1

    async def test_an_inform_of_an_unknown_community_is_not_acknowledged(self, netsnmp: NetSnmp, inbox: Inbox) -> None:
        arguments = "-v2c", "-cother", "-r0", "-t0.3", inbox.address, "1", f"{SNMP_TRAPS}.1"
        assert await send(netsnmp, "snmpinform", *arguments) == 1
        assert inbox.receiver.received == 0
        assert sum(inbox.receiver.drops.values()) == 1

    @pytest.mark.parametrize(("generic", "name"), list(enumerate(GENERIC_TRAPS)), ids=GENERIC_TRAPS)
    async def test_the_generic_traps_of_v1_keep_agent_and_enterprise(
        self, netsnmp: NetSnmp, inbox: Inbox, generic: int, name: str
    ) -> None:
        """RFC 3584 §3.1 (2): generic-trap + 1 below snmpTraps."""
        del name
        fields = ENTERPRISE, "192.0.2.77", str(generic), "0", "4200", "1.3.6.1.2.1.2.2.1.1.7", "i", "7"
        assert await send(netsnmp, "snmptrap", "-v1", "-cpublic", inbox.address, *fields) == 0
        notification = await inbox.take()
        assert (notification.version, notification.kind) == (Version.V1, PduKind.TRAP_V1)
        assert notification.trap_oid == Oid(f"{SNMP_TRAPS}.{generic + 1}").contents
        assert (notification.agent_address, notification.uptime) == ("192.0.2.77", 4200)
        values = values_of(notification)
        assert values[TRAP_ENTERPRISE_0] == ENTERPRISE
        assert values[TRAP_ADDRESS_0] == "192.0.2.77"
        assert values["1.3.6.1.2.1.2.2.1.1.7"] == "7"

    async def test_a_specific_trap_of_v1_is_enterprise_0_specific(self, netsnmp: NetSnmp, inbox: Inbox) -> None:
        """RFC 3584 §3.1 (3)."""
        fields = ENTERPRISE, "192.0.2.77", "6", "17", "4200"
        assert await send(netsnmp, "snmptrap", "-v1", "-cpublic", inbox.address, *fields) == 0
        notification = await inbox.take()
        assert notification.trap_oid == Oid(f"{ENTERPRISE}.0.17").contents
        assert [str(varbind.oid) for varbind in bindings_of(notification)][:2] == [UPTIME_0, TRAP_OID_0]

    async def test_the_community_is_not_kept(self, netsnmp: NetSnmp, inbox: Inbox) -> None:
        for version, fields in (("1", (ENTERPRISE, "192.0.2.77", "0", "0", "1")), ("2c", ("1", f"{SNMP_TRAPS}.1"))):
            assert await send(netsnmp, "snmptrap", f"-v{version}", "-cpublic", inbox.address, *fields) == 0
            notification = await inbox.take()
            assert b"public" not in notification.raw
            assert b"******" in notification.raw


class TestToSnmptrapd:
    """snmptrapd logs `v1|enterprise|generic|.specific|agent address|uptime|bindings` or `v2|sender|bindings`."""

    async def test_a_v2c_trap_is_logged_with_all_its_types(self, snmptrapd: TrapLog) -> None:
        trap_oid = f"{ENTERPRISE}.0.101"
        async with Notifier() as notifier:
            await notifier.trap(target_at(snmptrapd), trap_oid, typed_bindings(), uptime=4200)
        fields = snmptrapd.wait_for(trap_oid).split("|", 2)
        assert fields[0] == "v2"
        assert fields[2].split(", .") == [
            "",
            f"{UPTIME_0} = Timeticks: (4200) 0:00:42.00",
            f"{TRAP_OID_0} = OID: .{trap_oid}",
            *(line[1:] for line in PRINTED[:7]),
        ]

    async def test_a_trap_over_ipv6_is_logged(self, snmptrapd: TrapLog) -> None:
        async with Notifier() as notifier:
            await notifier.trap(Target(*snmptrapd.peer_v6), f"{ENTERPRISE}.0.102")
        assert "::1" in snmptrapd.wait_for(f"{ENTERPRISE}.0.102").split("|")[1]

    async def test_an_inform_is_logged_and_acknowledged(self, snmptrapd: TrapLog) -> None:
        async with Notifier() as notifier:
            acknowledgement = await notifier.inform(target_at(snmptrapd), f"{ENTERPRISE}.0.103", uptime=1)
        assert acknowledgement.tries == 1
        snmptrapd.wait_for(f"{ENTERPRISE}.0.103")

    async def test_an_inform_over_ipv6_is_acknowledged(self, snmptrapd: TrapLog) -> None:
        async with Notifier() as notifier:
            assert (await notifier.inform(Target(*snmptrapd.peer_v6), f"{ENTERPRISE}.0.104")).tries == 1

    @pytest.mark.parametrize(("generic", "name"), list(enumerate(GENERIC_TRAPS)), ids=GENERIC_TRAPS)
    async def test_a_v1_generic_trap_has_its_number(self, snmptrapd: TrapLog, generic: int, name: str) -> None:
        """RFC 3584 §3.2 (1), (3), (4)."""
        del name
        binding = VarBind.of(f"1.3.6.1.4.1.99999.1.{generic}", Value.integer(generic))
        async with Notifier() as notifier:
            await notifier.trap(
                target_at(snmptrapd, "1"),
                f"{SNMP_TRAPS}.{generic + 1}",
                [binding],
                uptime=4200,
                agent_address="192.0.2.77",
            )
        line = snmptrapd.wait_for("v1|", f"{binding.oid} = INTEGER: {generic}")
        assert line.split("|")[:5] == ["v1", f".{SNMP_TRAPS}", str(generic), "0", "192.0.2.77"]

    async def test_a_v1_specific_trap_has_enterprise_and_number(self, snmptrapd: TrapLog) -> None:
        async with Notifier() as notifier:
            await notifier.trap(target_at(snmptrapd, "1"), f"{ENTERPRISE}.0.117", uptime=4200)
        line = snmptrapd.wait_for("v1|", "|.117|")
        assert line.split("|")[:6] == ["v1", f".{ENTERPRISE}", "6", ".117", "127.0.0.1", "4200"]

    def test_the_command_line_sends_them_too(self, snmptrapd: TrapLog, trishul: Trishul) -> None:
        peer = snmptrapd.peer
        binding = "1.3.6.1.4.1.99999.8.0", "s", "from the command line"
        assert trishul.run("trap", "send", peer, f"{ENTERPRISE}.0.120", *binding).returncode == 0
        assert 'STRING: "from the command line"' in snmptrapd.wait_for("v2|", f"{ENTERPRISE}.0.120")
        assert trishul.run("trap", "send", "--inform", peer, f"{ENTERPRISE}.0.121").returncode == 0
        snmptrapd.wait_for("v2|", f"{ENTERPRISE}.0.121")
        numbers = "--generic", "6", "--specific", "122", "--agent", "192.0.2.78"
        assert trishul.run("trap", "send", "-v1", *numbers, peer, ENTERPRISE).returncode == 0
        assert "|192.0.2.78|" in snmptrapd.wait_for("v1|", "|.122|")


def target_at(log: TrapLog, version: str = "2c") -> Target:
    return Target(log.peer.host, log.peer.port, community="public", version=version, timeout_s=2.0)


def typed_bindings() -> list[VarBind]:
    return [
        VarBind.of("1.3.6.1.4.1.99999.1.0", Value.integer(-5)),
        VarBind.of("1.3.6.1.4.1.99999.2.0", Value.gauge32(2**32 - 1)),
        VarBind.of("1.3.6.1.4.1.99999.3.0", Value.counter32(2**32 - 1)),
        VarBind.of("1.3.6.1.4.1.99999.4.0", Value.counter64(2**64 - 1)),
        VarBind.of("1.3.6.1.4.1.99999.5.0", Value.time_ticks(2**32 - 1)),
        VarBind.of("1.3.6.1.4.1.99999.6.0", Value.ip_address("192.0.2.1")),
        VarBind.of("1.3.6.1.4.1.99999.7.0", Value.object_identifier("1.3.6.1.4.1.9.2147483648")),
    ]
