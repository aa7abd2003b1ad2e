"""Fields shared by all formats: what net-snmp prints for the first number of an OID, and limits on what is believed."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid
from trishul.simulation.recordings import lenient
from trishul.simulation.recordings.findings import FindingCode, Unreadable


@pytest.mark.parametrize(
    ("text", "oid"),
    [
        (b"iso.3.6.1", "1.3.6.1"),
        (b"ccitt.0", "0.0"),
        (b"joint-iso-ccitt.5.4", "2.5.4"),
        (b"2.999.1", "2.999.1"),
    ],
)
def test_the_roots_that_net_snmp_names_are_numbers(text: bytes, oid: str) -> None:
    assert lenient.oid_value(text, []) == Oid(oid).contents


def test_a_very_long_number_is_refused_before_it_is_converted() -> None:
    with pytest.raises(Unreadable) as caught:
        lenient.number(2, b"9" * 100_000, [])
    assert caught.value.code is FindingCode.BAD_VALUE
    assert len(caught.value.message) < 100


def test_an_opaque_number_out_of_its_range_is_excluded() -> None:
    with pytest.raises(Unreadable):
        lenient.opaque_number(b"Float: 1e300")
    assert lenient.opaque_number(b"Word: 1") is None
