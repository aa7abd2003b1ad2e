"""net-snmp's tools ask our agent by SNMPv3: every pair of protocols, every fault, contexts and large answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.interop.security import PAIRS, credentials, tool_options
from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.security.engine_id import EngineIdFormat, build_engine_id
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.time_window import LocalClock
from trishul.snmp import Agent

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

ENGINE_ID = build_engine_id(8072, EngineIdFormat.TEXT, "interop")
SYS_NAME = "1.3.6.1.2.1.1.5.0"
ROWS = "1.3.6.1.4.1.99999.1"
DEVICE = [
    VarBind.of(SYS_NAME, Value.octet_string("switch-1")),
    *(VarBind.of(f"{ROWS}.{row}", Value.octet_string(f"{row:03}" + "y" * 97)) for row in range(1, 101)),
    VarBind.of("1.3.6.1.4.1.99999.2.0", Value.octet_string("behind")),
]
PRINTED = [f'.{ROWS}.{row} = STRING: "{row:03}{"y" * 97}"' for row in range(1, 101)]
SHA, AES = AuthProtocol.SHA256, PrivProtocol.AES128


class Serving:
    """A running agent: its address as net-snmp's tools take it, and its engine."""

    def __init__(self, address: str, engine: LocalEngine, agent: Agent) -> None:
        self.address = address
        self.engine = engine
        self.agent = agent


@contextmanager
def serving() -> Iterator[Serving]:
    """Runs our agent with all users on an event loop of its own."""
    loop = asyncio.new_event_loop()
    table = ListTable(DEVICE)
    contexts = {b"": table, b"bridge": ListTable([VarBind.of(SYS_NAME, Value.octet_string("bridge-1"))])}
    users = [credentials(auth, priv).with_master_keys() for auth, priv in PAIRS]
    engine = LocalEngine(ENGINE_ID, users, contexts, boots=7, started_at=loop.time() - 1000)
    agent = Agent({"public": table}, engines={ENGINE_ID: engine})
    loop.call_soon(agent.open)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(5)
    try:
        yield Serving(f"udp:127.0.0.1:{agent.address[1]}", engine, agent)
    finally:
        loop.call_soon_threadsafe(agent.close)
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


@pytest.fixture(scope="module")
def served(netsnmp: NetSnmp) -> Iterator[Serving]:
    with serving() as found:
        yield found


@pytest.mark.parametrize(("auth", "priv"), PAIRS)
def test_every_pair_of_protocols_gets_bulk_answers(
    netsnmp: NetSnmp, served: Serving, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    options = *tool_options(auth, priv), "-On", served.address
    assert netsnmp.lines("snmpget", *options, SYS_NAME) == [f'.{SYS_NAME} = STRING: "switch-1"']
    assert netsnmp.lines("snmpbulkwalk", *options, ROWS) == PRINTED


def test_getnext_walks_the_whole_device(netsnmp: NetSnmp, served: Serving) -> None:
    assert netsnmp.lines("snmpwalk", *tool_options(SHA, AES), "-On", served.address, ROWS) == PRINTED


def test_contexts_are_devices_of_their_own(netsnmp: NetSnmp, served: Serving) -> None:
    options = *tool_options(SHA, AES), "-On", "-nbridge", served.address
    assert netsnmp.lines("snmpget", *options, SYS_NAME) == [f'.{SYS_NAME} = STRING: "bridge-1"']


def test_an_engine_id_that_is_known_needs_no_discovery(netsnmp: NetSnmp, served: Serving) -> None:
    options = *tool_options(SHA, AES), "-On", f"-e0x{ENGINE_ID.hex()}", served.address
    assert netsnmp.lines("snmpget", *options, SYS_NAME) == [f'.{SYS_NAME} = STRING: "switch-1"']


def test_set_is_refused_by_name(netsnmp: NetSnmp, served: Serving) -> None:
    done = netsnmp.run("snmpset", *tool_options(SHA, AES), served.address, SYS_NAME, "s", "x")
    assert b"notWritable" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-v3", "-ustranger", "-lnoAuthNoPriv"], "Unknown user name"),
        (["-v3", "-uuser", "-lauthNoPriv", "-aSHA", "-Amaplesyrup"], "Unsupported security level"),
        (["-v3", "-uuser-SHA-256", "-lauthNoPriv", "-aSHA-256", "-Awrong password"], "Authentication failure"),
        (["-v3", "-uuser-SHA-256", "-lauthNoPriv", "-aSHA-512", "-Amaplesyrup"], "Authentication failure"),
        (["-v3", "-uuser-SHA-256-AES", "-lnoAuthNoPriv"], "authorizationError"),
        (
            [*tool_options(SHA, AES), "-nnowhere"],
            "Bad context specified",
        ),
        (
            ["-v3", "-uuser-SHA-256-AES", "-lauthPriv", "-aSHA-256", "-Amaplesyrup", "-xAES", "-Xwrong password"],
            "Decryption error",
        ),
    ],
)
def test_every_fault_is_told_to_the_tool(netsnmp: NetSnmp, served: Serving, options: list[str], told: str) -> None:
    done = netsnmp.run("snmpget", "-r1", "-t1", *options, "-On", served.address, SYS_NAME)
    said = (done.stdout + done.stderr).decode()
    assert told in said


def test_a_tool_with_an_old_notion_of_boots_and_time_is_set_right(netsnmp: NetSnmp) -> None:
    """RFC 3414 §2.3: after a restart, and after the clock jumped."""
    with serving() as served:
        for boots, time in ((6, 1000), (7, 5), (7, 100000), (1, 1)):
            options = *tool_options(SHA, AES), "-On", f"-e0x{ENGINE_ID.hex()}", f"-Z{boots},{time}", served.address
            assert netsnmp.lines("snmpget", *options, SYS_NAME) == [f'.{SYS_NAME} = STRING: "switch-1"']
        served.engine.clock = LocalClock(8, asyncio.new_event_loop().time())
        options = *tool_options(SHA, AES), "-On", served.address
        assert netsnmp.lines("snmpget", *options, SYS_NAME) == [f'.{SYS_NAME} = STRING: "switch-1"']
