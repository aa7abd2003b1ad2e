"""Addresses to listen at, as people write them."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidInput
from trishul.services.bind_addresses import parse_bind_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1:1162", ("127.0.0.1", 1162)),
        ("0.0.0.0:0", ("0.0.0.0", 0)),
        ("[::1]:162", ("::1", 162)),
        ("[fe80::1%eth0]:65535", ("fe80::1%eth0", 65535)),
        ("trap-sink.example:162", ("trap-sink.example", 162)),
    ],
)
def test_host_and_port_are_read(text: str, expected: tuple[str, int]) -> None:
    assert parse_bind_address(text, "receiver_address") == expected


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1", ":1162", "::1:162", "127.0.0.1:65536", "127.0.0.1:\u0661", "a b:1", "x:1\n", "[::1]", "a" * 400],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidInput, match="such as 127") as refused:
        parse_bind_address(text, "receiver_address")
    assert refused.value.field == "receiver_address"
