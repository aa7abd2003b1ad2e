"""Names and values are those that snmpwalk prints by default, with the same MIBs, of the same devices.

`trishul simulate` serves recordings, snmpbulkwalk walks and prints them with the standard MIBs loaded, what stands
between the two keeps what was on the wire, and `Names` shows that. SHAPES-MIB with its recording has one value of each
kind and an index of each shape. Accepted differences stand in tests/mibs/accepted_differences.toml, each with its
reason; one that is not listed fails, and so does an entry that is not needed.
"""

from __future__ import annotations

import re
import shutil
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.interop.device_chain import chain_of
from tests.interop.test_recordings import Record
from tests.standard_library import give_library
from trishul.datatypes import Oid
from trishul.datatypes.contents import encode_oid_contents
from trishul.library.building import build_library
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.sources import STANDARD_ARCHIVE
from trishul.smi.display_hint import text_of_octets
from trishul.smi.model import ObjectNode
from trishul.smi.rendering import ValueRenderer

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp, Peer, Simulate

HERE = Path(__file__).parent
SHAPES = HERE / "rendering"
ACCEPTED = HERE.parent / "mibs/accepted_differences.toml"
MAX_SHOWN = 20
ROW = re.compile(rb"^(?:[A-Za-z][\w-]*::|(?:iso|ccitt|joint-iso-ccitt)[. ])", re.MULTILINE)
NAME = re.compile(r"(?:OID: )?(?P<module>[\w-]+)::(?P<label>[\w-]+)(?P<rest>.*)")
QUOTED = re.compile(r"""(["']).*\1""")
WRONG_TYPE = re.compile(r"Wrong Type \(should be (.+?)\): (?:[\w-]+: )?(.*)", re.DOTALL)

OUR_WRONG_TYPE = re.compile(r"Wrong type \(.+, not .+\): (.*)", re.DOTALL)


class Row(NamedTuple):
    """One instance: what was on the wire, and the name and value that snmpwalk printed for it."""

    record: Record
    name: str
    value: str

    @property
    def contents(self) -> bytes:
        return encode_oid_contents(self.record.arcs)


class Difference(NamedTuple):
    """A name or value that the two show differently."""

    row: Row
    ours: str
    theirs: str


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The standard modules and SHAPES-MIB."""
    places = give_library(tmp_path_factory.mktemp("library"))
    places.uploads.mkdir(parents=True)
    shutil.copy(SHAPES / "SHAPES-MIB", places.uploads)
    outcome = build_library(places, on_progress=lambda _progress: None)
    assert outcome.problem is None
    library = Library.open(places.index)
    yield library
    library.close()


@pytest.fixture(scope="module")
def names(library: Library) -> Names:
    return Names(library)


@pytest.fixture(scope="module")
def mib_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same texts, as net-snmp reads them."""
    folder = tmp_path_factory.mktemp("texts")
    with zipfile.ZipFile(STANDARD_ARCHIVE) as archive:
        archive.extractall(folder)
    (folder / "PROVENANCE.json").unlink()
    shutil.copy(SHAPES / "SHAPES-MIB", folder)
    return folder


def walked(netsnmp: NetSnmp, agent: Peer, communities: list[str], mib_folder: Path) -> list[Row]:
    """All rows of some devices, one device after the other."""
    how = "-M", str(mib_folder), "-m", "ALL", "-v2c", "-cany", "-Cr50", "-Cc", "-r0", "-t60"
    with chain_of(agent, communities) as chain:
        printed = netsnmp.run("snmpbulkwalk", *how, f"127.0.0.1:{chain.port}", ".1").stdout
    records = chain.records
    starts = [match.start() for match in ROW.finditer(printed)]
    chunks = [printed[start:end] for start, end in zip(starts, [*starts[1:], len(printed)], strict=True)]
    assert len(chunks) >= len(records)
    return [Row(record, *split(chunk)) for record, chunk in zip(records, chunks, strict=False)]


def split(chunk: bytes) -> tuple[str, str]:
    """Name and value of what snmpwalk printed for one instance; Latin-1 where it is no UTF-8."""
    try:
        text = chunk.decode()
    except UnicodeDecodeError:
        text = chunk.decode("latin-1")
    name, _, value = text.removesuffix("\n").partition(" = ")
    return name, value


