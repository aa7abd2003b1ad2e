"""Numbers wrapped into Opaque, as net-snmp sends them."""

import pytest

from trishul.datatypes import opaque


def test_a_float_reads_as_net_snmp_writes_it() -> None:
    assert opaque.encode_float(1.5).hex() == "9f78043fc00000"
    assert opaque.decode(bytes.fromhex("9f78043fc00000")) == 1.5


@pytest.mark.parametrize(
    "octets", ["", "9f78", "9f7804000000", "9f780500000000aa", "9f7a00", "047801", "9f77050000000000"]
)
def test_other_contents_stay_octets(octets: str) -> None:
    assert opaque.decode(bytes.fromhex(octets)) == bytes.fromhex(octets)
    assert opaque.number_tag(bytes.fromhex(octets)) is None


def test_a_wrapped_counter64_is_a_number() -> None:
    assert opaque.decode(bytes.fromhex("9f760101")) == 1
