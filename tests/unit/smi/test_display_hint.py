"""DISPLAY-HINT both ways (RFC 2579 §3.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.errors import InvalidInput
from trishul.smi.display_hint import number_hint, octet_hint

DATE = "2d-1d-1d,1d:1d:1d.1d,1a1d:1d"
SOCKET_V6 = "0a[2x:2x:2x:2x:2x:2x:2x:2x]0a:2d"


@pytest.mark.parametrize(
    ("hint", "octets", "text"),
    [
        ("255a", "48656c6c6f", "Hello"),
        ("255t", "c3bc41", "üA"),
        ("255a", "fc41", "üA"),
        ("255a", "41001b42", "A..B"),
        ("255a", "410a0d0942", "A\n\r\tB"),
        ("1x:", "001b21ffee10", "0:1b:21:ff:ee:10"),
        ("1x", "0a0b1c", "0a0b1c"),
        ("2x:", "fe80000000a1", "fe80:0:a1"),
        ("1d.1d.1d.1d", "7f000001", "127.0.0.1"),
        ("1d.1d.1d.1d/2d", "7f0000010050", "127.0.0.1/80"),
        ("1o ", "0810", "10 20"),
        ("*1x:/1x:", "020a0b03010203", "a:b/3:1:2:3"),
        ("*1x:/1x:", "000102", "/1:2"),
        (DATE, "07c8051a0d1e0f00", "1992-5-26,13:30:15.0"),
        (DATE, "07c8051a0d1e0f002d0400", "1992-5-26,13:30:15.0,-4:0"),
        (SOCKET_V6, "fe80" + "00" * 13 + "010050", "[fe80:0:0:0:0:0:0:1]:80"),
        ("a", "6869", "hi"),
        ("255a", "", ""),
    ],
)
def test_octets_are_shown_as_the_hint_says(hint: str, octets: str, text: str) -> None:
    compiled = octet_hint(hint)
    assert compiled is not None
    assert compiled.render(bytes.fromhex(octets)) == text


def test_the_last_specification_is_used_again_and_fewer_octets_than_it_wants_are_taken() -> None:
    compiled = octet_hint("4x:2d.")
    assert compiled is not None
    assert compiled.render(bytes.fromhex("0000000a0001000203")) == "a:1.2.3"


def test_a_separator_is_left_out_before_a_terminator_and_at_the_end() -> None:
    """RFC 2579 §3.1, parts (4) and (5)."""
    compiled = octet_hint("*1d,;1a")
    assert compiled is not None
    assert compiled.render(b"\x02\x01\x02x") == "1,2;x"
    assert compiled.render(b"\x02\x01\x02") == "1,2"


@pytest.mark.parametrize(
    ("hint", "octets", "answer"),
    [
        ("1x:", "00", True),
        ("1x", "0a0b", True),
        ("255a", "6162", True),
        ("255a", "612e62", False),
        (DATE, "07c8051a0d1e0f00", True),
        (DATE, "07c8051a0d1e0f002d0400", True),
        (DATE, "0000", False),
        ("1d.1d.1d.1d", "7f000001", True),
        ("1d", "0a0b", False),
        ("*1x:/1x:", "020a0b0301", False),
        ("4x:4o.8d", "fffe0000", False),
        ("0a[2x:2x]0a:2d", "fe80", False),
    ],
)
def test_a_hint_knows_which_octets_it_shows_like_others(hint: str, octets: str, answer: object) -> None:
    compiled = octet_hint(hint)
    assert compiled is not None
    assert compiled.is_certain(bytes.fromhex(octets)) is answer


@given(
    st.sampled_from(["1x:", "1d.1d.1d.1d", "2d-1d-1d,1a1d", "4x:4o.8d", "1o ", "1x", "2x:1a"]), st.binary(max_size=12)
)
def test_octets_that_a_hint_is_certain_of_are_read_back(hint: str, octets: bytes) -> None:
    compiled = octet_hint(hint)
    assert compiled is not None
    if compiled.is_certain(octets):
        assert compiled.parse(compiled.render(octets)) == octets


@pytest.mark.parametrize("hint", ["", "1q", "1", "255", "0a", "x1", "99x", "1x::::", "²a", "999999999999a"])
def test_a_faulty_hint_is_none(hint: str) -> None:
    assert octet_hint(hint) is None


@pytest.mark.parametrize("hint", ["", "255a", "d-", "d2", "u", "1d", "d-9999"])
def test_a_faulty_hint_for_numbers_is_none(hint: str) -> None:
    assert number_hint(hint) is None


@pytest.mark.parametrize(
    "text", ["001b21ffee10", "00:1B:21:FF:EE:10", "0-1b-21-ff-ee-10", "001b.21ff.ee10", "0x001b21ffee10"]
)
def test_addresses_are_read_as_other_tools_write_them(text: str) -> None:
    compiled = octet_hint("1x:")
    assert compiled is not None
    assert compiled.parse(text).hex() == "001b21ffee10"


@pytest.mark.parametrize(
    ("hint", "text"), [("1x:", "0:1b:xyz"), (DATE, "yesterday"), ("1d.1d", "300.1"), (SOCKET_V6, "fe80")]
)
def test_text_that_does_not_fit_is_refused_with_the_hint(hint: str, text: str) -> None:
    compiled = octet_hint(hint)
    assert compiled is not None
    with pytest.raises(InvalidInput, match="does not fit the display hint"):
        compiled.parse(text)


@pytest.mark.parametrize("hint", ["1x:", "1x", "1d.", "1o,", "*1x:/1x:", DATE, "1d.1d.1d.1d%4d"])
@given(octets=st.binary(max_size=40))
def test_octets_come_back(hint: str, octets: bytes) -> None:
    compiled = octet_hint(hint)
    assert compiled is not None
    if hint == DATE:
        octets = octets[:8].ljust(8, b"\x01") + (b"+" + octets[:2].ljust(2, b"\0") if len(octets) > 9 else b"")
    elif hint.startswith("*"):
        octets = bytes((len(octets),)) + octets + octets[:3] if octets else b""
    elif hint.endswith("%4d"):
        octets = octets[:8] if len(octets) >= 8 else octets[:4]
    assert compiled.parse(compiled.render(octets)) == octets


@given(text=st.text(st.characters(exclude_categories=("C", "Z"))))
def test_text_comes_back(text: str) -> None:
    compiled = octet_hint("255t")
    assert compiled is not None
    assert compiled.parse(compiled.render(text.encode())) == text.encode()


@given(hint=st.text("*0123456789xdoatq:-.[/", max_size=12), octets=st.binary(max_size=64), text=st.text(max_size=30))
def test_no_hint_and_no_value_fails(hint: str, octets: bytes, text: str) -> None:
    compiled = octet_hint(hint)
    if compiled is not None:
        assert isinstance(compiled.render(octets), str)
        try:
            compiled.parse(text)
        except InvalidInput:
            return


@pytest.mark.parametrize(
    ("hint", "number", "text"),
    [
        ("d", -12, "-12"),
        ("d-2", 1234, "12.34"),
        ("d-2", 5, "0.05"),
        ("d-2", -5, "-0.05"),
        ("d-0", 5, "5"),
        ("x", 255, "ff"),
        ("x", -1, "-1"),
        ("o", 8, "10"),
        ("b", 5, "00000000000000000000000000000101"),
        ("b", -1, "1" * 32),
    ],
)
def test_numbers_are_shown_as_the_hint_says_and_read_again(hint: str, number: int, text: str) -> None:
    compiled = number_hint(hint)
    assert compiled is not None
    assert compiled.render(number) == text
    assert compiled.parse(text) == number


@pytest.mark.parametrize("hint", ["d", "d-1", "d-3", "x", "o", "b"])
@given(number=st.integers(-(2**31), 2**31 - 1))
def test_numbers_come_back(hint: str, number: int) -> None:
    compiled = number_hint(hint)
    assert compiled is not None
    assert compiled.parse(compiled.render(number)) == number


@pytest.mark.parametrize(
    ("hint", "text"),
    [("d-2", "1.234"), ("d-2", "1.2.3"), ("d", "x"), ("x", "g"), ("x", "f" * 6000), ("b", "2"), ("d-1", ".")],
)
def test_what_is_no_number_is_refused(hint: str, text: str) -> None:
    compiled = number_hint(hint)
    assert compiled is not None
    with pytest.raises(InvalidInput):
        compiled.parse(text)


def test_a_whole_number_as_text_is_the_number_itself() -> None:
    compiled = number_hint("d-2")
    assert compiled is not None
    assert (compiled.parse("1234"), compiled.parse("12.3"), compiled.parse(".5")) == (1234, 1230, 50)
