"""MIB views: families, masks and which of several that match decides (RFC 3415 §4)."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid
from trishul.engine.views import View, ViewFamily, parse_mask
from trishul.errors import InvalidInput

IF_ENTRY = "1.3.6.1.2.1.2.2.1"


def view(*families: tuple[str, bytes, bool]) -> View:
    return View(ViewFamily.of("v", subtree, mask, is_included=included) for subtree, mask, included in families)


def sees(view: View, oid: str) -> bool:
    return view.includes(Oid(oid).contents)


@pytest.mark.parametrize(
    ("subtree", "mask", "oid", "is_member"),
    [
        ("1.3.6.1.2.1", b"", "1.3.6.1.2.1", True),
        ("1.3.6.1.2.1", b"", "1.3.6.1.2.1.1.1.0", True),
        ("1.3.6.1.2.1", b"", "1.3.6.1.2", False),  # fewer sub-identifiers than the subtree
        ("1.3.6.1.2.1", b"", "1.3.6.1.2.10.1", False),
        ("1.3.6.1.2.1", b"", "1.3.6.1.4.1.9", False),
        ("1", b"", "1.3.6.1", True),
        ("1", b"", "2.5", False),
        ("", b"", "0.0", True),
        (".1.3.6.1.2.1", b"", "1.3.6.1.2.1.5", True),
        ("1.3.6.1.2.1.2.2.1.0.7", bytes.fromhex("ffa0"), f"{IF_ENTRY}.1.7", True),
        ("1.3.6.1.2.1.2.2.1.0.7", bytes.fromhex("ffa0"), f"{IF_ENTRY}.22.7", True),
        ("1.3.6.1.2.1.2.2.1.0.7", bytes.fromhex("ffa0"), f"{IF_ENTRY}.1.8", False),
        ("1.3.6.1.2.1.2.2.1.0.7", bytes.fromhex("ffa0"), f"{IF_ENTRY}.1", False),
        ("1.3.6.1.2.1.2.2.1.0.7", bytes.fromhex("ff"), f"{IF_ENTRY}.1.7", False),  # extended with ones
        ("1.3.6.1.2.1.2.2.1.0.7", bytes.fromhex("ff"), f"{IF_ENTRY}.0.7", True),
        ("1.3.6", b"\x00", "2.1.9", True),  # wildcards only; what counts is the number of sub-identifiers
        ("1.3.6", b"\x00", "1.3", False),
        ("2.999.3", b"\xa0", "2.5.3.1", True),  # the first two arcs share octets in BER
    ],
)
def test_a_family_is_its_subtree_where_the_mask_has_ones(
    subtree: str, mask: bytes, oid: str, *, is_member: bool
) -> None:
    assert sees(view((subtree, mask, True)), oid) is is_member


def test_a_view_without_families_is_empty() -> None:
    assert not sees(view(), "1.3.6.1")


def test_the_longest_family_decides_whatever_the_order() -> None:
    families = [("1.3.6.1", b"", True), ("1.3.6.1.2.1.4", b"", False), ("1.3.6.1.2.1.4.20", b"", True)]
    for ordered in (families, families[::-1]):
        made = view(*ordered)
        assert sees(made, "1.3.6.1.2.1.1.1.0")
        assert not sees(made, "1.3.6.1.2.1.4.1.0")
        assert sees(made, "1.3.6.1.2.1.4.20.1.1")


def test_the_number_of_sub_identifiers_counts_not_how_many_must_be_equal() -> None:
    made = view((f"{IF_ENTRY}.0.7", bytes.fromhex("ffa0"), False), (f"{IF_ENTRY}.2", b"", True))
    assert sees(made, f"{IF_ENTRY}.2.8")
    assert not sees(made, f"{IF_ENTRY}.2.7")


@pytest.mark.parametrize("greater_is_included", [True, False])
def test_among_equally_long_ones_the_lexicographically_greatest_decides(*, greater_is_included: bool) -> None:
    made = view(
        ("1.3.6.1.2.1.2.2.1.0.7", bytes.fromhex("ffa0"), not greater_is_included),
        ("1.3.6.1.2.1.2.2.1.5.0", bytes.fromhex("ffc0"), greater_is_included),
    )
    assert sees(made, f"{IF_ENTRY}.5.7") is greater_is_included
    assert sees(made, f"{IF_ENTRY}.6.7") is not greater_is_included


@pytest.mark.parametrize("text", ["ff:a0", "ff.a0", "0xffa0", "FF A0", "ffa0"])
def test_masks_are_read_as_people_write_them(text: str) -> None:
    assert parse_mask(text) == b"\xff\xa0"


def test_no_mask_is_a_mask_of_ones() -> None:
    assert parse_mask("") == b""


@pytest.mark.parametrize("text", ["xyz", "f", "ff:" * 17 + "ff"])
def test_what_is_no_mask_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_mask(text)


@pytest.mark.parametrize("subtree", ["3", "1.x", "1.40", "-"])
def test_what_is_no_subtree_is_refused(subtree: str) -> None:
    with pytest.raises(InvalidInput):
        ViewFamily.of("v", subtree)


def test_a_mask_has_at_most_sixteen_octets() -> None:
    with pytest.raises(InvalidInput):
        ViewFamily.of("v", "1.3", bytes(17))
