"""What the parser made of a text is kept by its hash and comes back as it was."""

from __future__ import annotations

from pathlib import Path

from trishul.library.parsed import CachedModules, CurrentModule, ParsedCache, decode_module, encode_module
from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces
from trishul.library.tasks import ParseText, TaskRunner
from trishul.smi.parser import parse_source
from trishul.smi.source import decode_source

EVERYTHING = b"""A-MIB DEFINITIONS ::= BEGIN IMPORTS x FROM X-MIB;
a MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "" CONTACT-INFO "" DESCRIPTION "" ::= { x 1 }
T ::= TEXTUAL-CONVENTION DISPLAY-HINT "d" STATUS current DESCRIPTION "" SYNTAX INTEGER { up(1) }
o OBJECT-TYPE SYNTAX T MAX-ACCESS read-only STATUS current DESCRIPTION "" DEFVAL { up } ::= { a 1 }
n NOTIFICATION-TYPE OBJECTS { o } STATUS current DESCRIPTION "" ::= { a 2 }
t TRAP-TYPE ENTERPRISE a VARIABLES { o } ::= 3
i OBJECT-IDENTITY STATUS current DESCRIPTION "" ::= { a 3 }
g OBJECT-GROUP OBJECTS { o } STATUS current DESCRIPTION "" ::= { a 4 }
c MODULE-COMPLIANCE STATUS current DESCRIPTION "" MODULE MANDATORY-GROUPS { g } ::= { a 5 }
k AGENT-CAPABILITIES PRODUCT-RELEASE "" STATUS current DESCRIPTION "" SUPPORTS A-MIB INCLUDES { g } ::= { a 6 }
p OBJECT IDENTIFIER ::= { a q(7) } bad_name OBJECT IDENTIFIER ::= { a 8 }
END
"""


def test_a_parsed_module_comes_back_as_it_was() -> None:
    module = parse_source(decode_source("a.mib", EVERYTHING)).modules[0]
    assert module.diagnostics
    assert len(module.definitions) == 11
    assert decode_module(encode_module(module), "a.mib") == module
    assert decode_module(encode_module(module), "b.mib").diagnostics[0].source == "b.mib"


def kept(places: LibraryPlaces) -> ParsedCache:
    """A cache with the two standard modules."""
    places.parsed.parent.mkdir()
    cache = ParsedCache(places.parsed)
    runner = TaskRunner(places)
    cache.begin()
    for file in ("BASE-MIB", "ROOT-MIB"):
        cache.add(runner.run(ParseText(Origin.STANDARD, file)))  # type: ignore[arg-type]
    cache.commit()
    runner.close()
    return cache


def test_names_are_found_in_the_texts_that_count(places: LibraryPlaces) -> None:
    cache = kept(places)
    ids = {one.name: one.parsed_id for found in cache.candidates().values() for one in found}
    cache.set_current({"BASE-MIB": CurrentModule(ids["BASE-MIB"], Origin.STANDARD, "BASE-MIB")})
    modules = CachedModules(places.parsed)
    found = modules.find("BASE-MIB")
    assert found is not None
    assert found.parsed.source == "BASE-MIB"
    assert modules.find("ROOT-MIB") is None
    assert (modules.value_homes("base"), modules.type_homes("Text")) == (["BASE-MIB"], ["BASE-MIB"])
    assert (modules.value_homes("root"), modules.value_homes("Text")) == ([], [])
    assert cache.definitions_of(ids["ROOT-MIB"]) == {("root", 0), ("Number", 1)}
    modules.close()
    cache.close()


def test_texts_that_are_no_more_are_forgotten_with_their_names(places: LibraryPlaces) -> None:
    cache = kept(places)
    base = next(sha256 for sha256, found in cache.candidates().items() if found[0].name == "BASE-MIB")
    cache.forget({base})
    assert cache.hashes() == {base}
    assert [one.name for found in cache.candidates().values() for one in found] == ["BASE-MIB"]
    cache.close()


def test_a_cache_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "parsed.sqlite"
    ParsedCache(path).close()
    cache = ParsedCache(path)
    assert not cache.is_new
    cache._connection.execute("PRAGMA user_version = 99")
    cache.close()
    cache = ParsedCache(path)
    assert cache.is_new
    cache.close()
