"""What is seen in the browser as a file: the right nodes, in parts that fit together, safe for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.errors import InvalidInput
from trishul.library.library import Library
from trishul.services.mibs import export as mib_export
from trishul.services.mibs.export import ExportedNode, as_csv, as_json, exported, pieces_of_export, plan_export
from trishul.services.mibs.refusals import MibNotFound


@pytest.fixture
def library(small_index: Path) -> Iterator[Library]:
    opened = Library.open(small_index / "index.sqlite")
    yield opened
    opened.close()


def nodes(library: Library, **asked: str | None) -> list[ExportedNode]:
    plan = plan_export(library, **({"root": None, "module": None, "query": None, "type_filter": None} | asked))
    return [node for piece in pieces_of_export(plan) for node in exported(library, plan, piece)]


def test_a_node_is_exported_with_all_below_it_and_its_clauses(library: Library) -> None:
    found = nodes(library, root="ifTable")
    assert [node.name for node in found[:3]] == ["ifTable", "ifEntry", "ifIndex"]
    index = found[2]
    assert (index.kind, index.syntax, index.access) == ("column", "InterfaceIndex (1..2147483647)", "read-only")
    assert index.description.startswith("A unique value")


def test_filters_hold_for_the_file_as_for_the_page(library: Library) -> None:
    assert {node.kind for node in nodes(library, root="interfaces", type_filter="column")} == {"column"}
    assert {node.module for node in nodes(library, module="IF-MIB")} == {"IF-MIB"}
    found = nodes(library, query="link", module="IF-MIB", type_filter="notification")
    assert {node.name for node in found} == {"linkDown", "linkUp"}
    with pytest.raises(MibNotFound):
        nodes(library, module="NO-MIB")
    with pytest.raises(InvalidInput):
        nodes(library, type_filter="odd")


def test_parts_make_one_file(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mib_export, "PIECE", 5)
    plan = plan_export(library, root="ifTable", module=None, query=None, type_filter="column")
    parts = [exported(library, plan, piece) for piece in pieces_of_export(plan)]
    assert len(parts) > 4
    firsts = [True] + [False] * (len(parts) - 1)
    text = b"".join(as_csv(part, has_header=first) for part, first in zip(parts, firsts, strict=True)).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows] == [node.name for part in parts for node in part]


def test_any_text_is_whole_in_both_and_no_formula_in_a_spreadsheet() -> None:
    node = ExportedNode(
        oid="1", name="a", module="", kind="", syntax="", access="", status="", units="", description='-x, "y"\n=z'
    )
    assert json.loads(as_json([node]))["description"] == node.description
    (_, row) = csv.reader(io.StringIO(as_csv([node], has_header=True).decode(), newline=""))
    assert row[-1] == "'" + node.description
