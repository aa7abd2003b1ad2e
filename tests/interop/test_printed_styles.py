"""One device, printed by snmpwalk in every style, is the same device again when the text is imported and served.

The device is the demo switch as it stands, and SHAPES-MIB with a value of each kind and an index of each shape, also of
types that its MIB does not allow. `STYLES` lists what each style loses, and by which finding that is said: nothing else
may differ, and every entry must still be needed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.unit.library.compiled_library import CompiledLibrary
from trishul.datatypes import Oid
from trishul.library.names import Names
from trishul.library.sources import STANDARD_ARCHIVE
from trishul.protocol.ber import decode_varbinds
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.recordings import FindingCode, Recording
from trishul.simulation.recordings.files import read_recording
from trishul.simulation.recordings.snmprec import write_snmprec

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp, Peer, Simulate

SHAPES = Path(__file__).parent / "rendering"
SHAPES_OID = "1.3.6.1.4.1.99999"
MODULES = (
    *("SNMPv2-SMI", "SNMPv2-TC", "SNMPv2-CONF", "SNMPv2-MIB", "IF-MIB", "IANAifType-MIB", "INET-ADDRESS-MIB", "IP-MIB"),
    *("SNMP-FRAMEWORK-MIB", "HOST-RESOURCES-MIB", "HOST-RESOURCES-TYPES"),
)


class Loss(NamedTuple):
    """Why an instance is not what it was, and the finding that says so: at its line, or once for the text."""

    reason: str
    code: FindingCode


DOUBLE = {"26.3": Loss("a double inside Opaque is printed as a float", FindingCode.FLOAT_PRINTED)}
HINTS = {
    "5.1": Loss("numbers by a hint for text are printed as %2", FindingCode.BAD_VALUE),
    "5.2": Loss("numbers by a hint for text are printed as %2", FindingCode.BAD_VALUE),
    "7.2": Loss("a hint that counts more octets than there are does not show its count", FindingCode.AMBIGUOUS_HINT),
    "8.1": Loss("a hint of text without an end takes octets for text", FindingCode.AMBIGUOUS_HINT),
    "8.2": Loss("a hint of text without an end takes octets for text", FindingCode.AMBIGUOUS_HINT),
    "10.2": Loss("octets that are no UTF-8 are printed as dots", FindingCode.DOT_IN_TEXT),
    "11.1": Loss("a hint without separators prints numbers one behind the other", FindingCode.AMBIGUOUS_HINT),
    "13.3": Loss("octets that a hint has no room for are printed as if they were more", FindingCode.AMBIGUOUS_HINT),
    "13.4": Loss("octets that a hint has no room for are printed as if they were more", FindingCode.AMBIGUOUS_HINT),
    "19.3": Loss("octets that are no text are printed as dots where a hint says text", FindingCode.DOT_IN_TEXT),
    "27.3": Loss("a date of one octet is printed as 0", FindingCode.AMBIGUOUS_HINT),
} | DOUBLE
DOTS_IN_INDEX = Loss("octets in an index are printed as dots", FindingCode.REPLACED_OCTETS)
A_DOT_IN_INDEX = Loss("an octet or a number above 255 in an index is printed as a dot", FindingCode.DOT_IN_INDEX)
QUOTES_IN_INDEX = Loss("quotes in an index are printed as they are", FindingCode.SYMBOLIC_OID)
TYPED_INDEXES = {
    "100.1.2.1.7": DOTS_IN_INDEX,
    "100.1.2.3.97.0.99": A_DOT_IN_INDEX,
    "100.1.2.3.300.97.98": A_DOT_IN_INDEX,
    "107.1.3.4.97.98.99.100.1.2.3.4": DOTS_IN_INDEX,
    "100.1.2.3.97.34.92": QUOTES_IN_INDEX,
    "101.1.2.97.39": QUOTES_IN_INDEX,
}
INDEXES = TYPED_INDEXES | {
    "102.1.2.0.1.2.3.255.6": DOTS_IN_INDEX,
    "110.1.2.6.0.1.2.3.4.5": DOTS_IN_INDEX,
}
QUICK_INDEXES = INDEXES | {
    "100.1.2.3.97.34.92": QUOTES_IN_INDEX._replace(code=FindingCode.BROKEN_LINE),
    "101.1.2.97.39": QUOTES_IN_INDEX._replace(code=FindingCode.BROKEN_LINE),
}
TYPES = dict.fromkeys(
    ("15.4", "21.2", "22.2"),
    Loss("a number of another type than its MIB's is printed without its type", FindingCode.GUESSED_TYPE),
)
TYPES |= dict.fromkeys(
    ("26.4", "26.5"), Loss("numbers inside Opaque are printed without their type", FindingCode.BAD_VALUE)
)
MORE_TYPES = TYPES | dict.fromkeys(
    ("4.3", "14.4", "18.5", "19.5", "21.3", "23.2", "26.6", "28.2"),
    Loss("a value of another type than its MIB's is printed as if it were of that", FindingCode.TYPE_OF_OBJECT),
)
DOTS = dict.fromkeys(
    ("12.1", "15.5", "18.3", "18.7", "24.2", "26.6", "200.3"),
    Loss("-Oa prints octets as dots", FindingCode.REPLACED_OCTETS),
) | dict.fromkeys(("18.4", "18.8"), Loss("-Oa prints some octets as dots", FindingCode.DOT_IN_TEXT))


class Style(NamedTuple):
    """Options of snmpwalk, and what a text in this style has lost: instances below SHAPES-MIB, each with the reason."""

    options: tuple[str, ...]
    lost: dict[str, Loss]
    has_mibs: bool = True


STYLES = {
    "names": Style((), HINTS | INDEXES),
    "numbers": Style(("-On",), HINTS),
    "without MIBs": Style((), DOUBLE, has_mibs=False),
    "last name": Style(("-Os",), HINTS | INDEXES),
    "full names": Style(("-Of",), HINTS | INDEXES),
    "UCD names": Style(("-Ou",), HINTS | INDEXES),
    "indexes in brackets": Style(("-OX",), HINTS | TYPED_INDEXES),
    "indexes as numbers": Style(("-Ob",), HINTS),
    "indexes with backslashes": Style(("-OE",), HINTS | INDEXES),
    "enumerations as numbers": Style(("-Oe",), HINTS | INDEXES),
    "quick with =": Style(("-OQ",), HINTS | INDEXES | MORE_TYPES),
    "quick": Style(("-Oq",), HINTS | QUICK_INDEXES | TYPES),
    "quick numbers": Style(("-Onq",), HINTS | TYPES),
    "raw time": Style(("-Ot",), HINTS | INDEXES),
    "without units": Style(("-OU",), HINTS | INDEXES),
    "hexadecimal": Style(("-Ox",), HINTS | INDEXES),
    "hexadecimal and text": Style(("-OT",), HINTS | INDEXES),
    "text": Style(("-Oa",), HINTS | INDEXES | DOTS),
    "as recommended": Style(("-ObentU",), HINTS),
}


@pytest.fixture(scope="module")
def mib_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules of the device as net-snmp reads them."""
    folder = tmp_path_factory.mktemp("texts")
    with zipfile.ZipFile(STANDARD_ARCHIVE) as archive:
        for name in MODULES:
            (folder / name).write_bytes(archive.read(name))
    (folder / "SHAPES-MIB").write_bytes((SHAPES / "SHAPES-MIB").read_bytes())
    return folder


