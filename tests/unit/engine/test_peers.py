"""A peer's settings are checked where they are made, and its community never shows."""

from __future__ import annotations

import pytest

from trishul.engine.peers import Peer
from trishul.errors import InvalidInput
from trishul.protocol.message import Version

ADDRESS = ("192.0.2.1", 161)


def test_every_message_starts_with_version_and_community() -> None:
    """RFC 1901 §3: version, community, data."""
    assert Peer(ADDRESS, Version.V2C, b"public").head == b"\x02\x01\x01\x04\x06public"
    assert Peer(ADDRESS, Version.V1, b"").head == b"\x02\x01\x00\x04\x00"


def test_the_community_does_not_show() -> None:
    assert "secret" not in repr(Peer(ADDRESS, Version.V2C, b"secret"))


def test_errors_call_a_peer_by_its_name_or_else_by_its_host() -> None:
    assert Peer(ADDRESS, Version.V2C, b"", name="switch:161").name == "switch:161"
    assert Peer(ADDRESS, Version.V2C, b"").name == "192.0.2.1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", Version.V3),
        ("timeout_s", 0),
        ("timeout_s", 3601),
        ("timeout_s", float("nan")),
        ("retries", -1),
        ("retries", 1001),
        ("backoff", 0.5),
        ("backoff", 11),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(field: str, value: float) -> None:
    settings = {"version": Version.V2C, field: value}
    with pytest.raises(InvalidInput) as caught:
        Peer(address=ADDRESS, community=b"public", **settings)  # type: ignore[arg-type]  # one dict for all fields
    assert caught.value.field == field
