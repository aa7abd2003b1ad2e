"""What lies below, beside and above a node, in the order in which people count."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from trishul.datatypes.oid import Oid
from trishul.library import tree
from trishul.library.library import Library
from trishul.library.records import LibraryNode, TreeNode
from trishul.library.tree import after, nested, range_below

INTERFACES = Oid("1.3.6.1.2.1.2").contents
IF_ENTRY = Oid("1.3.6.1.2.1.2.2.1").contents
EXAMPLE = Oid("1.3.6.1.4.1.9999").contents


def names(entries: Sequence[LibraryNode]) -> list[str]:
    return [entry.node.name for entry in entries]


def shape(nodes: Sequence[TreeNode]) -> dict[str, object]:
    return {node.entry.node.name: shape(node.children) if node.children else node.has_children for node in nodes}


def test_children_are_the_nearest_known_nodes_in_the_order_of_their_arcs(library: Library) -> None:
    columns = library.children_of(IF_ENTRY)
    assert [entry.node.oid[-1] for entry in columns] == list(range(1, 23))
    assert names(library.children_of(EXAMPLE)) == ["exampleLost", "exampleHCOctets", "exampleLabel"]


def test_a_gap_between_known_nodes_is_stepped_over(library: Library) -> None:
    lost = library.children_of(EXAMPLE)[0]
    assert str(lost.node.oid) == "1.3.6.1.4.1.9999.0.7"


def test_a_leaf_has_no_children(library: Library) -> None:
    leaf = Oid("1.3.6.1.4.1.9999.1").contents
    assert library.children_of(leaf) == []
    assert not library.has_children(leaf)
    assert library.has_children(EXAMPLE)
    assert library.has_children(b"")


def test_roots_that_have_no_octets_have_children_of_their_own(library: Library) -> None:
    assert names(library.children_of_root(1)) == ["org"]
    assert names(library.children_of_root(0)) == ["zeroDotZero"]
    assert library.children_of_root(2) == library.children_of_root(7) == []
    assert names(library.children_of(b"")) == ["zeroDotZero", "org"]


def test_children_can_be_those_of_one_module(library: Library) -> None:
    assert {entry.module for entry in library.children_of(INTERFACES, "RFC1213-MIB")} == {"RFC1213-MIB"}
    assert names(library.children_of(b"", "IF-MIB")) == ["interfaces", "ifMIB", "linkDown", "linkUp"]
    assert library.children_of(INTERFACES, "NONE-MIB") == []


def test_children_are_cut_at_the_limit(library: Library) -> None:
    assert len(library.children_of(IF_ENTRY, limit=5)) == 5


def test_the_way_to_a_node_leads_over_its_known_ancestors(library: Library) -> None:
    way = names(library.ancestors_of(Oid("1.3.6.1.4.1.9999.0.7").contents))
    assert way == ["org", "dod", "internet", "private", "enterprises", "example"]


def test_siblings_hang_on_the_nearest_known_ancestor(library: Library) -> None:
    siblings = library.siblings_of(Oid("1.3.6.1.4.1.9999.0.7").contents)
    assert names(siblings) == ["exampleLost", "exampleHCOctets", "exampleLabel"]


@pytest.mark.parametrize("module", [None, "IF-MIB"])
def test_a_tree_has_as_many_levels_as_asked_for(library: Library, module: str | None) -> None:
    below = library.tree_below(INTERFACES, 1, module)
    assert shape(below.nodes) == {"ifNumber": False, "ifTable": True}
    below = library.tree_below(INTERFACES, 3, module)
    rows = below.nodes[1].children
    assert [row.entry.node.name for row in rows] == ["ifEntry"]
    assert len(rows[0].children) == 22
    assert not below.is_cut


def test_a_tree_hangs_gaps_on_the_node_above_them(library: Library) -> None:
    below = library.tree_below(Oid("1.3.6.1.4.1").contents, 2)
    assert shape(below.nodes) == {"example": {"exampleLost": False, "exampleHCOctets": False, "exampleLabel": False}}


@pytest.mark.parametrize("module", [None, "IF-MIB"])
def test_a_tree_that_is_too_large_says_so(library: Library, module: str | None) -> None:
    cut = library._tree.below(b"", 20, module, limit=10)
    assert cut.is_cut

    def count(nodes: Sequence[TreeNode]) -> int:
        return len(nodes) + sum(count(node.children) for node in nodes)

    assert count(cut.nodes) == 10
    assert not library._tree.below(INTERFACES, 9, module, limit=200).is_cut


def test_a_tree_of_nothing_is_empty() -> None:
    assert nested([], 3) == tree.Tree((), is_cut=False)


def test_ranges_hold_exactly_what_is_below() -> None:
    start, end = range_below(Oid("1.3.127").contents)
    assert start <= Oid("1.3.127.0").contents < end
    assert not start <= Oid("1.3.127").contents < end
    assert not start <= Oid("1.3.128").contents < end
    assert after(b"\x2b\xff") == b"\x2b\xff"
