"""Names and OIDs are those that net-snmp's snmptranslate knows, in modules that everybody uses and in vendors' ones.

Both compilers read the same texts from ../shared/mibs. Accepted differences are listed with their reasons.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mibs.test_corpora import files_of
from trishul.smi.compiling import compile_modules
from trishul.smi.model import CompiledSet
from trishul.smi.source import decode_source

STANDARD = ("IF-MIB", "IP-MIB", "ENTITY-MIB", "HOST-RESOURCES-MIB", "SNMPv2-MIB", "BGP4-MIB")
VENDOR_SHARE = 20
"""Every n-th module of the corpus is compared beside the standard ones."""

ACCEPTED: dict[str, str] = {}
"""Names whose OIDs differ on purpose, with the reason."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> Path:
    """All texts of the corpus as files, as net-snmp wants them."""
    folder = tmp_path_factory.mktemp("mibs")
    for name, data in files_of(shared_dir / "mibs/librenms.tar.xz"):
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def names(folder: Path) -> list[str]:
    return sorted({*STANDARD, *sorted(path.name for path in folder.iterdir())[::VENDOR_SHARE]})


@pytest.fixture(scope="module")
def compiled(folder: Path, names: list[str]) -> CompiledSet:
    """The modules and all they import from."""
    sources = {}
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name not in sources and (folder / name).exists():
            sources[name] = decode_source(name, (folder / name).read_bytes())
            wanted += {one.module for one in compile_modules([sources[name]]).modules[name].imports}
    return compile_modules(sources.values())


def test_oids_are_those_of_snmptranslate(
    tool: Callable[[str], str], folder: Path, names: list[str], compiled: CompiledSet
) -> None:
    theirs = oids_of_net_snmp(tool("snmptranslate"), folder, names)
    nodes = [(name, node) for name in names for node in compiled.modules[name].nodes if node.name in theirs]
    differing = [
        (name, node.name, str(node.oid), sorted(theirs[node.name]))
        for name, node in nodes
        if str(node.oid) not in theirs[node.name] and f"{name}::{node.name}" not in ACCEPTED
    ]
    print(f"{len(nodes)} names of {len(names)} modules compared")
    assert differing == []
    assert len(nodes) > 1000


def oids_of_net_snmp(translate: str, folder: Path, names: list[str]) -> dict[str, set[str]]:
    """Name and OIDs of everything net-snmp knows when it loads some modules; a name may stand in several of them."""
    command = [translate, "-Pu", "-M", str(folder), "-m", ":".join(names), "-Tz"]
    listing = subprocess.run(command, capture_output=True, check=False, timeout=120).stdout.decode("latin-1")
    found: dict[str, set[str]] = {}
    for line in listing.splitlines():
        parts = line.replace('"', "").split()
        if len(parts) == len(("name", "oid")):
            found.setdefault(parts[0], set()).add(parts[1])
    return found
