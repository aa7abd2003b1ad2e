"""Object types for the simulator: opened when needed, taken up anew after a change, never a reason to stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.mib_texts import mib
from trishul.datatypes.oid import Oid
from trishul.library.building import build_library
from trishul.library.sources import LibraryPlaces
from trishul.workers.known_types import KnownTypes

VALUE = Oid("1.3.6.1.4.1.99999.1").contents


@pytest.fixture
def places(tmp_path: Path) -> LibraryPlaces:
    places = LibraryPlaces(tmp_path, tmp_path / "no standard modules")
    places.uploads.mkdir()
    return places


def build(places: LibraryPlaces) -> None:
    build_library(places, on_progress=lambda _: None, processes=1)


def test_an_oid_belongs_to_the_scalar_or_column_it_begins_with(places: LibraryPlaces) -> None:
    shown = "MAX-ACCESS read-only STATUS current"
    table = f"""
acmeTable OBJECT-TYPE SYNTAX SEQUENCE OF AcmeEntry {shown} DESCRIPTION "" ::= {{ acme 2 }}
acmeEntry OBJECT-TYPE SYNTAX AcmeEntry {shown} DESCRIPTION "" INDEX {{ acmeIndex }} ::= {{ acmeTable 1 }}
AcmeEntry ::= SEQUENCE {{ acmeIndex Integer32 }}
acmeIndex OBJECT-TYPE SYNTAX Integer32 {shown} DESCRIPTION "" ::= {{ acmeEntry 1 }}
acmeValueInstance OBJECT IDENTIFIER ::= {{ acmeValue 0 }}
"""
    (places.uploads / "ACME-MIB").write_bytes(mib("ACME-MIB", extra=table))
    build(places)
    types = KnownTypes(places.index)
    assert types.find(Oid("1.3.6.1.4.1.99999.1.0").contents) == VALUE
    assert types.find(Oid("1.3.6.1.4.1.99999.1.7.7").contents) == VALUE
    assert types.find(Oid("1.3.6.1.4.1.99999.2.1.1.44").contents) == Oid("1.3.6.1.4.1.99999.2.1.1").contents
    assert types.find(Oid("1.3.6.1.4.1.99999.2.1.9.44").contents) is None
    assert types.find(Oid("1.3.6.1.4.1.99998.1.0").contents) is None
    types.close()


def test_a_library_that_comes_later_is_taken_up_after_a_refresh(places: LibraryPlaces) -> None:
    types = KnownTypes(places.index)
    assert types.find(VALUE) is None
    (places.uploads / "ACME-MIB").write_bytes(mib("ACME-MIB"))
    build(places)
    assert types.find(VALUE) is None
    types.refresh()
    assert types.find(VALUE) == VALUE
    (places.uploads / "ACME-MIB").unlink()
    (places.uploads / "DEP-MIB").write_bytes(mib("DEP-MIB", 99998))
    build(places)
    types.refresh()
    assert types.find(VALUE) is None
    assert types.find(Oid("1.3.6.1.4.1.99998.1.3").contents) is not None
    types.close()


def test_a_damaged_index_is_as_none(places: LibraryPlaces) -> None:
    places.index.parent.mkdir(parents=True)
    places.index.write_bytes(b"no database")
    assert KnownTypes(places.index).find(VALUE) is None


def test_rules_for_writing_come_from_the_library_and_change_with_it(places: LibraryPlaces) -> None:
    types = KnownTypes(places.index)
    instance = Oid("1.3.6.1.4.1.99999.1.0").contents
    assert types.find_rule(instance) is None
    (places.uploads / "ACME-MIB").write_bytes(mib("ACME-MIB"))
    build(places)
    types.refresh()
    rule = types.find_rule(instance)
    assert rule is not None
    assert (rule.contents, rule.is_writable) == (VALUE, False)
    assert types.find_rule(instance) is rule
    (places.uploads / "ACME-MIB").write_bytes(mib("ACME-MIB").replace(b"read-only", b"read-write"))
    build(places)
    types.refresh()
    changed = types.find_rule(instance)
    assert changed is not None
    assert changed.is_writable
    types.close()
