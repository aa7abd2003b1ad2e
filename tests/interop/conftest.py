"""Real peers: net-snmp's tools and daemons on free loopback ports, each with a configuration and a folder of its own.

Nothing of the host's net-snmp configuration is read, nothing is written outside pytest's folders. Daemons count as
ready when they answered. Without net-snmp these tests are skipped by name.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

from tests.contract.forked import Forked, ForkedCommand, run_forked
from tests.interop.security import (
    PAIRS,
    REBOOTED_ENGINE_ID,
    REBOOTED_USER,
    SENDING_ENGINE_ID,
    create_user_lines,
    user_name,
)
from tests.ports import free_port

FindTool: TypeAlias = Callable[[str], str]
Program: TypeAlias = subprocess.Popen[bytes] | Forked

READY_WITHIN_S = 60.0
"""Daemons that know many users compute their keys first, with whatever time others leave them."""
MOST_PATIENT_S = 6.4
STATELESS = "--noPersistentLoad=yes", "--noPersistentSave=yes"
"""For tools that run beside each other or are killed, neither of which their file of state survives."""
COLD_START, LINK_DOWN = "1.3.6.1.6.3.1.1.5.1", "1.3.6.1.6.3.1.1.5.3"
TOOL_TIMEOUT_S = 60.0

SNMPD_CONFIGURATION = """\
rocommunity public
rocommunity6 public
syslocation Rack 3, "left"
syscontact ops@example.net
sysname interop
override 1.3.6.1.4.1.8072.9999.9999.1.0 integer -5
override 1.3.6.1.4.1.8072.9999.9999.2.0 octet_str "plain text"
override 1.3.6.1.4.1.8072.9999.9999.3.0 octet_str 0x00FF10
override 1.3.6.1.4.1.8072.9999.9999.4.0 object_id 1.3.6.1.4.1.9.2.2147483648.4294967295
override 1.3.6.1.4.1.8072.9999.9999.5.0 counter 4294967295
override 1.3.6.1.4.1.8072.9999.9999.6.0 uinteger 3000000000
override 1.3.6.1.4.1.8072.9999.9999.7.0 octet_str ""
[snmp] sendMessageMaxSize 8000
"""

SNMPTRAPD_CONFIGURATION = """\
disableAuthorization yes
format1 v1|%N|%w|%q|%a|%T|%#v\\n
format2 v2|%b|%#v\\n
"""
"""v1: enterprise, generic, .specific, agent address, sysUpTime, bindings; v2c: sender, bindings. A comma stands before
each binding."""


class Peer(NamedTuple):
    """Where a daemon listens, as net-snmp's tools and as Python write it."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"udp6:[{self.host}]:{self.port}" if ":" in self.host else f"udp:{self.host}:{self.port}"


@dataclass(frozen=True)
class NetSnmp:
    """Runs net-snmp's tools without MIBs and without the host's configuration."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Environment of every tool and daemon."""
        folder = str(self.folder)
        own = {"SNMP_PERSISTENT_DIR": folder, "SNMPCONFPATH": folder, "MIBS": "", "MIBDIRS": folder, "LC_ALL": "C"}
        return os.environ | own

    def run(self, tool: str, *arguments: str | Peer) -> subprocess.CompletedProcess[bytes]:
        """Runs one tool to its end, whatever its exit code."""
        command = [tool, *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, check=False, timeout=TOOL_TIMEOUT_S)

    def lines(self, tool: str, *arguments: str | Peer) -> list[str]:
        """Output lines of a tool that must succeed silently."""
        done = self.run(tool, *arguments)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stderr == b"", done.stderr.decode()
        return done.stdout.decode("latin-1").splitlines()


@dataclass
class TrapLog:
    """A running snmptrapd and what it logged."""

    peer: Peer
    peer_v6: Peer
    path: Path

    def wait_for(self, *parts: str) -> str:
        """The first line that holds all parts."""
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            for line in self.path.read_text("latin-1").splitlines():
                if all(part in line for part in parts):
                    return line
            time.sleep(0.02)
        raise AssertionError(f"no line with {parts} in:\n{self.path.read_text('latin-1')}")


