"""What NAME and OID mean, and what a terminal gets to see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.cli.mib_entries import find_entry, print_json, terminal_text
from trishul.errors import InvalidInput, UnknownName
from trishul.library.library import Library
from trishul.library.sources import LibraryPlaces


@pytest.fixture
def library(library_dir: Path) -> Iterator[Library]:
    opened = Library.open(LibraryPlaces(library_dir).index)
    yield opened
    opened.close()


@pytest.mark.parametrize("text", ["vendorQuota", "VENDOR-MIB::vendorQuota", " vendorQuota ", "1.3.6.1.4.1.99999.2.1.3"])
def test_a_name_or_oid_means_its_node(library: Library, text: str) -> None:
    entry, oid = find_entry(library, text)
    assert entry.full_name == "VENDOR-MIB::vendorQuota"
    assert oid == entry.node.oid


def test_an_instance_means_the_node_it_belongs_to(library: Library) -> None:
    entry, oid = find_entry(library, "vendorMode.0")
    assert entry.node.name == "vendorMode"
    assert str(oid) == "1.3.6.1.4.1.99999.1.0"


@pytest.mark.parametrize("text", ["1", "2.999"])
def test_where_nothing_is_known_is_said(library: Library, text: str) -> None:
    with pytest.raises(InvalidInput, match="Nothing is known at"):
        find_entry(library, text)


def test_a_name_of_another_module_is_unknown_in_this_one(library: Library) -> None:
    with pytest.raises(UnknownName):
        find_entry(library, "IF-MIB::vendorMode")


def test_control_characters_never_reach_a_terminal() -> None:
    assert terminal_text("a\tb\nc\x1b[31m\x07\x9b\u202ed") == "a\tb\nc\ufffd[31m\ufffd\ufffd\ufffdd"


def test_json_is_indented(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": 1})
    assert capsys.readouterr().out == '{\n  "a": 1\n}\n'
