"""MIB views: which instances a family of subtrees includes and excludes (RFC 3415 §4, vacmViewTreeFamilyTable).

Owns masks and the choice among families that match. Views are asked once for each instance when a device is looked at
through one, so subtrees without wildcards are compared as octets: in BER an OID's octets begin with those of all its
ancestors but the first arc alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from trishul.datatypes.oid import Oid, decode_oid_contents
from trishul.errors import InvalidInput

MAX_MASK_OCTETS = 16
_SHORTEST_PREFIX = 2
"""Arcs that make an octet; what is shorter is compared by arcs."""


class ViewFamily(NamedTuple):
    """A row of the table: all subtrees that are `subtree` where the mask has ones."""

    view: str
    subtree: tuple[int, ...]
    mask: bytes = b""
    """Bits from the left, one for each arc; a zero is a wildcard, what is missing is ones."""
    is_included: bool = True

    @classmethod
    def of(cls, view: str, subtree: str, mask: bytes = b"", *, is_included: bool = True) -> ViewFamily:
        """A family with its subtree in dotted text, of which one arc or none is possible too. Raises InvalidInput."""
        if len(mask) > MAX_MASK_OCTETS:
            raise InvalidInput(f"A mask has at most {MAX_MASK_OCTETS} octets", field="mask")
        return cls(view, _subtree_arcs(subtree), mask, is_included)

    def arc_counts(self, index: int) -> bool:
        """True when the arc at `index`, counted from 0, must be equal (RFC 3415 §4, vacmViewTreeFamilyMask)."""
        octet, bit = divmod(index, 8)
        return octet >= len(self.mask) or bool(self.mask[octet] & 0x80 >> bit)


class View:
    """The families of one view, ready to be asked."""

    __slots__ = ("_families",)

    def __init__(self, families: Iterable[ViewFamily]) -> None:
        """The first match decides: most sub-identifiers first, among those the lexicographically greatest instance."""
        ordered = sorted(families, key=lambda family: (len(family.subtree), family.subtree), reverse=True)
        self._families = [(_prefix_of(family), family) for family in ordered]

    def includes(self, oid_contents: bytes) -> bool:
        """True when an instance is in the view. Raises DecodeError for octets that are no OID."""
        arcs: tuple[int, ...] | None = None
        for prefix, family in self._families:
            if prefix is not None:
                if oid_contents.startswith(prefix):
                    return family.is_included
                continue
            if arcs is None:
                arcs = decode_oid_contents(oid_contents)
            if _matches(family, arcs):
                return family.is_included
        return False


def parse_mask(text: str) -> bytes:
    """A mask from hexadecimal as people and snmpd.conf write it: `ff:a0`, `ff.a0`, `0xffa0`. Raises InvalidInput."""
    digits = text.strip().removeprefix("0x").removeprefix("0X")
    for separator in ":. -":
        digits = digits.replace(separator, "")
    try:
        mask = bytes.fromhex(digits)
    except ValueError:
        raise InvalidInput(f"{text[:40]!r} is no mask in hexadecimal, such as ff:a0", field="mask") from None
    if len(mask) > MAX_MASK_OCTETS:
        raise InvalidInput(f"A mask has at most {MAX_MASK_OCTETS} octets", field="mask")
    return mask


def _subtree_arcs(text: str) -> tuple[int, ...]:
    bare = text.strip().removeprefix(".")
    if bare in ("", "0", "1", "2"):
        return (int(bare),) if bare else ()
    return tuple(Oid(bare))


def _prefix_of(family: ViewFamily) -> bytes | None:
    """The octets that its members begin with; None where they must be compared by arcs."""
    if len(family.subtree) < _SHORTEST_PREFIX or not all(map(family.arc_counts, range(len(family.subtree)))):
        return None
    return Oid(family.subtree).contents


def _matches(family: ViewFamily, arcs: tuple[int, ...]) -> bool:
    subtree = family.subtree
    return len(arcs) >= len(subtree) and all(
        arc == own or not family.arc_counts(index) for index, (arc, own) in enumerate(zip(arcs, subtree, strict=False))
    )
