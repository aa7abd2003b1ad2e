"""`trishul mib search`: best first, in columns or as JSON, and what is not shown is said."""

from __future__ import annotations

import json

import pytest

from trishul.cli.main import run
from trishul.cli.mib_search import KINDS
from trishul.smi.model import NodeKind

pytestmark = pytest.mark.usefixtures("data_dir")


def test_the_kinds_are_those_of_the_compiler() -> None:
    assert [kind.replace("-", " ") for kind in KINDS] == [str(kind) for kind in NodeKind]


def test_the_exact_name_comes_first_with_its_oid_and_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "search", "vendorMode"]) == 0
    first = capsys.readouterr().out.splitlines()[0].split(maxsplit=3)
    assert first == ["VENDOR-MIB::vendorMode", "scalar", ".1.3.6.1.4.1.99999.1", "INTEGER { fast(1), slow(2) }"]


def test_json_has_the_same_and_why_it_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "search", "-o", "json", "--limit", "1", "vendorMode"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["results"] == [
        {
            "name": "VENDOR-MIB::vendorMode",
            "oid": "1.3.6.1.4.1.99999.1",
            "kind": "scalar",
            "syntax": "INTEGER { fast(1), slow(2) }",
            "match": "exact",
        }
    ]


def test_module_and_kind_narrow_a_search(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "search", "-k", "notification", "-m", "IF-MIB", "link"]) == 0
    names = {line.split()[0] for line in capsys.readouterr().out.splitlines()}
    assert names == {"IF-MIB::linkUp", "IF-MIB::linkDown"}


def test_what_is_cut_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "search", "--limit", "2", "if"]) == 0
    written = capsys.readouterr()
    assert len(written.out.splitlines()) == 2
    assert "--limit shows more" in written.err


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_nothing_found_exits_with_1(capsys: pytest.CaptureFixture[str], output_format: str) -> None:
    assert run(["mib", "search", "-o", output_format, "zzqqzz"]) == 1
    written = capsys.readouterr()
    assert written.err == "trishul: nothing found\n"
    if output_format == "json":
        assert json.loads(written.out)["results"] == []


def test_an_unknown_module_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "search", "-m", "NOWHERE-MIB", "if"]) == 2
    assert "No module NOWHERE-MIB is loaded" in capsys.readouterr().err


@pytest.mark.parametrize("query", ['"', "*", "a AND", "NEAR(", "%", "\x00", "'; DROP TABLE node", "x" * 100_000, " "])
def test_any_text_is_a_query(query: str) -> None:
    assert run(["mib", "search", query]) in {0, 1}
