"""What snmpwalk printed by its MIBs is read by ours: names in every style, values with and without their type."""

from __future__ import annotations

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.datatypes import Oid, Value
from trishul.library.names import Names
from trishul.simulation.recordings import FindingCode
from trishul.simulation.recordings.printed_names import NamedReader
from trishul.simulation.recordings.snmpwalk_text import read_snmpwalk_text

DEVICE = "1.3.6.1.4.1.99999"
PORT_NAME = f"{DEVICE}.2.1.2.7"
USER_RIGHT = f"{DEVICE}.4.1.2.3.97.98.99.1"


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(CompiledLibrary.of(DEVICE_MIB).as_library())


@pytest.mark.parametrize(
    ("text", "oid"),
    [
        ("DEVICE-MIB::portName.7", PORT_NAME),
        ("portName.7", PORT_NAME),
        ("DEVICE-MIB::portName[7]", PORT_NAME),
        (".iso.org.dod.internet.private.enterprises.device.portTable.portEntry.portName.7", PORT_NAME),
        ("enterprises.device.portTable.portEntry.portName.7", PORT_NAME),
        (".1.3.6.1.4.1.99999.2.1.2.7", PORT_NAME),
        ('DEVICE-MIB::userRight."abc".read', USER_RIGHT),
        ('DEVICE-MIB::userRight.\\"abc\\".read', USER_RIGHT),
        ("DEVICE-MIB::userRight[STRING: abc][read]", USER_RIGHT),
        ("DEVICE-MIB::userRight.3.97.98.99.1", USER_RIGHT),
        ("SNMPv2-SMI::enterprises.99999.2.1.2.7", PORT_NAME),
        ("DEVICE-MIB::unknown.1", None),
        ("OTHER-MIB::portName.7", None),
    ],
)
def test_a_name_is_read_in_every_style(names: Names, text: str, oid: str | None) -> None:
    found = NamedReader(names).find_name(text.encode())
    assert found == (None if oid is None else Oid(oid).contents)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("DEVICE-MIB::deviceState.0 = INTEGER: up(1)", Value.integer(1)),
        ("DEVICE-MIB::deviceState.0 = INTEGER: 1", Value.integer(1)),
        ("DEVICE-MIB::deviceState.0 = up", Value.integer(1)),
        ("DEVICE-MIB::deviceState.0 up", Value.integer(1)),
        ("DEVICE-MIB::deviceState.0 7", Value.integer(7)),
        ("DEVICE-MIB::portSpeed.7 = Gauge32: 5 bits", Value.gauge32(5)),
        ("portSpeed.7 5 bits", Value.gauge32(5)),
        (".1.3.6.1.4.1.99999.3.1.1.7 = 5", Value.gauge32(5)),
        (".1.3.6.1.4.1.99999.3.1.1.7 5", Value.gauge32(5)),
        ('DEVICE-MIB::portName.7 = STRING: "a \\"b\\""', Value.octet_string('a "b"')),
        ('portName.7 "two words"', Value.octet_string("two words")),
        ('portName.7 "00 1B FF "', Value.octet_string(b"\x00\x1b\xff")),
        ("portName.7 = bare", Value.octet_string("bare")),
        ("portName.7 = ", Value.octet_string("")),
        ('portName.7 = ""', Value.octet_string("")),
        ("portName.7 = Wrong Type (should be OCTET STRING): INTEGER: 5", Value.integer(5)),
        ("portName.7 = OID: DEVICE-MIB::portName.7", Value.object_identifier(PORT_NAME)),
    ],
)
def test_a_value_is_read_by_its_own_type_or_by_that_of_its_object(names: Names, printed: str, value: Value) -> None:
    recording = read_snmpwalk_text([printed.encode()], names)
    assert {warning.code for warning in recording.warnings} <= {FindingCode.TYPE_OF_OBJECT}
    assert [varbind.value for varbind in recording] == [value]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("5", Value.integer(5)),
        ("192.0.2.1", Value.ip_address("192.0.2.1")),
        ("-5", Value.integer(-5)),
        ("18446744073709551615", Value.counter64(2**64 - 1)),
        (".1.3.6.1.4.1.9", Value.object_identifier("1.3.6.1.4.1.9")),
        ('"some text"', Value.octet_string("some text")),
        ('"00 FF "', Value.octet_string(b"\x00\xff")),
    ],
)
def test_the_type_of_an_object_that_nobody_knows_is_guessed_and_said(names: Names, printed: str, value: Value) -> None:
    recording = read_snmpwalk_text([f".1.3.6.1.4.1.88888.1.0 = {printed}".encode()], names)
    assert [varbind.value for varbind in recording] == [value]
    assert [warning.code for warning in recording.warnings] == [FindingCode.GUESSED_TYPE]


def test_lines_of_a_text_belong_to_it_until_the_next_name(names: Names) -> None:
    text = b"portName.7 first line\nsecond line, e.g. this\n\nportName.8 x\ndeviceState.0 down\n"
    recording = read_snmpwalk_text(text.splitlines(keepends=True), names)
    assert [varbind.value.native for varbind in recording] == [2, b"first line\nsecond line, e.g. this\n", b"x"]


def test_octets_that_were_printed_as_dots_are_said(names: Names) -> None:
    recording = read_snmpwalk_text([b'portName.7 = STRING: ".....a.."'], names)
    assert [warning.code for warning in recording.warnings] == [FindingCode.REPLACED_OCTETS]
