"""Values for the objects of an INDEX, and the arcs that they are in an instance's name (RFC 2578 §7.7).

Owns different, legal values for one object after the other; which rows they make is `rows`. The layout is that which
`simulation.row_index` reads: integers one arc, strings and OIDs with their length unless it is fixed or IMPLIED.
"""

from __future__ import annotations

import re

from trishul.datatypes.contents import decode_integer, decode_oid_contents, encode_oid_contents
from trishul.datatypes.values import NUMBER_RANGES, Value, ValueType
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.generation import octets
from trishul.simulation.generation.addresses import address_octets, is_address, is_address_type, is_own_kind
from trishul.simulation.generation.numbers import successive
from trishul.simulation.generation.object_types import IndexObject
from trishul.simulation.row_index import fixed_size
from trishul.simulation.value_checks import TAGS, check_value
from trishul.smi.model import BaseType, TypeInfo

_ELSEWHERE = re.compile(r"NetTo|Remote|Rem[A-Z]|Peer|Neighbo|Nbr|Dest|Server|Client", re.IGNORECASE)
_FAR = 100
"""Number of the first address of others; ours come before."""
_LONGEST_TEXT = 16
_COUNTING_OCTETS = 3


def values_for(index: IndexObject, count: int, kind: int, identity: bytes) -> list[Value]:
    """At most `count` different legal values, fewer where the type has no more; `kind` is the InetAddressType."""
    info = index.info
    tag = TAGS.get(info.base)
    if tag is None:
        return []
    if is_address_type(info):
        candidates = [Value.number(tag, kind)]
    elif tag in NUMBER_RANGES:
        candidates = [Value.number(tag, number) for number in successive(info, count)]
    elif info.base is BaseType.OBJECT_IDENTIFIER:
        arcs = decode_oid_contents(identity)
        candidates = [Value(int(tag), encode_oid_contents((*arcs, at + 1))) for at in range(count)]
    else:
        candidates = [Value(int(tag), _octets(index, number, kind)) for number in range(count)]
    return [value for value in dict.fromkeys(candidates) if _can_stand(index, value)]


def _can_stand(index: IndexObject, value: Value) -> bool:
    """False for a value that is illegal, negative, or empty where its end is that of the name (RFC 2578 §7.7)."""
    if value.tag == ValueType.INTEGER and decode_integer(value.contents) < 0:
        return False
    if not value.contents and (index.is_implied or fixed_size(index.info) == 0):
        return False
    return check_value(index.info, value.tag, value.contents) is ErrorStatus.NO_ERROR


def _octets(index: IndexObject, number: int, kind: int) -> bytes:
    info, name = index.info, index.name
    place = number + _FAR if _ELSEWHERE.search(name) else number
    if is_address(info) or is_own_kind(info):
        return address_octets(info, kind, place)
    if info.base is BaseType.IP_ADDRESS:
        return octets.ipv4_address(place)
    if octets.is_hardware_address(info, name):
        return octets.mac_address(192 + place)
    if info.name == "DateAndTime":
        hours, day = divmod(number, 28)
        return (2025).to_bytes(2, "big") + bytes((1, 1 + day, hours % 24, hours // 24 % 60, 0, 0))
    return _counted(f"{(octets.words_of(name) or ('row',))[-1]}{number + 1}"[:_LONGEST_TEXT].encode(), info, number)


def _counted(text: bytes, info: TypeInfo, number: int) -> bytes:
    """A text of legal size that ends with its number, so that no two are the same after cutting."""
    made = octets.sized(text, info)
    end = str(number + 1).encode()
    if made == text:
        return made
    if octets.is_text(info, info.name) and len(made) >= len(end):
        return made[: len(made) - len(end)] + end
    if not made:
        return made
    counted = (number + 1).to_bytes(_COUNTING_OCTETS, "big")[-len(made) :]
    return made[: len(made) - len(counted)] + counted


def index_arcs(index: IndexObject, value: Value) -> tuple[int, ...]:
    """The arcs of one value of an index."""
    if value.tag in NUMBER_RANGES:
        return (decode_integer(value.contents),)
    if value.tag == ValueType.IP_ADDRESS:
        return tuple(value.contents)
    if value.tag == ValueType.OBJECT_IDENTIFIER:
        arcs = decode_oid_contents(value.contents)
    else:
        arcs = tuple(value.contents)
        if fixed_size(index.info) is not None:
            return arcs
    return arcs if index.is_implied else (len(arcs), *arcs)
