"""A module's rows: counts, status, and which of several names an OID goes by."""

from __future__ import annotations

from trishul.library.rows import failed_rows, module_rows
from trishul.library.schema import KINDS, decode_module, decode_node
from trishul.smi.compiling import compile_modules
from trishul.smi.diagnostics import Severity
from trishul.smi.model import NodeKind
from trishul.smi.source import decode_source

TEXT = """A-MIB DEFINITIONS ::= BEGIN IMPORTS OBJECT-TYPE FROM RFC-1212 b FROM B-MIB;
a OBJECT IDENTIFIER ::= { iso 3 }
o OBJECT-TYPE SYNTAX INTEGER ACCESS read-only STATUS mandatory DESCRIPTION "an object" ::= { a 1 }
t TRAP-TYPE ENTERPRISE a DESCRIPTION "a trap" ::= 3
x OBJECT IDENTIFIER ::= { b 1 }
END"""


def test_rows_hold_all_that_the_index_needs() -> None:
    compiled = compile_modules([decode_source("a.mib", TEXT.encode())])
    module = compiled.modules["A-MIB"]
    rows = module_rows(module, compiled.diagnostics, TEXT, "2026", (), lambda name: name != "B-MIB", is_standard=False)
    assert (rows.objects, rows.traps, rows.status) == (1, 1, "missing_deps")
    assert rows.imports == (("RFC-1212", True), ("B-MIB", False))
    assert rows.error == "The parent b of x is not defined anywhere"
    assert rows.count(Severity.ERROR) == 1
    by_name = {row[0]: row for row in rows.nodes}
    assert KINDS[by_name["o"][2]] is NodeKind.SCALAR
    assert by_name["o"][3] < by_name["a"][3]  # a definition goes before a plain OID value
    assert decode_node(by_name["o"][4]) == module.find_node("o")
    assert "an object" in by_name["o"][6]
    assert decode_module(rows.record).imports == module.imports


def test_the_rows_of_a_module_that_failed_say_so() -> None:
    compiled = compile_modules([decode_source("a.mib", TEXT.encode())])
    finding = next(one for one in compiled.diagnostics if one.severity is Severity.ERROR)
    rows = failed_rows("A-MIB", "a.mib", finding)
    assert (rows.nodes, rows.error, rows.count(Severity.ERROR)) == ((), finding.message, 1)
