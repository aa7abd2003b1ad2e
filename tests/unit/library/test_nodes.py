"""Rows become nodes with the names of their modules."""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.library.connection import IndexConnection
from trishul.library.nodes import NodeReader
from trishul.library.sources import LibraryPlaces

SYSTEM = Oid("1.3.6.1.2.1.1").contents


def test_nodes_are_read_by_oid_best_first(library_places: LibraryPlaces) -> None:
    reader = NodeReader(IndexConnection(library_places.index))
    entries = reader.all_at(SYSTEM)
    assert [entry.full_name for entry in entries] == ["SNMPv2-MIB::system", "RFC1213-MIB::system"]
    assert reader.at(SYSTEM) == entries[0]
    assert reader.at(SYSTEM + b"\x7f") is None


def test_nodes_are_read_by_many_ids_and_gone_ones_are_left_out(library_places: LibraryPlaces) -> None:
    reader = NodeReader(IndexConnection(library_places.index))
    ids = [row[0] for row in reader.connection.rows("SELECT id FROM node")]
    assert set(reader.by_ids([*ids, 10**9, *range(10**8, 10**8 + 1000)])) == set(ids)


def test_modules_are_known_by_name_and_id(library_places: LibraryPlaces) -> None:
    reader = NodeReader(IndexConnection(library_places.index))
    module_id = reader.module_id("IF-MIB")
    assert module_id is not None
    assert reader.module_name(module_id) == "IF-MIB"
    assert reader.module_id("NONE-MIB") is None
    reader.forget()
    assert reader.module_name(module_id) == "IF-MIB"
