"""BER framing: identifier and length octets, variable bindings and lists of them (X.690 §8.1, RFC 3416 §3).

Owns tags, lengths and the variable-binding loop. Strict when encoding (definite, shortest lengths), lenient when
decoding: long forms where a short one would do are read and named. Hot path: flat functions on bytes, one tuple per
binding and nothing per TLV; measured by `bench/`.
"""

from __future__ import annotations

from trishul.datatypes.contents import MAX_ARCS
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.protocol.anomalies import AnomalyKind, DecodeAnomaly

SEQUENCE = 0x30
INTEGER = 0x02
OCTET_STRING = 0x04
OBJECT_IDENTIFIER = 0x06

MAX_MESSAGE_OCTETS = 65535
"""No UDP datagram is longer; larger claims are refused before anything is read."""
MAX_VARBINDS = 10_000
"""The shortest binding takes 7 octets, so no datagram holds more."""
MAX_OID_OCTETS = MAX_ARCS * 5

_TABLE_SIZE = 4096
_SIGNED_TAGS = frozenset((INTEGER,))
_UNSIGNED_TAGS = frozenset((0x41, 0x42, 0x43, 0x46, 0x47))
_KNOWN_TAGS = frozenset((0x02, 0x04, 0x05, 0x06, *range(0x40, 0x48), 0x80, 0x81, 0x82))


def _encode_long_length(size: int) -> bytes:
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(octets),)) + octets


LENGTHS: tuple[bytes, ...] = tuple(
    bytes((size,)) if size < 128 else _encode_long_length(size) for size in range(_TABLE_SIZE)
)
"""Length octets of everything up to 4,095 octets; longer contents go through `encode_length`."""


def encode_length(size: int) -> bytes:
    """Shortest definite length octets (X.690 §10.1)."""
    return LENGTHS[size] if size < _TABLE_SIZE else _encode_long_length(size)


def encode_tlv(tag: int, contents: bytes) -> bytes:
    """Identifier, length and contents octets of one value."""
    return bytes((tag,)) + encode_length(len(contents)) + contents


def encode_varbind(name: bytes, tag: int, contents: bytes) -> bytes:
    """The whole SEQUENCE of one variable binding from contents octets."""
    body = b"".join(
        (
            b"\x06",
            encode_length(len(name)),
            name,
            bytes((tag,)),
            encode_length(len(contents)),
            contents,
        ),
    )
    return b"\x30" + encode_length(len(body)) + body


def encode_varbinds(varbinds: tuple[VarBind, ...] | list[VarBind]) -> bytes:
    """Contents octets of a variable-bindings list."""
    return b"".join([encode_varbind(name, tag, contents) for name, tag, contents in varbinds])


def read_header(data: bytes, pos: int, end: int) -> tuple[int, int, int]:
    """Tag, start and end of the contents of the TLV at `pos`. Raises DecodeError when it does not lie within `end`."""
    if pos + 2 > end:
        raise DecodeError("cut short: a tag and a length were expected", pos)
    length = data[pos + 1]
    start = pos + 2
    if length >= 128:
        count = length & 0x7F
        if count == 0:
            raise DecodeError("indefinite length, which SNMP does not allow", pos + 1)
        if count > 8 or start + count > end:
            raise DecodeError(f"a length of {count} octets", pos + 1)
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    if start + length > end:
        raise DecodeError(f"{length} octets announced, {end - start} there", pos + 1)
    return data[pos], start, start + length


def read_tlv(data: bytes, pos: int, end: int, tag: int, anomalies: list[DecodeAnomaly]) -> tuple[int, int]:
    """Start and end of the contents of a TLV that must have `tag`; a length longer than need be is noted."""
    found, start, stop = read_header(data, pos, end)
    if found != tag:
        raise DecodeError(f"tag 0x{found:02x} where 0x{tag:02x} was expected", pos)
    note_length(data, pos, start, stop, anomalies)
    return start, stop


