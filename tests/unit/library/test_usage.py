"""Where a node is used: as an index, by augmenting rows, in notifications and groups."""

from __future__ import annotations

import pytest

from trishul.library import usage
from trishul.library.library import Library
from trishul.library.records import LibraryNode


def names(entries: list[LibraryNode]) -> list[str]:
    return [entry.full_name for entry in entries]


def entry(library: Library, name: str, module: str = "IF-MIB") -> LibraryNode:
    return library.find_by_name(name, module)[0]


def test_an_index_a_notification_and_a_group_use_a_column(library: Library) -> None:
    uses = library.uses_of(entry(library, "ifIndex"))
    assert "IF-MIB::ifEntry" in names(uses.index_of)
    assert set(names(uses.notifications)) >= {"IF-MIB::linkDown", "IF-MIB::linkUp"}
    assert "IF-MIB::ifGeneralInformationGroup" in names(uses.groups)
    assert not uses.is_cut


def test_a_row_that_augments_uses_the_row_it_augments(library: Library) -> None:
    assert names(library.uses_of(entry(library, "ifEntry")).augmented_by) == ["IF-MIB::ifTestEntry", "IF-MIB::ifXEntry"]


def test_a_name_of_another_module_is_another_thing(library: Library) -> None:
    uses = library.uses_of(entry(library, "ifIndex", "RFC1213-MIB"))
    assert all(each.module == "RFC1213-MIB" for each in uses.index_of)


def test_a_part_of_a_name_is_no_use(library: Library) -> None:
    uses = library.uses_of(entry(library, "ifSpeed"))
    assert [each for each in names(uses.groups) if "HighSpeed" in each] == []
    assert uses.notifications == uses.index_of == []


def test_too_many_uses_are_cut_and_said_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage, "MAX_USES", 1)
    uses = library.uses_of(entry(library, "ifIndex"))
    assert uses.is_cut
    assert len(uses.notifications) == 1
