"""The MIB browser's view: nodes, trees, search, notifications, all bounded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.errors import InvalidInput
from trishul.library.library import Library
from trishul.services.mibs.browsing import (
    find_detail,
    kinds_of,
    list_objects,
    list_traps,
    module_trees,
    oid_tree,
    search,
)
from trishul.services.mibs.refusals import MibNotFound
from trishul.smi.model import NodeKind


@pytest.fixture
def library(small_index: Path) -> Iterator[Library]:
    opened = Library.open(small_index / "index.sqlite")
    yield opened
    opened.close()


def test_a_node_has_its_way_from_the_root_and_what_is_beside_it(library: Library) -> None:
    found = find_detail(library, "1.3.6.1.2.1.2.2.1.2.7")
    assert (found.node.full_name, found.instance, found.node.indexes) == ("IF-MIB::ifDescr", "7", ["ifIndex"])
    assert [step.name for step in found.breadcrumb][-3:] == ["ifTable", "ifEntry", "ifDescr"]
    assert found.siblings_total == len(found.siblings) > 10
    assert found.node.description.startswith("A textual string")


def test_a_notification_has_its_objects(library: Library) -> None:
    objects = find_detail(library, "IF-MIB::linkDown").trap_objects
    assert objects is not None
    assert [each.name for each in objects] == ["ifIndex", "ifAdminStatus", "ifOperStatus"]


@pytest.mark.parametrize("asked", ["nothing", "NO-MIB::x", "IF-MIB::nothing"])
def test_what_nobody_knows_is_not_found(library: Library, asked: str) -> None:
    with pytest.raises(MibNotFound):
        find_detail(library, asked)


def test_the_tree_is_as_deep_as_asked(library: Library) -> None:
    shallow = oid_tree(library, "interfaces", 1, None)
    assert [node.name for node in shallow.children] == ["ifNumber", "ifTable"]
    assert shallow.children[1].children == []
    deep = oid_tree(library, "interfaces", 3, None)
    assert deep.children[1].children[0].children[0].name == "ifIndex"
    assert deep.total == 2 + 1 + len(deep.children[1].children[0].children)
    assert oid_tree(library, "1", 2, None).children
    with pytest.raises(MibNotFound):
        oid_tree(library, "2.999.5", 1, None)


def test_modules_are_the_first_level_of_their_tree(library: Library) -> None:
    page = module_trees(library, None, 2, 1)
    assert (len(page.modules), page.next) == (2, 3)
    (module,) = module_trees(library, "IF-MIB", 1, 0).modules
    assert {node.module for node in module.children} == {"IF-MIB"}
    with pytest.raises(MibNotFound):
        module_trees(library, "NO-MIB", 1, 0)


def test_search_filters_by_module_and_type(library: Library) -> None:
    found = search(library, "link", limit=10, offset=0, module="IF-MIB", type_filter="NotificationType")
    assert {node.name for node in found.results} >= {"linkDown", "linkUp"}
    assert {node.type for node in found.results} == {"notification"}
    assert len(found.matches) == found.count


def test_filters_have_our_words_and_those_of_others() -> None:
    assert kinds_of("column") == kinds_of("MibTableColumn") == {NodeKind.COLUMN}
    assert kinds_of(None) == kinds_of("") == frozenset()
    with pytest.raises(InvalidInput, match="type"):
        kinds_of("odd")


def test_notifications_and_objects_come_in_pages(library: Library) -> None:
    everything = list_traps(library, None, 1000, 0)
    assert everything.total == len(everything.traps)
    page = list_traps(library, None, 2, 1)
    assert ([trap.name for trap in page.traps], page.next) == ([trap.name for trap in everything.traps[1:3]], 3)
    all_objects = list_objects(library, None, 5000, 0)
    assert all_objects.total == len(all_objects.objects)
    part = list_objects(library, None, 30, all_objects.total - 10)
    assert ([node.oid for node in part.objects], part.next) == ([node.oid for node in all_objects.objects[-10:]], None)
    assert {node.module for node in list_objects(library, "IF-MIB", 10, 0).objects} == {"IF-MIB"}
