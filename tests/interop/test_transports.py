"""Over tcp:, tcp6: and udp6: net-snmp's tools and daemons meet ours, in every role and both ways, v2c and v3."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.interop.conftest import (
    SNMPD_CONFIGURATION,
    SNMPTRAPD_CONFIGURATION,
    FindTool,
    Peer,
    TrapLog,
    running,
    snmpd_command,
    wait_for_answer,
    wait_until,
)
from tests.interop.security import create_user_lines, credentials, tool_options, user_name
from tests.ports import free_port
from trishul.datatypes import Oid, Value
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.simulation.device import Device
from trishul.snmp import Agent, LocalEngine, Manager, Notifier, Receiver, Target

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp, Trishul

SHA, AES = AuthProtocol.SHA256, PrivProtocol.AES128
SYS_NAME = "1.3.6.1.2.1.1.5.0"
ROWS = "1.3.6.1.2.1.2.2.1.2"
COLD_START = "1.3.6.1.6.3.1.1.5.1"
ENGINE_ID = bytes.fromhex("80001f8804747269736875")
V2C = ["-v2c", "-cpublic"]
V3 = tool_options(SHA, AES)
HOSTS = {"udp": "127.0.0.1", "udp6": "::1", "tcp": "127.0.0.1", "tcp6": "::1"}
OVER = list(HOSTS)
BOTH_VERSIONS = pytest.mark.parametrize("options", [V2C, V3], ids=["v2c", "v3"])
EVERY_TRANSPORT = pytest.mark.parametrize("over", OVER)


def written(over: str, port: int) -> str:
    """An address as net-snmp writes it."""
    host = HOSTS[over]
    return f"{over}:[{host}]:{port}" if ":" in host else f"{over}:{host}:{port}"


def target(over: str, port: int, options: list[str]) -> Target:
    """The same for us."""
    transport: Literal["udp", "tcp"] = "tcp" if over.startswith("tcp") else "udp"
    if options is V2C:
        return Target(HOSTS[over], port, transport=transport, timeout_s=5)
    return Target(HOSTS[over], port, transport=transport, timeout_s=5, version="3", user=credentials(SHA, AES))


async def tool_lines(netsnmp: NetSnmp, tool: str, *arguments: str) -> list[str]:
    """Runs a tool beside the event loop that answers it."""
    return await asyncio.to_thread(netsnmp.lines, tool, *arguments)


def our_device() -> Device:
    rows = {Oid(ROWS).child(row): Value.octet_string(f"port {row}" + "y" * 90) for row in range(1, 200)}
    last = {Oid("1.3.6.1.2.1.99.1.0"): Value.integer(1)}
    return Device.from_instances({Oid(SYS_NAME): Value.octet_string("switch-1"), **rows, **last})


def our_agent(over: str, started_at: float) -> Agent:
    engine = LocalEngine(ENGINE_ID, [credentials(SHA, AES)], {b"": our_device()}, boots=1, started_at=started_at)
    return Agent({"public": our_device()}, host=HOSTS[over], transports=("udp", "tcp"), engines={ENGINE_ID: engine})


@pytest.fixture(scope="module")
def snmpd_port(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A port on which snmpd answers over every transport."""
    folder, port = tmp_path_factory.mktemp("snmpd over all"), free_port()
    configuration = folder / "interop.conf"
    configuration.write_text(SNMPD_CONFIGURATION + create_user_lines() + f"rouser {user_name(SHA, AES)}\n")
    addresses = [written(over, port) for over in OVER]
    command = snmpd_command(tool, configuration, *addresses)
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpget", *V2C, Peer("127.0.0.1", port), SYS_NAME)
        yield port


@pytest.fixture(scope="module")
def trapd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrapLog]:
    """snmptrapd over every transport; it knows our user at our engine and at its own."""
    folder, port = tmp_path_factory.mktemp("snmptrapd over all"), free_port()
    users = create_user_lines() + create_user_lines(engine_id=f"0x{ENGINE_ID.hex()}")
    configuration = folder / "interop.conf"
    configuration.write_text(SNMPTRAPD_CONFIGURATION + users)
    log = TrapLog(Peer("127.0.0.1", port), Peer("::1", port), folder / "traps.log")
    addresses = [written(over, port) for over in OVER]
    command = [tool("snmptrapd"), "-f", "-C", "-c", str(configuration), "-On", "-Lf", str(log.path), *addresses]
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpinform", "-v2c", "-cready", log.peer, "0", COLD_START)
        yield log