def has_ipv6() -> bool:
    """True when ::1 can be bound."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


class NotReady(AssertionError):
    """A daemon runs and does not do what it should."""


def wait_until(is_ready: Callable[[], bool], process: Program, what: str, within_s: float = READY_WITHIN_S) -> None:
    """Asks until the answer is yes; fails at once when the process ended. Raises NotReady."""
    deadline = time.monotonic() + within_s
    while not is_ready():
        if process.poll() is not None:
            raise AssertionError(f"{what} ended with {process.returncode}")
        if time.monotonic() > deadline:
            raise NotReady(f"{what} is not ready after {within_s} s")
        time.sleep(0.02)


def wait_for_answer(
    netsnmp: NetSnmp,
    process: subprocess.Popen[bytes],
    tool: str,
    *arguments: str | Peer,
    within_s: float = READY_WITHIN_S,
) -> None:
    """Asks a starting daemon with a tool, each time more patiently, until it answered. Raises NotReady.

    How long an answer takes is up to the machine: somebody who always waits as short never gets one on a busy machine.
    """
    patience_s = (min(0.2 * 2**attempt, MOST_PATIENT_S) for attempt in count())
    said = [b""]

    def is_answering() -> bool:
        done = netsnmp.run(tool, "-r0", f"-t{next(patience_s)}", *arguments)
        said[0] = done.stdout + done.stderr
        return done.returncode == 0

    name = Path(str(process.args[0])).name  # type: ignore[index]  # always started by a list of arguments
    try:
        wait_until(is_answering, process, name, within_s)
    except NotReady as error:
        raise NotReady(f"{error}; {tool} said: {said[0].decode(errors='replace')}") from None


@contextmanager
def running(process: Program) -> Iterator[Program]:
    """Ends the process when the block ends, gently first."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=5)


@pytest.fixture(scope="session")
def netsnmp(tool: FindTool, tmp_path_factory: pytest.TempPathFactory) -> NetSnmp:
    """net-snmp's tools, or a skip."""
    for name in (
        "snmpget",
        "snmpgetnext",
        "snmpbulkget",
        "snmpwalk",
        "snmpbulkwalk",
        "snmpset",
        "snmptrap",
        "snmpinform",
    ):
        tool(name)
    folder = tmp_path_factory.mktemp("netsnmp")
    (folder / "cert_indexes").mkdir()
    return NetSnmp(folder)


def snmpd_command(tool: FindTool, configuration: Path, *addresses: str | Peer) -> list[str]:
    """An agent with this configuration alone. Without SMUX, as Debian runs it: that port is one for all, and blocks."""
    options = "-f", "-LE", "3", "-I", "-smux", "-C", "-c", str(configuration), "-r"
    return [tool("snmpd"), *options, *map(str, addresses)]


@pytest.fixture(scope="session")
def snmpd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    """A running snmpd with the community `public`."""
    folder = tmp_path_factory.mktemp("snmpd")
    configuration = folder / "interop.conf"
    configuration.write_text(SNMPD_CONFIGURATION)
    peer = Peer("127.0.0.1", free_port())
    command = snmpd_command(tool, configuration, peer)
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpget", "-v2c", "-cpublic", peer, "1.3.6.1.2.1.1.5.0")
        yield peer


@pytest.fixture(scope="session")
def snmptrapd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrapLog]:
    """A running snmptrapd that logs numerically, one line a notification."""
    folder = tmp_path_factory.mktemp("snmptrapd")
    configuration = folder / "interop.conf"
    configuration.write_text(SNMPTRAPD_CONFIGURATION)
    port = free_port()
    log = TrapLog(Peer("127.0.0.1", port), Peer("::1", port), folder / "traps.log")
    addresses = [str(log.peer), *([str(log.peer_v6)] if has_ipv6() else [])]
    command = [tool("snmptrapd"), "-f", "-C", "-c", str(configuration), "-On", "-Lf", str(log.path), *addresses]
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpinform", "-v2c", "-cready", log.peer, "0", COLD_START)
        yield log


