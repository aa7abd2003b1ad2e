"""Index and queries agree on what a word is."""

from __future__ import annotations

import pytest

from trishul.library.words import (
    kind_word,
    parts_of_name,
    type_word,
    words_of_node,
    words_of_query,
)
from trishul.smi.model import BaseType, Node, NodeKind, ObjectNode, TypeInfo
from trishul.smi.syntax import make_span


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ifHCInOctets", ["if", "hc", "in", "octets"]),
        ("dot1dBasePort", ["dot", "1", "d", "base", "port"]),
        ("my-old_name", ["my", "old", "name"]),
        ("ALLCAPS", ["allcaps"]),
        ("", []),
    ],
)
def test_a_name_falls_into_its_words(name: str, parts: list[str]) -> None:
    assert parts_of_name(name) == parts


def test_a_name_is_found_by_every_tail_that_begins_at_a_word() -> None:
    words = words_of_node(Node("ifHCIn", NodeKind.OID, b"+", 0), "")[0].split()
    assert words == ["ifhcin", "hcin", "in", kind_word(NodeKind.OID)]


def test_an_object_has_its_named_type_and_its_base_type_as_words() -> None:
    label = ObjectNode("label", NodeKind.SCALAR, b"+", 0, type=TypeInfo(BaseType.OCTET_STRING, "DisplayString"))
    assert {type_word("DisplayString"), type_word("OCTET STRING")} < set(words_of_node(label, "")[0].split())


def test_all_words_of_a_node_include_its_description_from_the_source() -> None:
    text = 'DESCRIPTION "counts marbles" ::='
    node = Node("marbleCount", NodeKind.OID, b"+", 0, description=make_span(13, 27))
    assert words_of_node(node, text)[1].split()[:3] == ["marble", "count", "marbleCount"]
    assert words_of_node(node, text)[1].endswith(" counts marbles")


def test_a_query_cannot_forge_marks() -> None:
    assert words_of_query(f"Some {kind_word(NodeKind.OID)} words; 12") == ["some", "oid", "words", "12"]