@pytest.fixture(scope="module")
def names(mib_folder: Path) -> Names:
    """The same texts, as we read them."""
    texts = [path.read_text("latin-1") for path in sorted(mib_folder.iterdir())]
    return Names(CompiledLibrary.of(*texts).as_library())


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo switch at one moment, and every shape."""
    switch = demo_switch(started_at=0.0)
    bindings = [switch.varbind_at(position, 0.0) for position in range(len(switch))]
    varbinds = [varbind for binding in bindings for varbind in decode_varbinds(binding, 0, len(binding))]
    path = tmp_path_factory.mktemp("device") / "device.snmprec"
    path.write_bytes(b"".join(write_snmprec(varbinds)) + (SHAPES / "shapes.snmprec").read_bytes())
    return path


@pytest.fixture(scope="module")
def agent(simulate: Simulate, device: Path) -> Iterator[Peer]:
    with simulate(device) as simulation:
        yield simulation.peer


def printed(netsnmp: NetSnmp, agent: Peer, mib_folder: Path, style: Style, community: str = "device") -> bytes:
    mibs = ("-M", str(mib_folder), "-m", "ALL") if style.has_mibs else ("-m", "")
    done = netsnmp.run("snmpbulkwalk", *mibs, *style.options, "-v2c", f"-c{community}", "-Cr50", agent, ".1")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def lost_of(found: Recording, device: Path) -> set[str]:
    """Instances of the device that are not in a recording as they were, below SHAPES-MIB without its OID."""
    there = dict(zip(found.names, found.varbinds, strict=True))
    whole = read_recording(device)
    lost = [name for name, varbind in zip(whole.names, whole.varbinds, strict=True) if there.get(name) != varbind]
    return {str(Oid.from_contents(name)).removeprefix(f"{SHAPES_OID}.") for name in lost}


@pytest.mark.parametrize("form", list(STYLES))
def test_a_text_of_snmpwalk_is_the_device_again(
    netsnmp: NetSnmp, agent: Peer, mib_folder: Path, names: Names, device: Path, tmp_path: Path, form: str
) -> None:
    style = STYLES[form]
    path = tmp_path / "walk.txt"
    path.write_bytes(printed(netsnmp, agent, mib_folder, style))
    found = read_recording(path, lambda: names if style.has_mibs else None)
    assert lost_of(found, device) == set(style.lost)
    said = {warning.code for warning in found.warnings}
    assert {name: loss for name, loss in style.lost.items() if loss.code not in said} == {}


def test_what_was_imported_is_served_printed_and_imported_without_losing_more(
    netsnmp: NetSnmp, simulate: Simulate, agent: Peer, mib_folder: Path, names: Names, tmp_path: Path
) -> None:
    style = STYLES["as recommended"]
    text, imported = tmp_path / "walk.txt", tmp_path / "again.snmprec"
    text.write_bytes(printed(netsnmp, agent, mib_folder, style))
    imported.write_bytes(b"".join(write_snmprec(read_recording(text, lambda: names))))
    with simulate(imported) as simulation:
        text.write_bytes(printed(netsnmp, simulation.peer, mib_folder, style, "again"))
    again = read_recording(text, lambda: names)
    assert len(again) > 1000
    assert lost_of(again, imported) <= set(style.lost)