def note_length(data: bytes, pos: int, start: int, stop: int, anomalies: list[DecodeAnomaly]) -> None:
    """Notes a length in more octets than needed (X.690 §10.1 asks for the fewest)."""
    if data[pos + 1] >= 128 and start - pos - 1 != len(encode_length(stop - start)):
        anomalies.append(DecodeAnomaly(AnomalyKind.NON_MINIMAL_LENGTH, pos + 1))


def decode_varbinds(data: bytes, pos: int, end: int, anomalies: list[DecodeAnomaly] | None = None) -> list[VarBind]:
    """The variable bindings in `data[pos:end]`, the contents of a variable-bindings list.

    With `anomalies` the values are looked at closely and every oddity is noted; without, only the structure is checked.
    Raises DecodeError.
    """
    varbinds: list[VarBind] = []
    new = tuple.__new__
    while pos < end:
        try:
            size = data[pos + 1]
            name_size = data[pos + 3]
            value_at = pos + 4 + name_size
            stop = pos + 2 + size
            if (
                size < 128
                and name_size < 128
                and stop <= end
                and data[pos] == SEQUENCE
                and data[pos + 2] == OBJECT_IDENTIFIER
                and data[value_at + 1] == stop - value_at - 2 < 128
            ):
                varbind = new(
                    VarBind,
                    (
                        data[pos + 4 : value_at],
                        data[value_at],
                        data[value_at + 2 : stop],
                    ),
                )
            else:
                varbind, stop = _decode_unusual_varbind(data, pos, end, anomalies)
        except IndexError:
            varbind, stop = _decode_unusual_varbind(data, pos, end, anomalies)
        if anomalies is not None:
            _note_value(varbind, pos, anomalies)
        varbinds.append(varbind)
        pos = stop
    if len(varbinds) > MAX_VARBINDS:
        raise DecodeError(f"more than {MAX_VARBINDS} variable bindings", end)
    return varbinds


def _decode_unusual_varbind(
    data: bytes,
    pos: int,
    end: int,
    anomalies: list[DecodeAnomaly] | None,
) -> tuple[VarBind, int]:
    """One binding with long lengths, trailing octets or a fault; returns it and where the next one starts."""
    noted = [] if anomalies is None else anomalies
    start, stop = read_tlv(data, pos, end, SEQUENCE, noted)
    name_start, name_stop = read_tlv(data, start, stop, OBJECT_IDENTIFIER, noted)
    if name_stop - name_start > MAX_OID_OCTETS:
        raise DecodeError(f"an OID of {name_stop - name_start} octets", name_start)
    tag, value_start, value_stop = read_header(data, name_stop, stop)
    note_length(data, name_stop, value_start, value_stop, noted)
    if value_stop != stop:
        noted.append(DecodeAnomaly(AnomalyKind.TRAILING_BYTES, value_stop))
    return VarBind(data[name_start:name_stop], tag, data[value_start:value_stop]), stop


def _note_value(varbind: VarBind, pos: int, anomalies: list[DecodeAnomaly]) -> None:
    """Looks closely at one binding: cut names, unknown types, numbers that are not written as they should be."""
    name, tag, contents = varbind
    if name and name[-1] >= 128:
        raise DecodeError("an OID that ends inside a number", pos)
    signed = tag in _SIGNED_TAGS
    if signed or tag in _UNSIGNED_TAGS:
        if not contents:
            raise DecodeError("a number without octets", pos)
        if not signed and contents[0] >= 128:
            anomalies.append(DecodeAnomaly(AnomalyKind.NEGATIVE_UNSIGNED, pos))
        elif is_padded(contents):
            anomalies.append(DecodeAnomaly(AnomalyKind.NON_MINIMAL_INTEGER, pos))
    elif tag not in _KNOWN_TAGS:
        anomalies.append(DecodeAnomaly(AnomalyKind.UNKNOWN_VALUE_TYPE, pos))


def is_padded(contents: bytes) -> bool:
    """True when an integer is written in more octets than needed (X.690 §8.3.2)."""
    return len(contents) > 1 and (
        (contents[0] == 0 and contents[1] < 128) or (contents[0] == 0xFF and contents[1] >= 128)
    )
