"""net-snmp's tools against our agent: SNMPv1 and v2c, IPv4 and IPv6, the exceptions and the error-statuses."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.snmp import Agent

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

SYS_DESCR = "1.3.6.1.2.1.1.1.0"
SYS_OBJECT_ID = "1.3.6.1.2.1.1.2.0"
SYS_NAME = "1.3.6.1.2.1.1.5.0"
IF_HC_IN_OCTETS = "1.3.6.1.2.1.31.1.1.1.6"
OWN = "1.3.6.1.4.1.99999"
LONG_TEXTS = 60

DEVICE = [
    VarBind.of(SYS_DESCR, Value.octet_string("A switch")),
    VarBind.of(SYS_OBJECT_ID, Value.object_identifier("1.3.6.1.4.1.9.1.2147483648")),
    VarBind.of(SYS_NAME, Value.octet_string("switch-1")),
    VarBind.of("1.3.6.1.2.1.2.2.1.6.1", Value.octet_string(bytes.fromhex("001b21ffee10"))),
    VarBind.of("1.3.6.1.2.1.2.2.1.10.1", Value.counter32(2**32 - 1)),
    VarBind.of("1.3.6.1.2.1.2.2.1.10.200", Value.counter32(128)),
    VarBind.of("1.3.6.1.2.1.2.2.1.10.16384", Value.counter32(0)),
    VarBind.of(f"{IF_HC_IN_OCTETS}.1", Value.counter64(2**64 - 1)),
    VarBind.of(f"{IF_HC_IN_OCTETS}.2", Value.counter64(0)),
    VarBind.of(f"{OWN}.1.0", Value.integer(-(2**31))),
    VarBind.of(f"{OWN}.2.0", Value.gauge32(2**32 - 1)),
    VarBind.of(f"{OWN}.3.0", Value.time_ticks(2**32 - 1)),
    VarBind.of(f"{OWN}.4.0", Value.ip_address("192.0.2.1")),
    VarBind.of(f"{OWN}.5.0", Value.opaque_float(0.5)),
    VarBind.of(f"{OWN}.6.0", Value.opaque_double(-0.5)),
    VarBind.of(f"{OWN}.7.0", Value.octet_string("")),
    VarBind.of(f"{OWN}.8.0", Value.octet_string('say "no" \\ yes')),
    VarBind.of(f"{OWN}.9.0", Value.octet_string("x" * 1000)),
    *(VarBind.of(f"{OWN}.10.{row}", Value.octet_string(f"{row:03}" + "y" * 97)) for row in range(1, LONG_TEXTS + 1)),
]

PRINTED = [
    f'.{SYS_DESCR} = STRING: "A switch"',
    f".{SYS_OBJECT_ID} = OID: .1.3.6.1.4.1.9.1.2147483648",
    f'.{SYS_NAME} = STRING: "switch-1"',
    ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 1B 21 FF EE 10 ",
    ".1.3.6.1.2.1.2.2.1.10.1 = Counter32: 4294967295",
    ".1.3.6.1.2.1.2.2.1.10.200 = Counter32: 128",
    ".1.3.6.1.2.1.2.2.1.10.16384 = Counter32: 0",
    f".{IF_HC_IN_OCTETS}.1 = Counter64: 18446744073709551615",
    f".{IF_HC_IN_OCTETS}.2 = Counter64: 0",
    f".{OWN}.1.0 = INTEGER: -2147483648",
    f".{OWN}.2.0 = Gauge32: 4294967295",
    f".{OWN}.3.0 = Timeticks: (4294967295) 497 days, 2:27:52.95",
    f".{OWN}.4.0 = IpAddress: 192.0.2.1",
    f".{OWN}.5.0 = Opaque: Float: 0.500000",
    f".{OWN}.6.0 = Opaque: Float: -0.500000",
    f'.{OWN}.7.0 = ""',
    f'.{OWN}.8.0 = STRING: "say \\"no\\" \\\\ yes"',
    f'.{OWN}.9.0 = STRING: "{"x" * 1000}"',
    *(f'.{OWN}.10.{row} = STRING: "{row:03}{"y" * 97}"' for row in range(1, LONG_TEXTS + 1)),
]
WITHOUT_COUNTER64 = [line for line in PRINTED if "Counter64" not in line]
END = "No more variables left in this MIB View (It is past the end of the MIB tree)"


@contextmanager
def serving(host: str, *, max_message_size: int = 65507) -> Iterator[str]:
    """Runs our agent on an event loop of its own; gives its address as net-snmp's tools take it."""
    loop = asyncio.new_event_loop()
    table = ListTable(DEVICE)
    agent = Agent({"public": table, "other": ListTable(DEVICE[:1])}, host=host, max_message_size=max_message_size)
    loop.call_soon(agent.open)
    is_open = threading.Event()
    loop.call_soon(is_open.set)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        assert is_open.wait(10)
        port = agent.address[1]
        yield f"udp6:[{host}]:{port}" if ":" in host else f"udp:{host}:{port}"
    finally:
        loop.call_soon_threadsafe(agent.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture(scope="module", params=["127.0.0.1", "::1"], ids=["ipv4", "ipv6"])
def agent(request: pytest.FixtureRequest) -> Iterator[str]:
    with serving(request.param) as address:
        yield address


@pytest.fixture(scope="module")
def small_agent() -> Iterator[str]:
    """An agent that sends 484 octets at most, the least an agent must be able to (RFC 3417 §3.2)."""
    with serving("127.0.0.1", max_message_size=484) as address:
        yield address


class TestGet:
    @pytest.mark.parametrize("version", ["1", "2c"])
    def test_values_come_in_the_order_asked(self, netsnmp: NetSnmp, agent: str, version: str) -> None:
        lines = netsnmp.lines("snmpget", f"-v{version}", "-cpublic", "-On", agent, SYS_NAME, SYS_DESCR, SYS_OBJECT_ID)
        assert lines == [PRINTED[2], PRINTED[0], PRINTED[1]]

    def test_an_absent_instance_and_an_absent_object_are_told_apart(self, netsnmp: NetSnmp, agent: str) -> None:
        """RFC 3416 §4.2.1."""
        absent = "1.3.6.1.2.1.1.5.1", "1.3.6.1.2.1.99.1.0"
        assert netsnmp.lines("snmpget", "-v2c", "-cpublic", "-On", agent, SYS_NAME, *absent) == [
            PRINTED[2],
            f".{absent[0]} = No Such Instance currently exists at this OID",
            f".{absent[1]} = No Such Object available on this agent at this OID",
        ]

    def test_v1_names_the_faulty_binding_by_its_index(self, netsnmp: NetSnmp, agent: str) -> None:
        """RFC 1157 §4.1.2: noSuchName, with the index of the binding."""
        done = netsnmp.run("snmpget", "-v1", "-cpublic", "-On", "-Cf", agent, SYS_NAME, "1.3.6.1.2.1.1.5.1", SYS_DESCR)
        assert done.returncode == 2
        assert b"noSuchName" in done.stderr
        assert b"Failed object: .1.3.6.1.2.1.1.5.1" in done.stderr

    def test_v1_does_not_see_counter64(self, netsnmp: NetSnmp, agent: str) -> None:
        """RFC 3584 §4.2.2.1."""
        done = netsnmp.run("snmpget", "-v1", "-cpublic", "-On", "-Cf", agent, f"{IF_HC_IN_OCTETS}.1")
        assert b"noSuchName" in done.stderr

    def test_an_answer_beyond_the_message_size_is_too_big(self, netsnmp: NetSnmp, small_agent: str) -> None:
        """RFC 3416 §4.2.1: tooBig, and no bindings."""
        done = netsnmp.run("snmpget", "-v2c", "-cpublic", "-On", "-Cf", small_agent, f"{OWN}.9.0")
        assert b"(tooBig)" in done.stderr

    def test_another_community_is_another_device(self, netsnmp: NetSnmp, agent: str) -> None:
        assert netsnmp.lines("snmpwalk", "-v2c", "-cother", "-On", agent, "1.3.6.1.2.1") == [
            PRINTED[0],
            f".{SYS_DESCR} = {END}",
        ]

    def test_an_unknown_community_is_silence(self, netsnmp: NetSnmp, agent: str) -> None:
        """RFC 3584 §5.2: no answer, so that communities cannot be probed."""
        done = netsnmp.run("snmpget", "-v2c", "-cabsent", "-r0", "-t0.3", agent, SYS_NAME)
        assert done.returncode == 1
        assert done.stderr.startswith(b"Timeout")


class TestGetNext:
    @pytest.mark.parametrize("version", ["1", "2c"])
    def test_every_name_gets_its_successor(self, netsnmp: NetSnmp, agent: str, version: str) -> None:
        names = "1.3.6.1.2.1.1.1", SYS_DESCR, "1.3.6.1.2.1.2.2.1.10.1", "1.3.6.1.2.1.2.2.1.10.201"
        lines = netsnmp.lines("snmpgetnext", f"-v{version}", "-cpublic", "-On", agent, *names)
        assert lines == [PRINTED[0], PRINTED[1], PRINTED[5], PRINTED[6]]

    def test_the_end_is_end_of_mib_view_for_v2c(self, netsnmp: NetSnmp, agent: str) -> None:
        last = f"{OWN}.10.{LONG_TEXTS}"
        assert netsnmp.lines("snmpgetnext", "-v2c", "-cpublic", "-On", agent, last) == [f".{last} = {END}"]

    def test_the_end_is_no_such_name_for_v1(self, netsnmp: NetSnmp, agent: str) -> None:
        last = f"{OWN}.10.{LONG_TEXTS}"
        done = netsnmp.run("snmpgetnext", "-v1", "-cpublic", "-On", "-Cf", agent, SYS_NAME, last)
        assert f"Failed object: .{last}".encode() in done.stderr

    def test_v1_steps_over_counter64(self, netsnmp: NetSnmp, agent: str) -> None:
        """RFC 3584 §4.2.2.1."""
        assert netsnmp.lines("snmpgetnext", "-v1", "-cpublic", "-On", agent, IF_HC_IN_OCTETS) == [PRINTED[9]]


class TestGetBulk:
    def test_non_repeaters_once_and_repeaters_in_rows(self, netsnmp: NetSnmp, agent: str) -> None:
        """RFC 3416 §4.2.3."""
        names = "1.3.6.1.2.1.1.1", "1.3.6.1.2.1.2.2.1.10", IF_HC_IN_OCTETS
        lines = netsnmp.lines("snmpbulkget", "-v2c", "-cpublic", "-On", "-Cn1", "-Cr2", agent, *names)
        assert lines == [PRINTED[0], PRINTED[4], PRINTED[7], PRINTED[5], PRINTED[8]]

    def test_it_ends_with_end_of_mib_view(self, netsnmp: NetSnmp, agent: str) -> None:
        before_last, last = f"{OWN}.10.{LONG_TEXTS - 1}", f"{OWN}.10.{LONG_TEXTS}"
        lines = netsnmp.lines("snmpbulkget", "-v2c", "-cpublic", "-On", "-Cr5", agent, before_last)
        assert lines[0] == PRINTED[-1]
        assert set(lines[1:]) == {f".{last} = {END}"}

    def test_it_sends_as_many_whole_bindings_as_a_message_holds(self, netsnmp: NetSnmp, small_agent: str) -> None:
        """RFC 3416 §4.2.3: fewer bindings instead of tooBig."""
        lines = netsnmp.lines("snmpbulkget", "-v2c", "-cpublic", "-On", "-Cr50", small_agent, f"{OWN}.10")
        assert lines == PRINTED[-LONG_TEXTS : -LONG_TEXTS + len(lines)]
        assert 3 <= len(lines) <= 4, "bindings of about 120 octets in a message of 484"


class TestWalk:
    def test_snmpwalk_sees_everything_but_counter64_with_v1(self, netsnmp: NetSnmp, agent: str) -> None:
        done = netsnmp.run("snmpwalk", "-v1", "-cpublic", "-On", agent, ".1")
        assert done.stdout.decode().splitlines()[: len(WITHOUT_COUNTER64)] == WITHOUT_COUNTER64

    @pytest.mark.parametrize("walker", ["snmpwalk", "snmpbulkwalk"])
    def test_v2c_sees_everything_in_order(self, netsnmp: NetSnmp, agent: str, walker: str) -> None:
        *lines, end = netsnmp.lines(walker, "-v2c", "-cpublic", "-On", agent, ".1")
        assert lines == PRINTED
        assert end.endswith(END)

    def test_snmpbulkwalk_works_through_small_messages(self, netsnmp: NetSnmp, small_agent: str) -> None:
        *lines, end = netsnmp.lines("snmpbulkwalk", "-v2c", "-cpublic", "-On", "-Cr50", small_agent, f"{OWN}.10")
        assert lines == PRINTED[-LONG_TEXTS:]
        assert end.endswith(END)

    def test_a_subtree_ends_where_the_next_begins(self, netsnmp: NetSnmp, agent: str) -> None:
        lines = netsnmp.lines("snmpbulkwalk", "-v2c", "-cpublic", "-On", agent, "1.3.6.1.2.1.2.2.1.10")
        assert lines == PRINTED[4:7]


class TestSet:
    def test_v2c_is_told_not_writable(self, netsnmp: NetSnmp, agent: str) -> None:
        """RFC 3416 §4.2.5."""
        done = netsnmp.run("snmpset", "-v2c", "-cpublic", "-On", agent, SYS_NAME, "s", "other")
        assert done.returncode == 2
        assert b"notWritable" in done.stderr
        assert f"Failed object: .{SYS_NAME}".encode() in done.stderr

    def test_v1_is_told_no_such_name(self, netsnmp: NetSnmp, agent: str) -> None:
        """RFC 1157 §4.1.5, RFC 3584 §4.4."""
        done = netsnmp.run("snmpset", "-v1", "-cpublic", "-On", agent, SYS_NAME, "s", "other")
        assert b"noSuchName" in done.stderr
        assert netsnmp.lines("snmpget", "-v1", "-cpublic", "-On", agent, SYS_NAME) == [PRINTED[2]]
