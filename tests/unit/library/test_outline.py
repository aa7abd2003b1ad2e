"""The tree as one flat list, depth first, in the order in which people count."""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.library.library import Library
from trishul.library.outline import OutlineRow, outlined

INTERFACES = Oid("1.3.6.1.2.1.2").contents


def lines(library: Library, rows: list[OutlineRow]) -> list[str]:
    """Each row as people read it: indented, arcs and name."""
    nodes = library.nodes_by_ids([row.node_id for row in rows])
    return [f"{'.' * row.depth}{'.'.join(map(str, row.arcs))} {nodes[row.node_id].node.name}" for row in rows]


def test_everything_below_a_node_is_listed_depth_first(library: Library) -> None:
    rows = library.outline_below(INTERFACES)
    assert lines(library, rows)[:4] == ["1 ifNumber", "2 ifTable", ".1 ifEntry", "..1 ifIndex"]
    assert lines(library, rows)[-1] == "..22 ifSpecific"


def test_a_gap_between_known_nodes_is_in_the_arcs(library: Library) -> None:
    rows = library.outline_below(Oid("1.3.6.1.4.1.9999").contents)
    assert lines(library, rows) == ["0.7 exampleLost", "1 exampleHCOctets", "200 exampleLabel"]


def test_of_several_nodes_with_one_oid_the_best_is_listed(library: Library) -> None:
    (number,) = (row for row in library.outline_below(INTERFACES) if row.arcs == (1,) and row.depth == 0)
    assert library.nodes_by_ids([number.node_id])[number.node_id].module == "IF-MIB"


def test_the_next_level_alone_is_that_of_the_tree(library: Library) -> None:
    for contents in (INTERFACES, b"", Oid("1.3.6.1").contents):
        rows = library.outline_below(contents, is_whole=False)
        assert [row.contents for row in rows] == [each.node.oid_contents for each in library.children_of(contents)]
        assert {row.depth for row in rows} == {0}


def test_roots_without_octets_have_outlines(library: Library) -> None:
    assert lines(library, library.outline_of_root(0)) == ["0.0 zeroDotZero"]
    assert lines(library, library.outline_of_root(1, is_whole=False)) == ["1.3 org"]
    assert library.outline_of_root(7) == []


def test_a_module_has_the_outline_of_its_own_nodes(library: Library) -> None:
    rows = library.outline_of("EXAMPLE-MIB")
    assert lines(library, rows)[:2] == ["1.3.6.1.4.1.9999 example", ".0.7 exampleLost"]
    assert library.outline_of("NO-MIB") == []


def test_large_arcs_stand_behind_small_ones() -> None:
    nodes = [(Oid(f"1.3.6.1.4.1.{arc}").contents, arc) for arc in (16384, 256, 127, 128, 65536)]
    assert [row.node_id for row in outlined(nodes, 5)] == [127, 128, 256, 16384, 65536]


def test_octets_that_are_no_oid_break_nothing() -> None:
    assert [row.node_id for row in outlined([(b"\x2b\xff", 1), (b"\x2b\x06", 2)], 1)] == [2, 1]
