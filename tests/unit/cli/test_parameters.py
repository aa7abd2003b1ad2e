"""Parameters that the SNMP commands share."""

from __future__ import annotations

import click
import pytest

from trishul.cli.parameters import ListenType, OidType, PeerType
from trishul.datatypes import Oid


def test_oids_are_numeric_with_or_without_a_leading_dot() -> None:
    assert OidType().convert(".1.3.6", None, None) == OidType().convert("1.3.6", None, None) == Oid("1.3.6")


@pytest.mark.parametrize("text", ["-1.3.6", "1.3.x", "ifDescr", "", "1.3.6.4294967296"])
def test_what_is_no_oid_is_wrong_usage(text: str) -> None:
    with pytest.raises(click.UsageError):
        OidType().convert(text, None, None)


@pytest.mark.parametrize("kind", [OidType(), PeerType(161)])
def test_an_unknown_option_is_called_one(kind: OidType | PeerType) -> None:
    with pytest.raises(click.NoSuchOption):
        kind.convert("--timout", None, None)


def test_addresses_get_the_default_port() -> None:
    assert PeerType(162).convert("udp:switch", None, None).port == 162


def test_a_listening_address_is_host_and_port() -> None:
    assert ListenType().convert("127.0.0.1:0", None, None) == ("127.0.0.1", 0, "udp")
