"""Contents octets of the primitive types: what stands behind tag and length (X.690 §8.3, §8.19; RFC 2578 §7.1).

Owns number and OID octets in both directions, strict when encoding, lenient when decoding (non-minimal integers are
read, the caller may report them). Knows no tags and no framing. Hot path: flat functions, measured by `bench/`.
"""

from __future__ import annotations

from collections.abc import Sequence

from trishul.errors import DecodeError, InvalidInput

MAX_ARCS = 128
"""RFC 2578 §3.5: an OID has at most 128 sub-identifiers."""
MAX_ARC = 2**32 - 1
"""RFC 2578 §3.5: a sub-identifier is at most 2**32 - 1."""
MAX_INTEGER_OCTETS = 64
"""Integers longer than this are not decoded: no SNMP type needs more than 9 octets, the rest is slack for odd
devices."""

_SINGLE_OCTETS = tuple(bytes((octet,)) for octet in range(256))


def encode_integer(number: int) -> bytes:
    """Shortest two's complement octets of a number (X.690 §8.3)."""
    if 0 <= number < 128:
        return _SINGLE_OCTETS[number]
    return number.to_bytes((number + (number < 0)).bit_length() // 8 + 1, "big", signed=True)


def decode_integer(contents: bytes) -> int:
    """The signed number in two's complement octets, minimal or not. Raises DecodeError when empty or absurdly long."""
    if not 0 < len(contents) <= MAX_INTEGER_OCTETS:
        raise DecodeError(f"an integer of {len(contents)} octets", 0)
    return int.from_bytes(contents, "big", signed=True)


def decode_unsigned(contents: bytes) -> int:
    """The number in the octets of an unsigned type.

    Some devices forget the leading zero octet of large counters, so that they look negative; the unsigned reading is
    the one that is meant. Raises DecodeError when empty or absurdly long.
    """
    if not 0 < len(contents) <= MAX_INTEGER_OCTETS:
        raise DecodeError(f"an unsigned integer of {len(contents)} octets", 0)
    return int.from_bytes(contents, "big")


def encode_arc(arc: int) -> bytes:
    """One sub-identifier in base 128, high bit set on all octets but the last (X.690 §8.19.2)."""
    if arc < 128:
        return _SINGLE_OCTETS[arc]
    octets = [arc & 0x7F]
    arc >>= 7
    while arc:
        octets.append((arc & 0x7F) | 0x80)
        arc >>= 7
    octets.reverse()
    return bytes(octets)


def encode_oid_contents(arcs: Sequence[int]) -> bytes:
    """Contents octets of an OID. One arc alone (`0`, `1`, `2`) is written as `N.0`. Raises InvalidInput.

    The first two arcs share one sub-identifier (X.690 §8.19.4).
    """
    if not arcs:
        raise InvalidInput("An OID needs at least one number")
    if len(arcs) > MAX_ARCS:
        raise InvalidInput(f"An OID has at most {MAX_ARCS} numbers, this one has {len(arcs)}")
    if min(arcs) < 0 or max(arcs) > MAX_ARC:
        raise InvalidInput(f"The numbers of an OID lie between 0 and {MAX_ARC}")
    first = arcs[0]
    second = arcs[1] if len(arcs) > 1 else 0
    if first > 2 or (first < 2 and second > 39):
        raise InvalidInput(f"No OID starts with {first}.{second}")
    head = first * 40 + second
    rest = arcs[2:]
    if head < 128 and (not rest or max(rest) < 128):
        return bytes((head, *rest))
    return b"".join([encode_arc(head), *map(encode_arc, rest)])


def decode_oid_contents(contents: bytes) -> tuple[int, ...]:
    """Arcs of an OID from its contents octets. Raises DecodeError on a cut number or beyond RFC 2578 §3.5.

    Empty contents are read as `0.0`, which is what devices that send them mean.
    """
    if not contents:
        return (0, 0)
    if len(contents) > MAX_ARCS * 5:
        raise DecodeError(f"an OID of {len(contents)} octets", 0)
    if len(contents) < MAX_ARCS and contents[0] < 80 and max(contents) < 128:
        return (*divmod(contents[0], 40), *contents[1:])  # nearly all OIDs: one octet a number
    arcs = []
    arc = 0
    for octet in contents:
        arc = (arc << 7) | (octet & 0x7F)
        if octet < 128:
            arcs.append(arc)
            arc = 0
    if contents[-1] >= 128:
        raise DecodeError("an OID that ends inside a number", len(contents) - 1)
    head = arcs[0]
    arcs[:1] = divmod(head, 40) if head < 80 else (2, head - 80)
    if len(arcs) > MAX_ARCS or max(arcs) > MAX_ARC:
        raise DecodeError("an OID beyond 128 numbers or 32 bits", 0)
    return tuple(arcs)


def oid_sort_key(contents: bytes) -> bytes:
    """A key whose byte order is the lexicographic order of the arcs; raises DecodeError as `decode_oid_contents`.

    The contents octets themselves do not sort that way once an arc is above 127. Every arc becomes four octets; the
    first two arcs share one sub-identifier and so one place, in the same order.
    """
    if max(contents, default=0) < 128:
        return b"\0\0\0" + b"\0\0\0".join(map(_SINGLE_OCTETS.__getitem__, contents)) if contents else b"\0\0\0\0"
    arcs = decode_oid_contents(contents)
    head = arcs[0] * 40 + arcs[1]
    if head > MAX_ARC:
        raise DecodeError("an OID beyond 32 bits", 0)
    return b"".join(arc.to_bytes(4, "big") for arc in (head, *arcs[2:]))
