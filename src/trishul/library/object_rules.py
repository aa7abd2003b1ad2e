"""The rules of a MIB for those who write: a scalar or column with its type, access, default and row.

Owns the gathering of a `simulation` rule from the index, and the reading of DEFVAL clauses (RFC 2578 §7.9). What a SET
makes of the rules is `simulation.set_transaction`.
"""

from __future__ import annotations

import re

from trishul.datatypes.oid import Oid, decode_oid_contents, encode_oid_contents
from trishul.datatypes.values import Value, ValueType
from trishul.errors import InvalidInput
from trishul.library.instances import index_types, parent_contents, row_at
from trishul.library.library import Library
from trishul.library.records import LibraryNode
from trishul.simulation.object_rules import IndexRule, ObjectRule, RowRule
from trishul.smi.model import BaseType, NodeKind, ObjectNode
from trishul.smi.value_reading import parse_rendered

_LEAVES = frozenset((NodeKind.SCALAR, NodeKind.COLUMN))
_DIGITS = re.compile(r"'([0-9A-Fa-f\s]*)'\s*([BbHh])")
_OCTETS = frozenset((BaseType.OCTET_STRING, BaseType.OPAQUE))


def find_object(library: Library, oid_contents: bytes) -> LibraryNode | None:
    """The scalar or column that an OID belongs to; some modules name the instance of a scalar."""
    found = library.find_by_oid(oid_contents)
    if found is None or found[0].node.kind in _LEAVES:
        return found[0] if found is not None else None
    arcs = decode_oid_contents(found[0].node.oid_contents)
    if len(arcs) < 3:
        return None
    above = library.find_by_oid(encode_oid_contents(arcs[:-1]))
    return above[0] if above is not None and above[0].node.kind in _LEAVES else None


def object_rule(library: Library, found: LibraryNode) -> ObjectRule | None:
    """The rule of a scalar or column; None for any other node."""
    node = found.node
    if not isinstance(node, ObjectNode) or node.kind not in _LEAVES:
        return None
    row = _row_rule(library, parent_contents(node.oid_contents)) if node.kind is NodeKind.COLUMN else None
    return _rule(library, found.module, node, row)


def _row_rule(library: Library, contents: bytes) -> RowRule | None:
    row = row_at(library, contents)
    types = None if row is None else index_types(library, row)
    if row is None or types is None:
        return None
    columns = [child for child in library.children_of(contents) if isinstance(child.node, ObjectNode)]
    return RowRule(
        contents,
        tuple(IndexRule(name, info, is_implied) for name, info, is_implied in types),
        tuple(
            _rule(library, column.module, column.node, None)
            for column in columns
            if isinstance(column.node, ObjectNode)
        ),
    )


def _rule(library: Library, module: str, node: ObjectNode, row: RowRule | None) -> ObjectRule:
    default = default_value(library, module, node) if node.default else None
    return ObjectRule(node.oid_contents, node.name, node.type, node.access, default, row)


def default_value(library: Library, module: str, node: ObjectNode) -> Value | None:
    """The value of a DEFVAL clause; None for one that cannot be read, which the compiler reports."""

    def oid_of(name: str) -> Oid:
        for asked in (module, None):
            for found in library.find_by_name(name, asked):
                return found.node.oid
        return Oid(name)

    text = node.default.strip()
    digits = _DIGITS.fullmatch(text)
    try:
        if digits is not None and node.type.base in _OCTETS:
            return Value(_tag(node), _octets(digits[1], digits[2]))
        if node.type.base is BaseType.OCTET_STRING:
            return Value.octet_string(text.strip('"'))
        if node.type.base is BaseType.BITS:
            return parse_rendered(node.type, "", " ".join(text.strip("{} ").replace(",", " ").split()), oid_of)
        if digits is not None:
            return parse_rendered(node.type, "", int(digits[1] or "0", 2 if digits[2] in "Bb" else 16), oid_of)
        if node.type.base is BaseType.OBJECT_IDENTIFIER and text.startswith("{"):
            arcs = text.strip("{} ").split()
            return Value.object_identifier(Oid([*oid_of(arcs[0]), *map(int, arcs[1:])]))
        return parse_rendered(node.type, "", int(text) if text.lstrip("-").isdigit() else text, oid_of)
    except (InvalidInput, ValueError, IndexError):
        return None


def _tag(node: ObjectNode) -> int:
    return ValueType.OPAQUE.value if node.type.base is BaseType.OPAQUE else ValueType.OCTET_STRING.value


def _octets(digits: str, base: str) -> bytes:
    """The octets of `'0a'H` or `'00001010'B`."""
    packed = "".join(digits.split())
    if base in "Hh":
        return bytes.fromhex(packed)
    return int(packed or "0", 2).to_bytes(len(packed) // 8, "big")
