"""Modules, sources and findings as lists show them."""

from __future__ import annotations

from trishul.library.library import Library
from trishul.smi.diagnostics import Severity


def test_a_module_says_where_it_comes_from_and_what_it_misses(library: Library) -> None:
    example = library.find_module("EXAMPLE-MIB")
    assert example is not None
    assert (example.file, example.origin, example.status) == ("example.mib", "uploaded", "missing_deps")
    assert set(example.imports) == {"SNMPv2-SMI", "SNMPv2-TC", "ABSENT-MIB"}
    assert example.missing == ("ABSENT-MIB",)
    assert (example.objects, example.traps, example.last_updated) == (2, 1, "202601020000Z")
    assert example in library.modules()
    assert library.find_module("NONE-MIB") is None


def test_modules_are_listed_by_name(library: Library) -> None:
    listed = [record.name for record in library.modules()]
    assert listed == sorted(listed)
    assert len(listed) == 10


def test_sources_are_listed_also_when_nothing_of_them_could_be_loaded(library: Library) -> None:
    by_file = {source.file: source for source in library.sources()}
    assert by_file["example.mib"].modules == ("EXAMPLE-MIB",)
    assert by_file["IF-MIB"].origin == "standard"
    assert by_file["page.txt"].modules == ()
    assert by_file["page.txt"].error == "This is a web page, not a MIB"
    assert len(by_file["page.txt"].sha256) == 64


def test_counts_add_up(library: Library) -> None:
    counts = library.counts()
    assert (counts.loaded, counts.failed, counts.total, counts.incomplete) == (10, 1, 11, 1)
    assert counts.traps_available == len(library.notifications())


def test_findings_are_those_of_a_module_at_least_as_bad_as_asked_for(library: Library) -> None:
    found = library.diagnostics("EXAMPLE-MIB")
    assert "unknown-module" in {finding.code for finding in found}
    assert {(finding.module, finding.source) for finding in found} == {("EXAMPLE-MIB", "example.mib")}
    assert [finding.line for finding in found] == sorted(finding.line for finding in found)
    assert library.diagnostics("EXAMPLE-MIB", Severity.ERROR) == []
    assert library.diagnostics("NONE-MIB") == []


def test_findings_about_a_text_without_a_module_are_among_all(library: Library) -> None:
    errors = library.diagnostics(severity=Severity.ERROR)
    assert [(one.source, one.module, one.code) for one in errors] == [("page.txt", "", "not-a-mib")]
    assert library.diagnostics(limit=1, offset=1) == library.diagnostics(limit=2)[1:]
