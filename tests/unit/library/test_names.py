"""Names of OIDs and values, and what names stand for, in the words of net-snmp's tools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.errors import InvalidInput
from trishul.library import names as names_module
from trishul.library.names import Names
from trishul.smi.model import BaseType, NodeKind

ROOT = "1.3.6.1.4.1.99999"


@pytest.fixture(scope="module")
def library() -> CompiledLibrary:
    return CompiledLibrary.of(DEVICE_MIB)


@pytest.fixture
def names(library: CompiledLibrary) -> Names:
    return Names(library.as_library())


def contents(text: str) -> bytes:
    return Oid(text).contents


NAMED = [
    (f"{ROOT}", "DEVICE-MIB::device"),
    (f"{ROOT}.1", "DEVICE-MIB::deviceState"),
    (f"{ROOT}.1.0", "DEVICE-MIB::deviceState.0"),
    (f"{ROOT}.1.5", "DEVICE-MIB::deviceState.5"),
    (f"{ROOT}.2.1.2.3", "DEVICE-MIB::portName.3"),
    (f"{ROOT}.2.1.2.300", "DEVICE-MIB::portName.300"),
    (f"{ROOT}.2.1.2.3.4", "DEVICE-MIB::portName.3.4"),
    (f"{ROOT}.2.1", "DEVICE-MIB::portEntry"),
    (f"{ROOT}.2.1.99.3", "DEVICE-MIB::portEntry.99.3"),
    (f"{ROOT}.3.1.1.3", "DEVICE-MIB::portSpeed.3"),
    (f"{ROOT}.4.1.2.3.97.98.99.1", 'DEVICE-MIB::userRight."abc".read'),
    (f"{ROOT}.4.1.99.3.97.98.99.1", 'DEVICE-MIB::userEntry.99."abc".read'),
    (f"{ROOT}.4.1.2.9.97", "DEVICE-MIB::userRight.9.97"),
    (f"{ROOT}.77.5", "DEVICE-MIB::device.77.5"),
    ("1.3.6.1.4.1.9999.1", "SNMPv2-SMI::enterprises.9999.1"),
    ("1.3.6.1.4.1.9999", "SNMPv2-SMI::enterprises.9999"),
    ("2.5.1", "2.5.1"),
]


@pytest.mark.parametrize(("oid", "text"), NAMED)
def test_an_oid_has_the_name_of_the_longest_known_prefix(names: Names, oid: str, text: str) -> None:
    assert names.text_of(contents(oid)) == text
    assert names.text_of(contents(oid)) == text, "the second time from the cache"
    assert str(names.oid_of(text)) == oid


def test_names_are_the_same_in_any_order_of_asking(library: CompiledLibrary) -> None:
    for shift in range(len(NAMED)):
        names = Names(library.as_library())
        for oid, text in NAMED[shift:] + NAMED[:shift]:
            assert names.text_of(contents(oid)) == text


@given(arcs=st.lists(st.integers(0, 300), max_size=12))
def test_every_name_leads_back_to_its_oid(library: CompiledLibrary, arcs: list[int]) -> None:
    names = Names(library.as_library())
    for root in (f"{ROOT}.4.1.2", f"{ROOT}.2.1", ROOT, "1.3.6.1"):
        oid = Oid((*Oid(root), *arcs))
        assert names.oid_of(names.text_of(oid.contents)) == oid


def test_octets_that_are_no_oid_are_shown(names: Names) -> None:
    assert names.text_of(contents(ROOT) + b"\x81") == f"0x{(contents(ROOT) + bytes([0x81])).hex()}"
    assert names.text_of(b"") == "0.0"
    assert names.name_of(contents(ROOT) + b"\x81") is None


def test_a_name_says_what_it_is_made_of(names: Names) -> None:
    found = names.name_of(contents(f"{ROOT}.4.1.2.3.97.98.99.1"))
    assert found is not None
    assert (found.module, found.label, found.suffix) == ("DEVICE-MIB", "userRight", '."abc".read')
    assert (found.kind, found.is_known) == (NodeKind.COLUMN, True)
    assert found.indexes == (("userName", "abc"), ("userMode", "read"))
    assert found.vendor == "device"
    assert str(found) == 'DEVICE-MIB::userRight."abc".read'


@pytest.mark.parametrize(
    ("oid", "is_known", "vendor"),
    [
        (ROOT, True, "device"),
        (f"{ROOT}.1.0", True, "device"),
        (f"{ROOT}.1.5", False, "device"),
        (f"{ROOT}.2.1.2.3", True, "device"),
        (f"{ROOT}.2.1.2.3.4", False, "device"),
        (f"{ROOT}.4.1.2.9.97", False, "device"),
        (f"{ROOT}.77", False, "device"),
        ("1.3.6.1.4.1.9999.1", False, "enterprise 9999"),
        ("1.3.6.1.4.1", True, ""),
    ],
)
def test_a_name_is_known_when_all_of_it_is(names: Names, oid: str, *, is_known: bool, vendor: str) -> None:
    found = names.name_of(contents(oid))
    assert found is not None
    assert (found.is_known, found.vendor) == (is_known, vendor)
    shown = names.shown(contents(oid))
    assert (shown.text, shown.module, shown.is_known) == (str(found), found.module, is_known)


def test_values_are_shown_by_the_type_of_their_object(names: Names) -> None:
    state = contents(f"{ROOT}.1.0")
    assert names.display(state, *Value.integer(1)) == "up(1)"
    assert names.line_value(state, *Value.integer(1)) == "INTEGER: up(1)"
    assert names.display(contents(f"{ROOT}.3.1.1.3"), *Value.gauge32(300)) == "300 bits"
    pointer = Value.object_identifier(f"{ROOT}.2.1.2.3")
    assert names.display(contents("1.3.6.1.4.1.9999.1"), *pointer) == "DEVICE-MIB::portName.3"
    assert names.display(contents("2.5"), *pointer) == "DEVICE-MIB::portName.3"
    assert names.display(contents(f"{ROOT}.2.1"), *Value.octet_string("a")) == '"a"'


@pytest.mark.parametrize("place", ["2.5", "1.3.6.1.4.1.9999.1"])
def test_one_octet_in_hexadecimal_comes_back(names: Names, place: str) -> None:
    oid = contents(place)
    for octet in range(256):
        value = Value.octet_string(bytes((octet,)))
        assert names.value_of(oid, names.display(oid, *value)) == value
    assert names.line_value(oid, *Value.octet_string(b"\x01")) == "Hex-STRING: 01"


def test_values_are_read_by_the_type_of_their_object(names: Names) -> None:
    assert names.value_of(contents(f"{ROOT}.1.0"), "up") == Value.integer(1)
    assert names.value_of(contents(f"{ROOT}.3.1.1.3"), "300 bits") == Value.gauge32(300)
    assert names.value_of(contents("1.3.6.1.4.1.9999.1"), "text") == Value.octet_string("text")
    with pytest.raises(InvalidInput, match=r"none of up\(1\), down\(2\)"):
        names.value_of(contents(f"{ROOT}.1.0"), 3)
    with pytest.raises(InvalidInput, match="name a column"):
        names.value_of(contents(f"{ROOT}.2"), 3)


def test_the_type_is_that_of_scalars_columns_and_their_instances_only(names: Names) -> None:
    for oid in (f"{ROOT}.1", f"{ROOT}.1.0"):
        info = names.type_of(contents(oid))
        assert info is not None
        assert info.base is BaseType.INTEGER
    assert names.type_of(contents(f"{ROOT}.2.1")) is None
    assert names.type_of(contents("1.3.6.1.4.1.9999")) is None


def test_an_instance_with_a_name_of_its_own_is_the_instance_of_its_scalar() -> None:
    """DISMAN-EVENT-MIB calls sysUpTime.0 sysUpTimeInstance."""
    named = "deviceStateInstance OBJECT IDENTIFIER ::= { deviceState 0 }\nportTable OBJECT"
    names = Names(CompiledLibrary.of(DEVICE_MIB.replace("portTable OBJECT", named, 1)).as_library())
    oid = contents(f"{ROOT}.1.0")
    assert names.text_of(oid) == "DEVICE-MIB::deviceState.0"
    assert names.display(oid, *Value.integer(1)) == "up(1)"
    assert names.value_of(oid, "down") == Value.integer(2)
    assert names.oid_of("deviceState.0").contents == oid
    assert names.oid_of("deviceStateInstance").contents == oid


def test_without_a_library_everything_is_a_number_and_nothing_fails() -> None:
    names = Names(None)
    oid = contents(f"{ROOT}.1.0")
    assert names.text_of(oid) == f"{ROOT}.1.0"
    assert (names.name_of(oid), names.type_of(oid)) == (None, None)
    assert names.display(oid, *Value.integer(1)) == "1"
    assert names.display(oid, *Value.object_identifier("1.3.6")) == "1.3.6"
    assert names.value_of(oid, 5) == Value.integer(5)
    assert str(names.oid_of("enterprises.9")) == "1.3.6.1.4.1.9"
    with pytest.raises(InvalidInput, match="No loaded MIB defines 'ifDescr'"):
        names.oid_of("ifDescr.1")


def test_a_library_that_changed_is_asked_again() -> None:
    library = CompiledLibrary.of()
    names = Names(library.as_library())
    oid = contents(f"{ROOT}.1.0")
    assert names.text_of(oid) == f"{ROOT}.1.0"
    library.__dict__.update(vars(CompiledLibrary.of(DEVICE_MIB)), generation=2)
    assert names.text_of(oid) == "DEVICE-MIB::deviceState.0"
    assert names.display(oid, *Value.integer(2)) == "down(2)"
    library.__dict__.update(vars(CompiledLibrary.of()), generation=3)
    assert names.display(oid, *Value.integer(2)) == "2"


def test_what_is_kept_has_a_bound(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_module, "MAX_PLACES", 50)
    for number in range(52):
        names.text_of(contents(f"{ROOT}.77.{number}"))
        names.text_of(contents(f"1.3.6.1.4.1.{200000 + number}"))
    assert len(names._places) <= 50
    assert names.text_of(contents(f"{ROOT}.1.0")) == "DEVICE-MIB::deviceState.0"
