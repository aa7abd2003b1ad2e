"""Several hundred variations of faults in two faultless modules: every definition resolves as before, and one finding
stands where the fault is.

The tables in own_probes name a piece of the module and what is written in its place.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from trishul.smi.compiling import compile_modules
from trishul.smi.diagnostics import Preset
from trishul.smi.model import CompiledSet, Module, ObjectNode
from trishul.smi.source import decode_source

PROBES = Path(__file__).parent / "own_probes"
TEXTS = {"V1": (PROBES / "V1.mib").read_text(), "V2": (PROBES / "V2.mib").read_text()}
NAMES = {"V1": "OWN-OLD-MIB", "V2": "OWN-PROBE-MIB"}
LINE_ENDS = ("\n", "\r\n", "\r")


def probes() -> list[Any]:
    """All rows of all tables, each under the name of its table and its number there."""
    return [
        pytest.param(probe, id=f"{table.stem}-{number}")
        for table in sorted(PROBES.glob("*.toml"))
        for number, probe in enumerate(tomllib.loads(table.read_text())["probe"])
    ]


def compiled(text: str) -> CompiledSet:
    return compile_modules([decode_source("probe.mib", text.encode())])


def meaning(module: Module) -> dict[str, Any]:
    """What each name of a module means: its OID, kind, status and type."""
    facts: dict[str, Any] = {}
    for node in module.nodes:
        syntax = node.type if isinstance(node, ObjectNode) else None
        rest = (syntax.base, syntax.name, syntax.labels, syntax.ranges, syntax.is_size) if syntax else ()
        index = (node.index, node.is_implied, node.default) if isinstance(node, ObjectNode) else ()
        facts[node.name] = (str(node.oid), node.kind, node.status, bool(node.description), *rest, *index)
    for info in module.types:
        facts[info.name] = (info.base, info.labels, info.ranges, info.is_size, info.display_hint, info.columns)
    return facts


@cache
def faultless_meaning(name: str) -> dict[str, Any]:
    """What the names of a module mean before anything is spoiled."""
    return meaning(compiled(TEXTS[name]).modules[NAMES[name]])


def faulty_text(probe: dict[str, Any]) -> str:
    text = TEXTS[probe["module"]]
    assert probe["find"] in text
    return text.replace(probe["find"], probe["write"], 1)


def shown(found: CompiledSet) -> list[list[Any]]:
    return [[one.line, one.code] for one in found.diagnostics if Preset.NORMAL.shows(one.severity)]


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("line_end", LINE_ENDS, ids=["LF", "CRLF", "CR"])
def test_the_modules_themselves_are_faultless(name: str, line_end: str) -> None:
    found = compiled(TEXTS[name].replace("\n", line_end))
    assert [code for _, code in shown(found)] == (["carriage-returns"] if line_end == "\r" else [])
    assert len(meaning(found.modules[NAMES[name]])) == {"V1": 14, "V2": 25}[name]


@pytest.mark.parametrize("probe", probes())
def test_a_fault_loses_nothing_and_is_found_where_it_is(probe: dict[str, Any]) -> None:
    found = compiled(faulty_text(probe))
    wanted = faultless_meaning(probe["module"])
    known = meaning(found.modules[NAMES[probe["module"]]])
    assert known.keys() == wanted.keys()
    assert [one for one in wanted if known[one] != wanted[one]] == probe.get("changed", [])
    assert shown(found) == probe["found"]


@pytest.mark.parametrize("probe", probes()[::5])
def test_the_same_fault_is_found_with_other_line_ends(probe: dict[str, Any]) -> None:
    text = faulty_text(probe)
    if "\f" in text or "\x85" in text:
        return  # page breaks are told by the lines around them
    assert shown(compiled(text.replace("\n", "\r\n"))) == probe["found"]
