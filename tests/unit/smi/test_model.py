"""The model is asked by name."""

from __future__ import annotations

from collections.abc import Callable

from trishul.smi.model import Module


def test_names_are_found_and_others_are_not(module: Callable[[str], Module]) -> None:
    found = module("a OBJECT IDENTIFIER ::= { root 1 } T ::= INTEGER")
    node = found.find_node("a")
    assert node is not None
    assert str(node.oid) == "1.3.6.1.4.1.99999.1"
    assert found.find_node("b") is None
    assert found.find_type("T") is not None
    assert found.find_type("a") is None
