"""Queries and the names that a MIB library knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.notification_rows import IF_ADMIN_STATUS, IF_DESCR, IF_INDEX, LINK_DOWN, stored_row
from trishul.datatypes.oid import Oid
from trishul.errors import InvalidQuery
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.sources import LibraryPlaces
from trishul.services.traps.notification_query import LibraryNames, read_search


@pytest.fixture
def names(small_archive: Path, small_index: Path) -> Iterator[Names]:
    library = Library.open(LibraryPlaces(small_index.parent, small_archive).index)
    yield Names(library)
    library.close()


@pytest.mark.parametrize(
    ("oid", "text", "number"),
    [
        (f"{IF_INDEX}.3", "3", 3),
        (IF_ADMIN_STATUS, "up", 1),
        (IF_ADMIN_STATUS, "up(1)", 1),
        (IF_ADMIN_STATUS, "sideways", None),
        (IF_DESCR, "3", None),
        ("1.3.6.1.2.1.1.3.0", "3", None),
        ("1.3.6.1.4.1.99", "3", None),
    ],
)
def test_a_text_means_a_number_where_the_object_is_one(names: Names, oid: str, text: str, number: int | None) -> None:
    assert LibraryNames(names).number_meant(Oid(oid), text) == number


def test_generic_traps_are_known_without_a_library() -> None:
    assert read_search("trap:linkDown", Names(None)).matches(stored_row())
    with pytest.raises(InvalidQuery):
        read_search("trap:linkSideways", Names(None))


def test_what_a_notification_is_called_is_asked_of_the_library(names: Names) -> None:
    known = LibraryNames(names)
    assert known.is_resolved(LINK_DOWN)
    assert known.name_contains(LINK_DOWN, "if-mib::linkd")
    assert not known.name_contains("1.3.6.1.4.1.99.0.1", "1")


def test_a_search_judges_rows(names: Names) -> None:
    search = read_search("trap:linkDown", names)
    assert search.matches(stored_row())
    assert not search.matches(stored_row(trap_oid="1.3.9"))


def test_a_name_that_no_mib_knows_is_told_at_its_column(names: Names) -> None:
    with pytest.raises(InvalidQuery, match="linkDwn") as caught:
        read_search("ver:2c trap:linkDwn", names)
    assert (caught.value.column, caught.value.length) == (12, 7)