@EVERY_TRANSPORT
@BOTH_VERSIONS
async def test_net_snmp_asks_our_agent(netsnmp: NetSnmp, over: str, options: list[str]) -> None:
    async with our_agent(over, asyncio.get_running_loop().time()) as agent:
        asked = [*options, "-On", written(over, agent.address[1])]
        assert await tool_lines(netsnmp, "snmpget", *asked, SYS_NAME) == [f'.{SYS_NAME} = STRING: "switch-1"']
        assert len(await tool_lines(netsnmp, "snmpbulkwalk", "-Cr50", *asked, ROWS)) == 199
        assert len(await tool_lines(netsnmp, "snmpwalk", *asked, ROWS)) == 199
        assert agent.accepted_connections == (3 if over.startswith("tcp") else 0)


@EVERY_TRANSPORT
@BOTH_VERSIONS
async def test_we_ask_snmpd(netsnmp: NetSnmp, snmpd_port: int, over: str, options: list[str]) -> None:
    peer = target(over, snmpd_port, options)
    async with Manager() as manager:
        (name,) = await manager.get(peer, SYS_NAME)
        assert name.value.native == b"interop"
        rows = [str(row.oid) async for row in manager.walk(peer, "1.3.6.1.2.1.1")]
    asked = await tool_lines(netsnmp, "snmpwalk", *options, "-On", written(over, snmpd_port), "1.3.6.1.2.1.1")
    assert rows == [line.split(" ")[0].removeprefix(".") for line in asked if line.startswith(".")]


@EVERY_TRANSPORT
@BOTH_VERSIONS
async def test_net_snmp_notifies_us(netsnmp: NetSnmp, over: str, options: list[str]) -> None:
    started_at = asyncio.get_running_loop().time()
    engine = LocalEngine(ENGINE_ID, [], {}, boots=1, started_at=started_at)
    receiver = Receiver(HOSTS[over], 0, transports=("udp", "tcp"), users=[credentials(SHA, AES)], engine=engine)
    async with receiver:
        where = written(over, receiver.address[1])
        own = ["-e", "0x80001f88041234567890"] if options is V3 else []
        await tool_lines(netsnmp, "snmptrap", *options, *own, where, "42", COLD_START)
        await tool_lines(netsnmp, "snmpinform", *options, where, "42", COLD_START)
        assert [(await anext(receiver)).kind for _ in range(2)] == [0xA7, 0xA6]


@EVERY_TRANSPORT
@BOTH_VERSIONS
async def test_we_notify_snmptrapd(trapd: TrapLog, over: str, options: list[str]) -> None:
    peer = target(over, trapd.peer.port, options)
    own = LocalEngine(ENGINE_ID, [], {}, boots=1, started_at=asyncio.get_running_loop().time())
    specific = "1.3.6.1.4.1.99999.0." + str(OVER.index(over) * 2 + (options is V3) + 1)
    async with Notifier(engine=own) as notifier:
        await notifier.trap(peer, f"{specific}.1")
        assert (await notifier.inform(peer, f"{specific}.2")).tries == 1
    for kind in (1, 2):
        await asyncio.to_thread(trapd.wait_for, f".{specific}.{kind}")


@pytest.mark.parametrize("over", ["tcp", "tcp6"])
def test_the_command_line_speaks_tcp_both_ways(
    netsnmp: NetSnmp, trishul: Trishul, snmpd_port: int, over: str, tmp_path: Path
) -> None:
    done = trishul.run("get", "-On", written(over, snmpd_port), SYS_NAME)
    assert done.stdout.decode() == f'.{SYS_NAME} = STRING: "interop"\n'
    log = tmp_path / "stderr.log"
    log.touch()
    process = trishul.start("simulate", "--listen", written(over, 0), "--listen", "127.0.0.1:0", "--demo", err=log)
    with running(process):
        wait_until(lambda: log.read_text().count("Listening on") == 2, process, "trishul simulate")
        address = log.read_text().splitlines()[0].removeprefix("Listening on tcp:")
        assert netsnmp.lines("snmpget", *V2C, "-On", f"{over}:{address}", SYS_NAME)
    refused = trishul.run("get", "-r0", written(over, free_port()), SYS_NAME)
    assert b"connection refused" in refused.stderr
    assert refused.returncode != 0