class Judge:
    """Knows which differences are accepted, and which entries were needed."""

    def __init__(self, names: Names, library: Library) -> None:
        self.names = names
        self.library = library
        self.entries = {entry["name"]: entry for entry in tomllib.loads(ACCEPTED.read_text())["rendering"]}
        self.needed: set[str] = set()
        self.rules: dict[str, Callable[[Difference], bool]] = {
            "white_space": lambda one: flat(one.ours) == flat(one.theirs),
            "octets_as_text": self.octets_as_text,
            "module_choice": self.module_choice,
            "definition_choice": self.definition_choice,
            "index_octets": self.index_octets,
            "wrong_type": self.wrong_type,
        }

    def differences(self, rows: list[Row]) -> list[Difference]:
        """Differences that no entry accepts."""
        found = []
        for row in rows:
            oid, tag, contents = row.contents, row.record.tag, row.record.contents
            pairs = (
                (self.names.text_of(oid), row.name),
                (self.names.line_value(oid, tag, contents), row.value),
            )
            found += [Difference(row, ours, theirs) for ours, theirs in pairs if ours != theirs]
        return [one for one in found if not self.is_accepted(one)]

    def is_accepted(self, one: Difference) -> bool:
        for name, entry in self.entries.items():
            rule = self.rules.get(name)
            if rule(one) if rule is not None else matches(entry, one):
                self.needed.add(name)
                return True
        return False

    def octets_as_text(self, one: Difference) -> bool:
        return flat(one.ours) == flat(text_of_octets(one.theirs.encode()))

    def module_choice(self, one: Difference) -> bool:
        """Two names of one OID, each by another module, and the same index."""
        ours, theirs = NAME.fullmatch(one.ours), NAME.fullmatch(one.theirs)
        if ours is None or theirs is None or ours["module"] == theirs["module"] or ours["rest"] != theirs["rest"]:
            return False
        found = [self.library.find_by_name(name["label"], name["module"]) for name in (ours, theirs)]
        return all(found) and found[0][0].node.oid_contents == found[1][0].node.oid_contents

    def definition_choice(self, one: Difference) -> bool:
        """What the module that net-snmp chose says of the object gives net-snmp's text."""
        module, _, name = one.row.name.partition("::")
        for found in self.library.find_by_name(name.split(".")[0], module):
            if isinstance(found.node, ObjectNode):
                renderer = ValueRenderer(found.node.type, found.node.units, self.names.text_of)
                shown = "".join(renderer.render(one.row.record.tag, one.row.record.contents))
                is_other = not self.names.text_of(one.row.contents).startswith(f"{module}::")
                return is_other and flat(shown) == flat(one.theirs)
        return False

    def index_octets(self, one: Difference) -> bool:
        """The same label, octets between quotes at theirs, and ours reads back to the OID."""
        if one.theirs != one.row.name or one.ours.split(".")[0] != one.theirs.split(".")[0]:
            return False
        return bool(QUOTED.search(one.theirs)) and self.names.oid_of(one.ours) == Oid(one.row.record.arcs)

    def wrong_type(self, one: Difference) -> bool:
        """Both say so, and show the same value."""
        theirs, ours = WRONG_TYPE.fullmatch(flat(one.theirs)), OUR_WRONG_TYPE.fullmatch(flat(one.ours))
        return theirs is not None and ours is not None and theirs[2] == ours[1]


def flat(text: str) -> str:
    """All white space as one space."""
    return " ".join(text.split())


def matches(entry: dict[str, str], one: Difference) -> bool:
    match = re.fullmatch(entry["theirs"], flat(one.theirs))
    if match is None:
        return False
    ours = re.sub(
        r"\\(?:g<)?(\d)>?", lambda group: re.escape(match[int(group[1])]).replace("\\", "\\\\"), entry["ours"]
    )
    return re.fullmatch(ours.replace("\\\\", "\\"), flat(one.ours)) is not None


@pytest.fixture(scope="module")
def judge(names: Names, library: Library) -> Judge:
    return Judge(names, library)


def shown(differences: list[Difference]) -> list[tuple[str, str]]:
    return [(one.ours, one.theirs) for one in differences[:MAX_SHOWN]]


@pytest.fixture(scope="module")
def shapes(netsnmp: NetSnmp, simulate: Simulate, mib_folder: Path) -> list[Row]:
    """The rows of the recording of all shapes."""
    with simulate(SHAPES / "shapes.snmprec") as simulation:
        return walked(netsnmp, simulation.peer, ["shapes"], mib_folder)


def test_values_and_indexes_of_every_shape(shapes: list[Row], judge: Judge) -> None:
    assert len(shapes) == len((SHAPES / "shapes.snmprec").read_text().splitlines())
    assert shown(judge.differences(shapes)) == []


def test_names_and_values_of_131_devices(
    netsnmp: NetSnmp, simulate: Simulate, judge: Judge, mib_folder: Path, shared_dir: Path, tmp_path: Path
) -> None:
    with tarfile.open(shared_dir / "recordings" / "librenms.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    files = sorted((tmp_path / "librenms").glob("*.snmprec"))
    with simulate(tmp_path / "librenms") as simulation:
        rows = walked(netsnmp, simulation.peer, [path.name.removesuffix(".snmprec") for path in files], mib_folder)
    assert len(rows) > 100_000
    assert shown(judge.differences(rows)) == []


def test_every_name_reads_back_to_its_oid(shapes: list[Row], names: Names) -> None:
    for row in shapes:
        assert names.oid_of(names.text_of(row.contents)) == Oid(row.record.arcs)


def test_every_accepted_difference_is_needed(judge: Judge) -> None:
    """Runs last: the walks above noted what they needed."""
    assert judge.needed, "run the whole file"
    assert sorted(set(judge.entries) - judge.needed) == []
