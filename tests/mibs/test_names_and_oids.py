"""Names and OIDs are those that net-snmp's snmptranslate knows, in modules that everybody uses and in vendors' ones.

Both compilers read the same texts from ../shared/mibs. Differences that are meant stand in accepted_differences.toml.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.mibs.accepted import Accepted, Difference
from trishul.smi.model import CompiledSet


def test_oids_are_those_of_snmptranslate(
    tool: Callable[[str], str], folder: Path, names: list[str], compiled: CompiledSet
) -> None:
    theirs = oids_of_net_snmp(tool("snmptranslate"), folder, names)
    nodes = [(name, node) for name in names for node in compiled.modules[name].nodes if node.name in theirs]
    differing = [
        Difference(f"{name}::{node.name}", "oid", str(node.oid), " ".join(sorted(theirs[node.name])))
        for name, node in nodes
        if str(node.oid) not in theirs[node.name]
    ]
    print(f"{len(nodes)} names of {len(names)} modules compared")
    accepted = Accepted("snmptranslate")
    assert [one for one in differing if not accepted.is_accepted(one)] == []
    assert accepted.unneeded() == []
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
