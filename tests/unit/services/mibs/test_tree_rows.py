"""The tree as compact rows: one level, all levels, by OID and by module, in pieces that fit together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.library.library import Library
from trishul.services.mibs import tree_rows as mib_tree_rows
from trishul.services.mibs.refusals import MibNotFound
from trishul.services.mibs.tree_rows import TreePlan, pieces_of, plan_by_module, plan_by_oid, tree_rows


@pytest.fixture
def library(small_index: Path) -> Iterator[Library]:
    opened = Library.open(small_index / "index.sqlite")
    yield opened
    opened.close()


def read(library: Library, plan: TreePlan) -> list[tuple[int, str, str, str, bool]]:
    """Depth, arcs, name, kind and whether there is more below, of all pieces."""
    return [
        (depth, arcs, name, rows.kind_words[kind], bool(has_children))
        for rows in (tree_rows(library, plan, piece) for piece in pieces_of(plan))
        for depth, arcs, name, kind, has_children in zip(
            rows.depths, rows.arcs, rows.names, rows.kinds, rows.has_children, strict=True
        )
    ]


def oids(rows: list[tuple[int, str, str, str, bool]], above: str = "") -> list[str]:
    """OIDs put together from the arcs, as a page does."""
    path = [above]
    found = []
    for depth, arcs, *_ in rows:
        del path[depth + 1 :]
        path.append(f"{path[depth]}.{arcs}" if path[depth] and arcs else path[depth] or arcs)
        found.append(path[-1])
    return found


def test_the_first_level_is_the_roots(library: Library) -> None:
    assert read(library, plan_by_oid(library, None, is_whole=False)) == [
        (0, "0", "ccitt", "oid", True),
        (0, "1", "iso", "oid", True),
    ]
    (org,) = (row for row in read(library, plan_by_oid(library, "1", is_whole=False)) if row[2] == "org")
    assert org == (0, "3", "org", "oid", True)


def test_the_next_level_and_all_levels_below_a_node(library: Library) -> None:
    assert read(library, plan_by_oid(library, "interfaces", is_whole=False)) == [
        (0, "1", "ifNumber", "scalar", False),
        (0, "2", "ifTable", "table", True),
    ]
    rows = read(library, plan_by_oid(library, "1.3.6.1.2.1.2", is_whole=True))
    assert rows[2:4] == [(1, "1", "ifEntry", "row", True), (2, "1", "ifIndex", "column", False)]
    assert oids(rows, "1.3.6.1.2.1.2")[3] == "1.3.6.1.2.1.2.2.1.1"


def test_the_whole_tree_is_every_oid_once_also_in_small_pieces(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(library, plan_by_oid(library, None, is_whole=True))
    known = {str(entry.node.oid) for record in library.modules() for entry in library.nodes_of(record.name)}
    assert sorted(oids(whole)) == sorted({"0", "1"} | known)
    monkeypatch.setattr(mib_tree_rows, "PIECE", 7)
    assert read(library, plan_by_oid(library, None, is_whole=True)) == whole


def test_modules_are_rows_above_their_nodes(library: Library) -> None:
    names = [record.name for record in library.modules()]
    rows = read(library, plan_by_module(library, None, is_whole=False))
    assert [row[2] for row in rows] == names
    assert {row[3] for row in rows} == {"module"}
    whole = read(library, plan_by_module(library, None, is_whole=True))
    assert [row[2] for row in whole if row[0] == 0] == names
    inside = read(library, plan_by_module(library, "IF-MIB", is_whole=True))
    assert inside[0] == (0, "1.3.6.1.2.1.2", "interfaces", "oid", True)
    start = [row[2] for row in whole].index("IF-MIB") + 1
    assert [row[1:] for row in whole[start : start + len(inside)]] == [row[1:] for row in inside]


def test_a_leaf_has_no_rows_and_the_unknown_is_not_found(library: Library) -> None:
    assert read(library, plan_by_oid(library, "ifIndex", is_whole=True)) == []
    with pytest.raises(MibNotFound):
        plan_by_oid(library, "nothing", is_whole=False)
    with pytest.raises(MibNotFound):
        plan_by_module(library, "NO-MIB", is_whole=True)


def test_a_tree_beyond_the_limit_says_so_in_its_last_piece(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mib_tree_rows, "MAX_OUTLINED", 3)
    plan = plan_by_module(library, None, is_whole=True)
    assert len(plan.rows) == 3
    assert tree_rows(library, plan, slice(0, 3)).is_cut
