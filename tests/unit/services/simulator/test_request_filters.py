"""Words by which people say which requests they mean."""

from __future__ import annotations

import pytest

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.simulator.request_filters import is_from, object_name, read_kind, read_network, read_object


@pytest.mark.parametrize("word", ["GetBulkRequest", "getbulk", "GET-BULK", " get_bulk "])
def test_a_kind_is_understood_however_it_is_written(word: str) -> None:
    assert read_kind(word) == "GetBulkRequest"


def test_a_word_that_cannot_be_meant_names_its_field() -> None:
    for read, field in (
        (lambda: read_kind("Trap"), "pdu"),
        (lambda: read_network("here"), "source"),
        (lambda: read_object("no name", Names(None)), "oid"),
    ):
        with pytest.raises(InvalidInput) as refused:
            read()
        assert refused.value.field == field


def test_a_source_is_inside_its_network_whatever_its_port_and_zone() -> None:
    assert is_from("192.0.2.9:40000", read_network("192.0.2.0/24"))
    assert is_from("[fe80::1%eth0]:161", read_network("fe80::/10"))
    assert not is_from("192.0.2.9:40000", read_network("2001:db8::/32"))
    assert not is_from("", read_network("192.0.2.9"))


def test_an_object_has_the_librarys_name_and_octets_that_were_none_stay() -> None:
    names = device_names().names
    assert object_name(f"{DEVICE}.1.0", names) == "DEVICE-MIB::deviceState.0"
    assert object_name("0x80", names) == "0x80"
