"""DISPLAY-HINTs and bit names undone (RFC 2579 §3.1): only where no other text could have been printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.simulation.recordings.snmpwalk_hints import bits, date_and_time, hardware_address, hexadecimal, text_left


@given(st.binary(min_size=6, max_size=32))
def test_a_hardware_address_is_what_the_hint_prints(octets: bytes) -> None:
    assert hardware_address(":".join(f"{octet:x}" for octet in octets).encode()) == octets


@given(st.binary(max_size=12))
def test_bits_with_names_are_read_back(octets: bytes) -> None:
    named = [bit for bit in range(len(octets) * 8) if octets[bit // 8] & (0x80 >> bit % 8)]
    hexadecimal = octets.hex(" ").upper()
    assert bits(f"{hexadecimal} {' '.join(f'name{bit}({bit})' for bit in named)}".encode()) == octets
    assert bits(f"{hexadecimal} {' '.join(map(str, named))}".encode()) == octets


@pytest.mark.parametrize("text", [b"80 00 notification(1)", b"80 name", b"name(0)"])
def test_bits_that_contradict_their_names_are_refused(text: bytes) -> None:
    assert bits(text) is None


@pytest.mark.parametrize("text", [b"70000-1-1,0:0:0.0", b"2020-1-1,0:0:0", b"2020-1-1 0:0:0.0", b""])
def test_other_dates_are_refused(text: bytes) -> None:
    assert date_and_time(text) is None


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        (b"", b""),
        (b"0a 0B", b"\n\x0b"),
        (b"0a0b  [..]", b"\n\x0b"),
        (b"41 42   [AB]\n43   [C]", b"ABC"),
        (b"0A 5D   [\n]]", b"\n]"),
        (b"30 30 20   [00 ]\n30 30   [00]", b"00 00"),
    ],
)
def test_hexadecimal_with_and_without_text_beside_it(text: bytes, octets: bytes) -> None:
    assert hexadecimal(text) == octets


@pytest.mark.parametrize("text", [b"0", b"0a 0", b"0a xx", b"text", b"41 42 [A]", b"41 [A"])
def test_other_lines_are_refused(text: bytes) -> None:
    assert hexadecimal(text) is None


def test_text_beside_hexadecimal_goes_on_over_line_feeds() -> None:
    assert text_left(b"41 42   [AB]") == -1
    assert text_left(b"41 42 43") == -1
    assert text_left(b"41 0A 42   [A") == 1
    assert text_left(b"B]", 1) == -1
    assert text_left(b"0A 0A 0A   [") == 2
    assert text_left(b"", 2) == 1


def test_an_unprintable_sign_of_a_date_is_no_sign() -> None:
    assert date_and_time(b"0-0-0,0:0:0.0,.0:0") == bytes(11)
