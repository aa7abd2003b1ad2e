"""Object identifiers as people and programs use them: tuples of arcs that print as dotted numbers.

Owns parsing and printing of numeric OIDs; names come from the MIB library, octets from `contents`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Self

from trishul.datatypes.contents import (
    decode_oid_contents,
    encode_oid_contents,
    oid_sort_key,
)
from trishul.errors import DecodeError, InvalidInput

__all__ = [
    "Oid",
    "decode_oid_contents",
    "encode_oid_contents",
    "oid_sort_key",
    "oid_text",
]

_DOTTED = re.compile(r"\.?[0-9]{1,10}(?:\.[0-9]{1,10}){0,127}", re.ASCII)


class Oid(tuple[int, ...]):
    """An object identifier: `Oid("1.3.6.1")`, `Oid(".1.3.6.1")` or `Oid((1, 3, 6, 1))`.

    Ordered and hashed by its arcs; at most 128 arcs of at most 2**32 - 1 (RFC 2578 §3.5). Raises InvalidInput.
    """

    __slots__ = ()

    def __new__(cls, source: str | Iterable[int]) -> Self:
        """An OID from dotted text or arcs. Raises InvalidInput."""
        if isinstance(source, cls):
            return source
        if isinstance(source, str):
            text = source.strip()
            if not _DOTTED.fullmatch(text):
                raise InvalidInput(f"{source[:80]!r} is not an OID such as 1.3.6.1.2.1.1.1.0")
            arcs = tuple(map(int, text.lstrip(".").split(".")))
        else:
            arcs = tuple(source)
        encode_oid_contents(arcs)  # the limits are checked in one place
        return tuple.__new__(cls, arcs)

    @classmethod
    def from_contents(cls, contents: bytes) -> Oid:
        """The OID in BER contents octets. Raises DecodeError."""
        return tuple.__new__(cls, decode_oid_contents(contents))

    @property
    def contents(self) -> bytes:
        """BER contents octets (X.690 §8.19)."""
        return encode_oid_contents(self)

    def starts_with(self, prefix: Sequence[int]) -> bool:
        """True when `prefix` is this OID or an ancestor of it."""
        return self[: len(prefix)] == tuple(prefix)

    def child(self, *arcs: int) -> Oid:
        """This OID with arcs appended."""
        return Oid((*self, *arcs))

    def __str__(self) -> str:
        return ".".join(map(str, self))

    def __repr__(self) -> str:
        return f"Oid({str(self)!r})"


def oid_text(contents: bytes) -> str:
    """Dotted text of an OID's contents octets; hexadecimal where they are no OID, so that showing never fails."""
    try:
        return ".".join(map(str, decode_oid_contents(contents)))
    except DecodeError:
        return f"0x{contents.hex()}"
