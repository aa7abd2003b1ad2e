"""From a textual convention down to the base type, as the texts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.library.building import build_library
from trishul.library.library import Library
from trishul.library.sources import LibraryPlaces
from trishul.library.type_chain import type_chain
from trishul.smi.model import ObjectNode

CHAINED = """CHAIN-MIB DEFINITIONS ::= BEGIN
IMPORTS base FROM BASE-MIB Number FROM ROOT-MIB;
Port ::= TEXTUAL-CONVENTION
    DISPLAY-HINT "d" STATUS current
    DESCRIPTION "Not SYNTAX Trap ::= Trap, but a port" -- SYNTAX Trap
    SYNTAX Number (1..5)
Access ::= [APPLICATION 9] IMPLICIT Port
Loop ::= Loop
access OBJECT-TYPE SYNTAX Access ACCESS read-only STATUS mandatory ::= { base 5 }
plain OBJECT-TYPE SYNTAX OCTET STRING ACCESS read-only STATUS mandatory ::= { base 6 }
END
"""


@pytest.fixture
def chained(places: LibraryPlaces) -> Library:
    (places.uploads / "chain.mib").write_text(CHAINED)
    build_library(places, on_progress=lambda _: None, processes=1)
    return Library.open(places.index, places.standard_archive)


def steps(library: Library, name: str) -> list[tuple[str, str]]:
    node = library.find_by_name(name)[0].node
    assert isinstance(node, ObjectNode)
    return [(step.module, step.name) for step in type_chain(library, node.type)]


def test_a_chain_leads_over_modules_to_the_base_type(chained: Library) -> None:
    expected = [("CHAIN-MIB", "Access"), ("CHAIN-MIB", "Port"), ("ROOT-MIB", "Number"), ("", "INTEGER")]
    assert steps(chained, "access") == expected
    assert steps(chained, "plain") == [("", "OCTET STRING")]
    chained.close()


def test_a_step_has_its_clauses(library: Library) -> None:
    node = library.find_by_name("ifIndex", "IF-MIB")[0].node
    assert isinstance(node, ObjectNode)
    convention = type_chain(library, node.type)[0]
    assert (convention.name, convention.display_hint, convention.status) == ("InterfaceIndex", "d", "current")
    assert convention.description.startswith("A unique value, greater than zero")


def test_a_text_that_changed_ends_the_chain_at_the_base(chained: Library, places: LibraryPlaces) -> None:
    chained.close()
    Path(places.uploads / "chain.mib").write_text("changed")
    again = Library.open(places.index, places.standard_archive)
    assert steps(again, "access") == [("CHAIN-MIB", "Access"), ("", "INTEGER")]
    again.close()
