"""Rules for writing, gathered from an index: types, accesses, defaults, rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.writable_device import PLAIN_ROW, ROOT, ROW, TARGET_ROW
from trishul.datatypes import Oid, Value
from trishul.library.library import Library
from trishul.library.object_rules import find_object, object_rule
from trishul.library.sources import LibraryPlaces
from trishul.simulation.object_rules import ObjectRule


@pytest.fixture
def library(set_library: LibraryPlaces) -> Iterator[Library]:
    opened = Library.open(set_library.index, set_library.standard_archive)
    yield opened
    opened.close()


def rule_of(library: Library, oid: str) -> ObjectRule:
    found = find_object(library, Oid(oid).contents)
    assert found is not None
    rule = object_rule(library, found)
    assert rule is not None
    return rule


def test_a_scalar_has_its_type_and_access(library: Library) -> None:
    rule = rule_of(library, f"{ROOT}.1.0")
    assert (rule.name, rule.info.ranges, rule.is_writable, rule.row) == ("setNumber", ((-5, 5), (10, 10)), True, None)
    assert not rule_of(library, f"{ROOT}.10.0").is_writable


def test_a_column_knows_its_row_with_index_and_status(library: Library) -> None:
    row = rule_of(library, f"{ROW}.3.5.1.97").row
    assert row is not None
    assert [index.name for index in row.index] == ["setPlace", "setName"]
    assert [column.name for column in row.columns][-2:] == ["setStorage", "setStatus"]
    assert row.status is not None
    assert row.storage is not None
    plain = rule_of(library, f"{PLAIN_ROW}.2.1").row
    assert plain is not None
    assert plain.status is None


def test_defaults_are_values(library: Library) -> None:
    row = rule_of(library, f"{ROW}.3.5.1.97").row
    assert row is not None
    assert {column.name: column.default for column in row.columns if column.default} == {
        "setLabel": Value.octet_string("none"),
        "setIsOn": Value.integer(2),
        "setStorage": Value.integer(2),
    }
    assert rule_of(library, f"{TARGET_ROW}.4.1.97").default == Value.integer(1500)
    assert rule_of(library, f"{TARGET_ROW}.6.1.97").default == Value.octet_string("")


def test_what_no_mib_knows_has_no_rule(library: Library) -> None:
    assert find_object(library, Oid("1.3.6.1.4.1.32473.99.0").contents) is None
    table = library.find_by_oid(Oid(f"{ROOT}.20").contents)
    assert table is not None
    assert object_rule(library, table[0]) is None
