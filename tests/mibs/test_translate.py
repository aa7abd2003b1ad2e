"""`trishul mib translate` says what snmptranslate says, for every object of modules that everybody uses.

Both read the same texts: those of the standard archive. How indexes look is compared in tests/interop.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator

import pytest

from tests.standard_library import give_library
from trishul.library.library import Library
from trishul.library.sources import STANDARD_ARCHIVE, LibraryPlaces
from trishul.smi.model import NodeKind

MODULES = (
    *("IF-MIB", "IP-MIB", "TCP-MIB", "UDP-MIB", "ENTITY-MIB", "HOST-RESOURCES-MIB", "SNMPv2-MIB", "BGP4-MIB"),
    *("BRIDGE-MIB", "RMON-MIB", "SNMP-VIEW-BASED-ACM-MIB", "SNMP-TARGET-MIB", "OSPF-MIB", "DISMAN-PING-MIB"),
)

_CLAUSES = re.compile(r"^  (MAX-ACCESS|STATUS|DISPLAY-HINT|UNITS|AUGMENTS)\s+(.+?)\s*$", re.MULTILINE)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> LibraryPlaces:
    """A library of the standard modules."""
    return give_library(tmp_path_factory.mktemp("standard"))


@pytest.fixture(scope="module")
def names(places: LibraryPlaces) -> list[str]:
    """Every object of the modules, as MODULE::name."""
    library = Library.open(places.index)
    found = [entry.full_name for module in MODULES for entry in library.nodes_of(module, _SHOWN)]
    library.close()
    return found


_SHOWN = frozenset(NodeKind) - {NodeKind.CAPABILITIES}


@pytest.fixture(scope="module")
def theirs(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    """Runs snmptranslate on many arguments; its lines."""
    folder = tmp_path_factory.mktemp("texts")
    with zipfile.ZipFile(STANDARD_ARCHIVE) as archive:
        archive.extractall(folder)
    command = [tool("snmptranslate"), "-Pu", "-M", str(folder), "-m", ":".join(MODULES)]

    def run(*arguments: str) -> list[str]:
        done = subprocess.run([*command, *arguments], capture_output=True, check=False, timeout=120)
        return done.stdout.decode("latin-1").split("\n")

    return run


@pytest.fixture(scope="module")
def ours(places: LibraryPlaces) -> Callable[..., list[str]]:
    """Runs our command on many arguments; its lines."""
    command = [sys.executable, "-m", "trishul.cli.main", "mib", "translate", "--data-dir", str(places.data_dir)]

    def run(*arguments: str) -> list[str]:
        done = subprocess.run([*command, *arguments], capture_output=True, check=False, timeout=120)
        return done.stdout.decode().split("\n")

    return run


Lines = Callable[..., list[str]]


def differing(names: list[str], ours: list[str], theirs: list[str]) -> Iterator[tuple[str, str, str]]:
    """Name, our answer and theirs."""
    theirs = [line for line in theirs if line]
    for name, own, other in zip(names, [line for line in ours if line], theirs, strict=True):
        if own != other:
            yield name, own, other


def test_numbers_are_the_same(names: list[str], ours: Lines, theirs: Lines) -> None:
    assert len(names) > 1000
    assert list(differing(names, ours("-On", *names), theirs("-On", *names))) == []


def test_paths_from_the_root_are_the_same(names: list[str], ours: Lines, theirs: Lines) -> None:
    assert list(differing(names, ours("-Of", *names), theirs("-Of", *names))) == []


def test_numbers_have_the_same_names(names: list[str], ours: Lines, theirs: Lines) -> None:
    oids = [f"{line}.65" for line in ours("-On", *names) if line]
    labels = [
        [line.rpartition("::")[2] for line in lines] for lines in (ours("-OS", *oids), theirs("-Ir", "-OS", *oids))
    ]
    assert list(differing(names, *labels)) == []


def test_definitions_say_the_same_about_access_status_and_hints(names: list[str], ours: Lines, theirs: Lines) -> None:
    known = definitions(theirs("-Td", *names))
    found = definitions(ours("-Td", *names))
    objects = {name: clauses for name, clauses in found.items() if clauses}
    assert {name: known[name] for name in objects} == objects


def definitions(lines: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Clauses of each definition that is an object's, by name; net-snmp calls plain OIDs objects too."""
    text = re.sub(r'(?<=DESCRIPTION)\s*"(?:[^"]|"")*"', "", "\n".join(lines))
    pieces = re.split(r"^(?=[A-Z][\w-]*::\w)", text, flags=re.MULTILINE)[1:]
    objects = [piece for piece in pieces if " OBJECT-TYPE" in piece]
    return {piece.split("\n")[0].rpartition("::")[2]: _CLAUSES.findall(piece) for piece in objects}
