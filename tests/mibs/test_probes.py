"""One fault each: the faulty object and everything after it resolves, and one finding stands at the fault's line.

The modules lie in ../shared/mibs/probes; what must resolve is told by their manifest.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import SHARED
from trishul.smi.compiling import compile_modules
from trishul.smi.diagnostics import Preset
from trishul.smi.model import CompiledSet
from trishul.smi.source import read_source

PROBES = SHARED / "mibs/probes"
MANIFEST = json.loads((PROBES / "manifest.json").read_text()) if PROBES.is_dir() else {}

FINDINGS: dict[str, list[tuple[int, str]]] = {
    "ok": [],
    "imp-type": [(19, "missing-import")],
    "imp-base": [(19, "missing-import")],
    "imp-macro": [(18, "missing-import")],
    "imp-nosemi": [(6, "missing-semicolon")],
    "imp-circ": [(1, "no-module-identity")],  # the other module has none; cycles are ordinary
    "id-lowtype": [(17, "type-name-case")],
    "id-hyph-end": [(18, "trailing-hyphen")],
    "id-keyword": [],  # in lower case it is an ordinary name
    "id-dupname": [(25, "duplicate-name")],
    "id-dupoid": [(25, "duplicate-oid")],
    "enum-nocomma": [(19, "missing-comma")],
    "enum-upper": [(19, "enum-label")],
    "enum-digit": [(19, "enum-label")],
    "enum-under": [(19, "enum-label")],
    "enum-space": [(19, "enum-label")],
    "enum-hex": [(19, "enum-value"), (19, "enum-value")],  # two numbers, each with its own mend
    "idx-unknown": [(19, "unknown-object")],
    "idx-type": [(19, "index-type")],
    "typ-unknown": [(19, "unknown-type")],
    "typ-nosize": [(19, "missing-size")],
    "typ-bits": [(19, "bits-without-names")],
    "typ-bitstring": [(19, "bit-string")],
    "typ-range-max": [(19, "open-range")],
    "dv-enumnum": [(23, "bad-default")],
    "dv-bare": [(23, "bad-default")],
    "dv-unknown": [(23, "bad-default")],
    "v1-access": [(20, "smiv1-access")],
    "cl-nodesc": [(18, "missing-clause")],
    "cl-nostatus": [(18, "missing-clause")],
    "cl-order": [(22, "clause-order")],
    "cl-badaccess": [(20, "unknown-access")],
    "mi-none": [(1, "no-module-identity")],
    "mi-date": [(9, "bad-date"), (13, "bad-date")],  # two dates are bad
    "mi-nodesc": [(8, "missing-clause")],
    "cm-dashes": [],  # a comment in the vendors' reading
    "cm-line": [],
    "st-unterm": [(22, "unterminated-string")],
    "st-innerq": [(22, "inner-quotes")],
    "st-latin1": [(22, "odd-encoding")],
    "fi-bom": [(1, "byte-order-mark")],
    "fi-noend": [(30, "missing-end")],
    "fi-ctrlz": [(33, "control-character")],
    "fi-cr": [(1, "carriage-returns")],
    "fi-rfc": [(25, "page-break")],
    "fi-two": [(26, "no-module-identity")],  # of the second module, which has none
    "no-empty": [(17, "empty-list")],
    "no-ghost": [(17, "unknown-object")],
    "mac-def": [(17, "macro-definition")],
    "ac-ghost": [(18, "unknown-module")],
    "tc-nodesc": [(17, "missing-clause")],
    "tc-badhint": [(17, "bad-display-hint")],
    "seq-dot": [(17, "unexpected-text")],
}


@pytest.fixture
def probes(shared_dir: Path) -> Path:
    return shared_dir / "mibs/probes"


def compiled(probes: Path, name: str) -> CompiledSet:
    return compile_modules([read_source(probes / name / file, file) for file in MANIFEST[name]["files"]])


def test_every_probe_has_its_expected_findings(probes: Path) -> None:
    assert sorted(FINDINGS) == sorted(MANIFEST)


@pytest.mark.parametrize("name", FINDINGS)
def test_the_faulty_object_and_everything_after_it_resolves(probes: Path, name: str) -> None:
    modules = compiled(probes, name).modules
    nodes = [node for module in modules.values() for node in module.nodes]
    known = {str(node.oid) for node in nodes}
    for wanted, oid in MANIFEST[name]["must_resolve"].items():
        assert oid in known, f"{name}: {wanted} has no {oid}"
        assert wanted in {node.name for node in nodes}
    assert MANIFEST[name]["also_module"] in modules


@pytest.mark.parametrize("name", FINDINGS)
def test_the_finding_stands_at_the_line_of_the_fault(probes: Path, name: str) -> None:
    found = compiled(probes, name).diagnostics
    assert [(one.line, one.code) for one in found if Preset.NORMAL.shows(one.severity)] == FINDINGS[name]
