"""Names as people and net-snmp's tools write them lead to OIDs; what nobody knows is refused with names near it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.errors import InvalidInput, UnknownName
from trishul.library.names import Names

ROOT = "1.3.6.1.4.1.99999"


@pytest.fixture(scope="module")
def library() -> CompiledLibrary:
    return CompiledLibrary.of(DEVICE_MIB)


@pytest.fixture
def names(library: CompiledLibrary) -> Names:
    return Names(library.as_library())


@pytest.mark.parametrize(
    ("text", "oid"),
    [
        ("deviceState.0", f"{ROOT}.1.0"),
        ("portName", f"{ROOT}.2.1.2"),
        (".1.3.6.1", "1.3.6.1"),
        ("1.3", "1.3"),
        ("iso", "1"),
        (".iso.org.dod.internet.private.enterprises.device.deviceState.0", f"{ROOT}.1.0"),
        ("iso.3.6.1", "1.3.6.1"),
        ("enterprises.9.1", "1.3.6.1.4.1.9.1"),
        ("device.deviceState", f"{ROOT}.1"),
        ("portEntry.portName.3", f"{ROOT}.2.1.2.3"),
        (f'.{ROOT}.4.1.2."abc".write', f"{ROOT}.4.1.2.3.97.98.99.2"),
        (f"{ROOT}.4.1.2.3.97.98.99.write", f"{ROOT}.4.1.2.3.97.98.99.2"),
        ("  deviceState.0 ", f"{ROOT}.1.0"),
    ],
)
def test_names_are_read_in_all_their_forms(names: Names, text: str, oid: str) -> None:
    assert str(names.oid_of(text)) == oid


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("deviceStat.0", "No loaded MIB defines 'deviceStat'; near it are deviceState"),
        ("DEVICE-MIB::deviceSate", "'DEVICE-MIB::deviceSate'; near it are deviceState"),
        ("DEVICE-MIX::deviceState", "'DEVICE-MIX::deviceState'; near it are DEVICE-MIB"),
        ("device.nothing", "No loaded MIB defines 'device.nothing'"),
        ("qqqqqqqq", "No loaded MIB defines 'qqqqqqqq'$"),
        ("", "is no name such as"),
        ("deviceState..0", "does not continue this name"),
        ("deviceState 0", "is no name such as"),
        ("portName.up", "no value of the index portIndex"),
        ("1.3.6.", "does not continue"),
        ("1.3.x", "does not continue 1.3"),
        ("1.3x", "is not an OID"),
        ("3.1", "No OID starts with 3.1"),
        ("enterprises.4294967296", "lie between 0 and 4294967295"),
    ],
)
def test_a_name_that_nobody_knows_is_refused_with_names_near_it(names: Names, text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        names.oid_of(text)


@given(text=st.text(max_size=40))
def test_reading_a_name_raises_nothing_else(library: CompiledLibrary, text: str) -> None:
    names = Names(library.as_library())
    for whole in (text, f"device.{text}", f"userRight.{text}", f"userEntry.{text}", f"1.3.{text}"):
        try:
            names.oid_of(whole)
        except InvalidInput:
            continue


def test_without_a_library_the_roots_are_known() -> None:
    names = Names(None)
    assert str(names.oid_of("enterprises.9.1")) == "1.3.6.1.4.1.9.1"
    assert str(names.oid_of("SNMPv2-SMI::mib-2")) == "1.3.6.1.2.1"
    with pytest.raises(UnknownName) as raised:
        names.oid_of("IF-MIB::ifDescr")
    assert (raised.value.name, raised.value.near) == ("IF-MIB::ifDescr", ())
