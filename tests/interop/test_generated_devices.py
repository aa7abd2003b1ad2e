"""Devices made from modules are judged by libsmi and read by net-snmp: every value, every index, every table.

The modules are vendors' ones from the corpus in ../shared and the standard ones. The ordinary run takes a few of them;
TRISHUL_FULL_CORPORA=1 takes more than eighty.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.interop.smidump_rules import SmidumpRules, judge, read_walk
from tests.mibs.corpora import files_of
from tests.standard_library import give_library

STANDARD = ("IF-MIB", "IP-MIB", "ENTITY-MIB", "BRIDGE-MIB", "SNMPv2-MIB")
VENDORS = (
    "HUAWEI-CPU-MIB",
    "CIENA-CES-TIME-SYNC-MIB",
    "GEIST-MIB-V3",
    "HP-VLAN",
    "MERU-TOPOLOGY-MIB",
    "CISCO-STACKWISE-MIB",
)
NOT_FINISHED_BY_SMIDUMP = {"PACKETLOGIC-OVERVIEW-MIB"}
SHARE = 45
READY_WITHIN_S = 120.0
WALK = ("-v2c", "-c", "public", "-m", "", "-On", "-Oe", "-Ox", "-Cr60")


class Served:
    """The modules that are served, their texts, and where."""

    def __init__(self, modules: list[str], data_dir: Path, port: int) -> None:
        self.modules, self.data_dir, self.port = modules, data_dir, port

    @property
    def texts(self) -> Path:
        """The folder of the modules' texts and of those that they import."""
        return self.data_dir / "mibs"

    def ask(self, tool: str, *words: str) -> str:
        """What one of net-snmp's tools prints."""
        done = subprocess.run([tool, *words], capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> Iterator[Served]:
    """One device of all modules, made by the command line."""
    data_dir = give_library(tmp_path_factory.mktemp("generated")).data_dir
    modules = _copy_modules(dict(files_of(shared_dir / "mibs/librenms.tar.xz")), data_dir / "mibs")
    words = [word for module in modules for word in ("--mib", module)]
    listening = ("--listen", "127.0.0.1:0", "--data-dir", str(data_dir))
    command = [sys.executable, "-m", "trishul.cli.main", "simulate", *words, "--seed", "7", *listening]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        yield Served(modules, data_dir, _port_of(process))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _copy_modules(texts: dict[str, bytes], folder: Path) -> list[str]:
    """The modules that are served; their texts and those of what they import are written."""
    chosen = [name for name in (*VENDORS, *STANDARD) if name in texts]
    if os.environ.get("TRISHUL_FULL_CORPORA") == "1":
        chosen = [
            name
            for name in dict.fromkeys((*chosen, *sorted(texts)[7::SHARE]))
            if re.search(rb"ACCESS\s+read", texts[name]) and name not in NOT_FINISHED_BY_SMIDUMP
        ]
    folder.mkdir()
    waiting = list(chosen)
    while waiting:
        name = waiting.pop()
        if name in texts and not (folder / name).exists():
            (folder / name).write_bytes(texts[name])
            waiting += re.findall(r"\bFROM\s+([A-Za-z0-9-]+)", texts[name].decode("latin-1"))
    return chosen


def _port_of(process: subprocess.Popen[str]) -> int:
    assert process.stderr is not None
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        line = process.stderr.readline()
        if not line:
            break
        if line.startswith("Listening on"):
            return int(line.rpartition(":")[2])
    pytest.fail("the device was not served in time")


def test_every_value_and_every_index_is_legal_by_libsmi(served: Served, tool: Callable[[str], str]) -> None:
    walk = served.ask(tool("snmpbulkwalk"), *WALK, f"127.0.0.1:{served.port}", ".1")
    rules = SmidumpRules(tool("smidump"), served.texts)
    told = [module for module in served.modules if rules.read(module)]
    counts, problems = judge(rules, read_walk(walk))
    print(len(told), dict(counts))
    assert problems == []
    assert len(told) >= len(served.modules) - 2
    assert counts["judged"] > 20 * counts["not told"]
    assert counts["judged"] > 1_000


@pytest.mark.parametrize("table", ["IF-MIB::ifTable", "IF-MIB::ifXTable", "ENTITY-MIB::entPhysicalTable"])
def test_snmptable_prints_the_tables(served: Served, tool: Callable[[str], str], table: str, tmp_path: Path) -> None:
    for module in served.texts.iterdir():
        if module.name in _NEEDED:
            shutil.copy(module, tmp_path)
    options = ("-v2c", "-c", "public", "-M", str(tmp_path), "-m", "ALL", "-Cf", ";", f"127.0.0.1:{served.port}")
    printed = served.ask(tool("snmptable"), *options, table)
    lines = printed.strip().splitlines()
    assert lines[0].endswith(table)
    rows = lines[2:]
    assert len(rows) > 3
    assert {row.count(";") for row in rows} == {rows[0].count(";")}
    assert "?" not in "".join(row.split(";")[0] for row in rows)


_NEEDED = {
    "IF-MIB",
    "ENTITY-MIB",
    "SNMPv2-SMI",
    "SNMPv2-TC",
    "SNMPv2-CONF",
    "SNMPv2-MIB",
    "IANAifType-MIB",
    "SNMP-FRAMEWORK-MIB",
    "UUID-TC-MIB",
    "IANA-ENTITY-MIB",
}
