"""net-snmp's tools read what our agent says of itself: statistics that grow with the faults that they provoke."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.conftest import FindTool

USER = ("-v3", "-u", "bert", "-l", "authNoPriv", "-a", "SHA-256")
BERT = (*USER, "-A", "maplesyrup")
SYS_NAME = "1.3.6.1.2.1.1.5.0"


@pytest.fixture
def simulated(tmp_path: Path) -> Iterator[str]:
    """The demo switch with one user, in a process of its own."""
    (tmp_path / "users.conf").write_text("createUser bert SHA-256 maplesyrup\n")
    command = [sys.executable, "-m", "trishul.cli.main", "simulate", "--listen", "127.0.0.1:0", "--demo"]
    command += ["--users", str(tmp_path / "users.conf")]
    environment = os.environ | {"TRISHUL_DATA_DIR": str(tmp_path / "data")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if line.startswith("Listening on "))
        yield said.split()[-1]
        process.send_signal(signal.SIGINT)


def ask(command_name: str, address: str, asker: tuple[str, ...], *asked: str, timeout_s: str = "20") -> str:
    command = [command_name, "-On", "-Oe", "-t", timeout_s, "-r", "0", *asker, address, *asked]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def numbers(walk: str, address: str, subtree: str) -> dict[str, int]:
    """The numbers below a subtree, by what follows it."""
    lines = ask(walk, address, BERT, subtree).splitlines()
    found = (re.fullmatch(rf"\.{re.escape(subtree)}\.(\S+) = \w+: (\d+)", line) for line in lines)
    return {match[1]: int(match[2]) for match in found if match is not None}


def test_each_fault_of_security_is_counted_once(tool: FindTool, simulated: str) -> None:
    walk, get = tool("snmpwalk"), tool("snmpget")
    usm_stats = "1.3.6.1.6.3.15.1.1"
    before = numbers(walk, simulated, usm_stats)
    ask(get, simulated, (*USER, "-A", "a wrong password"), SYS_NAME)
    ask(get, simulated, ("-v3", "-u", "nobody", "-l", "noAuthNoPriv"), SYS_NAME)
    ask(get, simulated, (*BERT[:4], "authPriv", *BERT[5:], "-x", "AES", "-X", "some password"), SYS_NAME)
    ask(get, simulated, (*BERT, "-e", "0x8000000001020304"), SYS_NAME, timeout_s="0.5")
    after = numbers(walk, simulated, usm_stats)
    assert len(before) == 6
    assert {column: after[column] - before[column] for column in ("1.0", "3.0", "5.0")} == {
        "1.0": 1,
        "3.0": 1,
        "5.0": 1,
    }
    assert after["4.0"] > before["4.0"]


def test_unknown_contexts_and_communities_are_counted(tool: FindTool, simulated: str) -> None:
    walk, get = tool("snmpwalk"), tool("snmpget")
    assert "Bad context" in ask(get, simulated, (*BERT, "-n", "nowhere"), SYS_NAME)
    ask(get, simulated, ("-v2c", "-c", "guess"), SYS_NAME, timeout_s="0.5")
    assert numbers(walk, simulated, "1.3.6.1.6.3.12.1") == {"4.0": 0, "5.0": 1}
    group = numbers(walk, simulated, "1.3.6.1.2.1.11")
    assert group["4.0"] == 1
    assert group["1.0"] > 5


def test_the_engine_tells_its_identity_and_users_without_keys(tool: FindTool, simulated: str) -> None:
    walk = tool("snmpwalk")
    engine = ask(walk, simulated, BERT, "1.3.6.1.6.3.10.2.1")
    assert ".1.3.6.1.6.3.10.2.1.2.0 = INTEGER: 1\n" in engine
    users = ask(walk, simulated, BERT, "1.3.6.1.6.3.15.1.2.2.1")
    assert '"bert"' in users
    assert "maplesyrup" not in users
