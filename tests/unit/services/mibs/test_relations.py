"""What a node has to do with others, each with its own place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.library.library import Library
from trishul.services.mibs.refusals import MibNotFound
from trishul.services.mibs.relations import RelatedNode, find_relations


@pytest.fixture
def library(small_index: Path) -> Iterator[Library]:
    opened = Library.open(small_index / "index.sqlite")
    yield opened
    opened.close()


def names(related: list[RelatedNode]) -> list[str]:
    return [each.name for each in related]


def test_a_column_knows_its_table_its_index_and_its_types(library: Library) -> None:
    found = find_relations(library, "IF-MIB::ifDescr")
    assert found.table is not None
    assert found.row is not None
    assert (found.table.name, found.row.oid, names(found.index)) == ("ifTable", "1.3.6.1.2.1.2.2.1", ["ifIndex"])
    assert [step.name for step in found.type_chain] == ["DisplayString", "OCTET STRING"]


def test_an_augmenting_row_has_the_index_of_its_base_and_is_known_to_it(library: Library) -> None:
    found = find_relations(library, "ifXEntry")
    assert found.augments is not None
    assert (found.augments.name, names(found.index)) == ("ifEntry", ["ifIndex"])
    assert "ifName" in names(found.columns)
    assert "ifXEntry" in names(find_relations(library, "ifEntry").augmented_by)


def test_a_notification_has_its_objects_and_they_have_it(library: Library) -> None:
    assert names(find_relations(library, "linkDown").members) == ["ifIndex", "ifAdminStatus", "ifOperStatus"]
    assert "linkDown" in names(find_relations(library, "ifAdminStatus").notifications)


def test_a_definition_has_its_lines(library: Library) -> None:
    place = find_relations(library, "IF-MIB::ifIndex").place
    lines = library.source_text("IF-MIB").splitlines()[place.first_line - 1 : place.last_line]
    assert lines[0].split()[0] == "ifIndex"
    assert lines[-1].strip() == "::= { ifEntry 1 }"
    assert place.last_updated == "200006140000Z"


def test_a_module_identity_has_its_makers_and_revisions(library: Library) -> None:
    found = find_relations(library, "ifMIB")
    assert found.organization == "IETF Interfaces MIB Working Group"
    assert found.revisions[0].date == "200006140000Z"


def test_a_node_of_the_named_module_is_meant(library: Library) -> None:
    assert find_relations(library, "IF-MIB::interfaces").full_name == "IF-MIB::interfaces"
    with pytest.raises(MibNotFound):
        find_relations(library, "nothing")
