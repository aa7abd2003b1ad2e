"""Spoils valid datagrams in the ways that break decoders: seeded, so that a failure comes back with the same number.

Flips bits, cuts, lies about lengths, swaps tags, nests, splices two datagrams, repeats pieces, and makes some up
entirely.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

MAX_OCTETS = 65507
_LYING_LENGTH_HEX = (
    "00 01 7f 80 8100 8101 81ff 820000 82ffff 83ffffff 84ffffffff 847fffffff 8480000000 88ffffffffffffffff "
    "8900ffffffffffffffff fe ff 8400000005 810a"
)
_LYING_LENGTHS = tuple(map(bytes.fromhex, _LYING_LENGTH_HEX.split()))
_TAGS = (
    0x00,
    0x01,
    0x02,
    0x04,
    0x05,
    0x06,
    0x1F,
    0x30,
    0x31,
    *range(0x40, 0x48),
    0x80,
    0x81,
    0x82,
    *range(0xA0, 0xAA),
    0xFF,
)
_ODD_VALUE_HEX = (
    "0200 02050080000000 0209008000000000000000 02087fffffffffffffff 0209ffffffffffffffffff 0204ffffffff 020400000001 "
    "0600 060180 06058fffffff7f 0606908080808000 06022b80 0605ffffffffff 0500 0501ff 4003010203 4005010203040506 4100 "
    "4105ffffffffff 4609ffffffffffffffffff 4600 4401 44079f780441a00000 440b9f79084009000000000000 4404ffffffff "
    "8000 8001ff 8100 8200 3000 1f8101 4700 c000"
)
_ODD_VALUES = tuple(map(bytes.fromhex, _ODD_VALUE_HEX.split()))


def spans_of_lengths(data: bytes) -> list[tuple[int, int]]:
    """Where length octets stand in a well-formed datagram: (first octet, number of octets)."""
    found: list[tuple[int, int]] = []
    open_spans = [(0, len(data))]
    while open_spans:
        pos, end = open_spans.pop()
        while pos + 2 <= end:
            long_octets = data[pos + 1] & 0x7F if data[pos + 1] & 0x80 else 0
            start = pos + 2 + long_octets
            size = int.from_bytes(data[pos + 2 : start], "big") if long_octets else data[pos + 1]
            if start + size > end:
                break
            found.append((pos + 1, 1 + long_octets))
            if data[pos] & 0x20:
                open_spans.append((start, start + size))
            pos = start + size
    return found


def _flip_bits(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    spoiled = bytearray(data)
    for _number in range(rng.choice((1, 1, 1, 2, 4, 16))):
        spoiled[rng.randrange(len(spoiled))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def _overwrite(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data))
    octets = rng.choice((b"\x00", b"\xff", b"\x80", b"\x7f", rng.randbytes(1), rng.randbytes(4)))
    return data[:at] + octets + data[at + len(octets) :]


def _cut(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: rng.randrange(len(data))]


def _cut_out(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randrange(1, 9) :]


def _insert(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.randrange(1, 9)) + data[at:]


def _lie_about_length(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at, octets = rng.choice(spans_of_lengths(data) or [(0, 1)])
    if rng.random() < 0.4:
        return data[:at] + bytes(((data[at] + rng.choice((-2, -1, 1, 2, 64))) & 0xFF,)) + data[at + 1 :]
    return data[:at] + rng.choice(_LYING_LENGTHS) + data[at + octets :]


def _swap_tag(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = rng.choice(spans_of_lengths(data) or [(1, 1)])[0] - 1
    return data[:at] + bytes((rng.choice(_TAGS),)) + data[at + 1 :]


def _odd_value(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Replaces one primitive value; the lengths around it are mended, so that the oddity is really reached."""
    return replace_primitive(data, rng.randrange(64), rng.choice(_ODD_VALUES))


def _splice(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


def _repeat(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data))
    piece = data[at : at + rng.randrange(1, 40)]
    return data[:at] + piece * rng.randrange(2, 40) + data[at + len(piece) :]


def _nest(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    for _number in range(rng.choice((1, 3, 40, 400))):
        data = wrap(rng.choice((0x30, 0xA0, 0x24)), data[:60000])
    return data


def _invent(rng: random.Random, _: bytes, __: Sequence[bytes]) -> bytes:
    return rng.randbytes(rng.choice((0, 1, 2, 5, 40, 300)))


_MUTATIONS: tuple[tuple[int, Callable[[random.Random, bytes, Sequence[bytes]], bytes]], ...] = (
    (20, _flip_bits), (10, _overwrite), (8, _cut), (6, _cut_out), (6, _insert), (16, _lie_about_length),
    (10, _swap_tag), (16, _odd_value), (4, _splice), (2, _repeat), (1, _nest), (2, _invent),
)  # fmt: skip


def mutations(seeds: Sequence[bytes], count: int, *, seed: int) -> Iterator[bytes]:
    """`count` spoiled datagrams, always the same ones for the same `seed`; some are spoiled twice."""
    rng = random.Random(seed)
    weights = [weight for weight, _ in _MUTATIONS]
    kinds = [mutate for _, mutate in _MUTATIONS]
    for _ in range(count):
        data = rng.choice(seeds)
        for mutate in rng.choices(kinds, weights, k=rng.choice((1, 1, 1, 2))):
            data = mutate(rng, data, seeds) if data else b"\x30"
        yield data[:MAX_OCTETS]


def wrap(tag: int, contents: bytes) -> bytes:
    """One well-formed TLV."""
    size = len(contents)
    if size < 128:
        return bytes((tag, size)) + contents
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + contents


def replace_primitive(data: bytes, number: int, value: bytes) -> bytes:
    """The datagram with its `number`-th primitive TLV (counted round) replaced and all lengths above it mended."""
    total = _count_primitives(data)
    if not total:
        return value
    return _rebuild(data, [number % total], value)


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    pos = 0
    while pos + 2 <= len(data):
        long_octets = data[pos + 1] & 0x7F if data[pos + 1] & 0x80 else 0
        start = pos + 2 + long_octets
        size = int.from_bytes(data[pos + 2 : start], "big") if long_octets else data[pos + 1]
        yield data[pos], data[start : start + size]
        pos = start + size


def _count_primitives(data: bytes, depth: int = 0) -> int:
    if depth > 8:
        return 0
    return sum(_count_primitives(contents, depth + 1) if tag & 0x20 else 1 for tag, contents in _parts(data))


def _rebuild(data: bytes, left: list[int], value: bytes, depth: int = 0) -> bytes:
    rebuilt = []
    for tag, contents in _parts(data):
        if tag & 0x20 and depth <= 8:
            rebuilt.append(wrap(tag, _rebuild(contents, left, value, depth + 1)))
            continue
        rebuilt.append(value if left[0] == 0 else wrap(tag, contents))
        left[0] -= 1
    return b"".join(rebuilt)


def cuts(data: bytes) -> Iterator[bytes]:
    """The datagram cut at every octet."""
    return (data[:size] for size in range(len(data)))


def single_bit_flips(data: bytes) -> Iterator[bytes]:
    """The datagram with each of its bits flipped in turn."""
    for at, octet in enumerate(data):
        for bit in range(8):
            yield data[:at] + bytes((octet ^ (1 << bit),)) + data[at + 1 :]
