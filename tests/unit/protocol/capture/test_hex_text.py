"""Octets in every writing."""

from __future__ import annotations

import contextlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.capture.packets import MESSAGE
from trishul.errors import InvalidInput
from trishul.protocol.capture.hex_text import octets_of

HEX = MESSAGE.hex()
SINGLES = [f"{octet:02x}" for octet in MESSAGE]


def lines(write: object, octets: bytes = MESSAGE) -> str:
    assert callable(write)
    return "\n".join(write(at, octets[at : at + 16]) for at in range(0, len(octets), 16))


def characters(row: bytes) -> str:
    return "".join(chr(octet) if 32 < octet < 127 else "." for octet in row)


def tcpdump(at: int, row: bytes) -> str:
    return f"\t0x{at:04x}:  {row.hex(' ', 2).ljust(39)}  {characters(row)}"


def hexdump(at: int, row: bytes) -> str:
    return f"{at:08x}  {row[:8].hex(' ').ljust(23)}  {row[8:].hex(' ').ljust(23)}  |{characters(row)}|"


def wireshark(at: int, row: bytes) -> str:
    return f"{at:04x}   {row.hex(' ').ljust(47)}   {characters(row)}"


def xxd(at: int, row: bytes) -> str:
    return f"{at:08x}: {' '.join(row[i : i + 2].hex() for i in range(0, len(row), 2)).ljust(39)}  {characters(row)}"


@pytest.mark.parametrize(
    "text",
    [
        HEX,
        HEX.upper(),
        f"0x{HEX}",
        " ".join(SINGLES),
        ":".join(SINGLES),
        ", ".join(f"0x{octet}" for octet in SINGLES),
        "".join(f"\\x{octet}" for octet in SINGLES),
        f"\n {HEX[:20]}\n{HEX[20:]}\n",
        b64encode(MESSAGE).decode(),
        lines(tcpdump),
        lines(hexdump) + f"\n{len(MESSAGE):08x}\n",
        lines(wireshark),
        lines(xxd),
        "12:58:00.000000 IP 192.0.2.1.40000 > 192.0.2.2.161: UDP\n" + lines(tcpdump),
    ],
)
def test_every_writing_gives_the_octets(text: str) -> None:
    assert octets_of(text) == [MESSAGE]


@pytest.mark.parametrize("write", [tcpdump, hexdump, wireshark, xxd])
def test_characters_that_look_like_digits_are_characters(write: object) -> None:
    octets = b"deadbeefdeadbeef" * 2 + b"cafe"
    assert octets_of(lines(write, octets)) == [octets]


def test_offsets_that_start_anew_begin_another_packet() -> None:
    assert octets_of(f"{lines(tcpdump)}\n12:58:01 IP\n{lines(tcpdump, MESSAGE[:20])}") == [MESSAGE, MESSAGE[:20]]


@pytest.mark.parametrize("text", ["", "   ", "xyz", "0x", "303", "trishul", "0000  30\n0020  31"])
def test_what_is_no_such_text_is_said(text: str) -> None:
    with pytest.raises(InvalidInput):
        octets_of(text)


@given(st.text(max_size=200))
def test_any_text_gives_octets_or_an_error(text: str) -> None:
    with contextlib.suppress(InvalidInput):
        assert octets_of(text)