@pytest.fixture(scope="module")
def secure_snmptrapd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrapLog]:
    """A running snmptrapd that knows all SNMPv3 users, at itself and at `SENDING_ENGINE_ID`.

    One for each file: every file sends as that engine, with its own clock, and snmptrapd refuses one that goes back.
    """
    folder = tmp_path_factory.mktemp("snmptrapd-v3")
    configuration = folder / "users.conf"
    names = [user_name(auth, priv) for auth, priv in PAIRS]
    configuration.write_text(
        create_user_lines()
        + create_user_lines(engine_id=f"0x{SENDING_ENGINE_ID.hex()}")
        + create_user_lines(engine_id=f"0x{REBOOTED_ENGINE_ID.hex()}", pairs=[REBOOTED_USER])
        + "\n".join(f"authUser log {name} {'noauth' if name == 'user' else 'auth'}" for name in names)
        + "\nformat2 %#v\\n\n"
    )
    peer = Peer("127.0.0.1", free_port())
    log = TrapLog(peer, peer, folder / "traps.log")
    command = [tool("snmptrapd"), "-f", "-C", "-c", str(configuration), "-On", "-Lf", str(log.path), str(peer)]
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpinform", "-v3", "-uuser", "-lnoAuthNoPriv", peer, "0", LINK_DOWN)
        yield log


@dataclass(frozen=True)
class Trishul:
    """The command line as a process: `command` for a program, `run` and `start` in a fork that has imported it."""

    environment: dict[str, str]

    def command(self, *arguments: str | Peer) -> list[str]:
        """The argument vector."""
        return [sys.executable, "-m", "trishul.cli.main", *map(str, arguments)]

    def run(self, *arguments: str | Peer) -> subprocess.CompletedProcess[bytes]:
        """Runs one command to its end, whatever its exit code."""
        return run_forked([*map(str, arguments)], self.environment, TOOL_TIMEOUT_S)

    def start(self, *arguments: str | Path, err: Path, out: Path = Path(os.devnull)) -> Forked:
        """Starts one command, which writes into these files."""
        return ForkedCommand([*map(str, arguments)], self.environment, out, err)


@pytest.fixture(scope="session")
def trishul(tmp_path_factory: pytest.TempPathFactory) -> Trishul:
    """The command line, with no setting of this shell, and without a MIB index: numeric."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("TRISHUL_")}
    return Trishul(own | {"TRISHUL_DATA_DIR": str(tmp_path_factory.mktemp("no index"))})


@dataclass
class Simulation:
    """A running `trishul simulate`: where it listens, and everything it said on stderr so far."""

    peer: Peer
    process: Forked
    log: Path

    @property
    def findings(self) -> list[tuple[str, int, str]]:
        """File name, line and code of every warning; needs `--warnings`."""
        found = re.findall(r"^(\S.*?):(\d+): (\w+): ", self.log.read_text(), re.MULTILINE)
        return [(Path(path).name, int(line), code) for path, line, code in found]

    def stop(self) -> tuple[int, str]:
        """Ends it as a supervisor would; its exit code and its last words."""
        self.process.terminate()
        return self.process.wait(timeout=10), self.log.read_text().splitlines()[-1]


Simulate: TypeAlias = Callable[..., AbstractContextManager[Simulation]]


@pytest.fixture(scope="session")
def simulate(trishul: Trishul, tmp_path_factory: pytest.TempPathFactory) -> Simulate:
    """Starts `trishul simulate` with the given arguments and waits until it says where it listens."""

    @contextmanager
    def start(*arguments: str | Path, listen: str = "127.0.0.1:0") -> Iterator[Simulation]:
        log = tmp_path_factory.mktemp("simulate") / "stderr.log"
        log.touch()
        process = trishul.start("simulate", "--listen", listen, "--warnings", *arguments, err=log)
        with running(process):
            ready = re.compile(r"^Listening on \[?(.+?)\]?:(\d+)$", re.MULTILINE)
            wait_until(lambda: ready.search(log.read_text()) is not None, process, "trishul simulate")
            host, port = ready.findall(log.read_text())[0]
            yield Simulation(Peer(host, int(port)), process, log)

    return start
