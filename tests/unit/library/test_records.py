"""What the library answers with, as people read it."""

from __future__ import annotations

from trishul.library.records import LibraryNode, LibraryUnavailable
from trishul.smi.model import Node, NodeKind


def test_a_node_is_written_with_its_module() -> None:
    assert LibraryNode("IF-MIB", Node("ifMIB", NodeKind.OID, b"+", 0)).full_name == "IF-MIB::ifMIB"


def test_an_index_that_cannot_be_read_says_why() -> None:
    error = LibraryUnavailable("it has not been built yet")
    assert str(error) == "The MIB library cannot be read: it has not been built yet"
    assert error.reason == "it has not been built yet"
