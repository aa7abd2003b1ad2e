"""Variable bindings from what a form gives: text in, bindings out, the field named that is wrong; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trishul.datatypes.oid import oid_text
from trishul.datatypes.values import ValueType, is_printable
from trishul.datatypes.varbind import VarBind
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.library.typed_values import value_from_text
from trishul.services.wrong_fields import field_named


@dataclass(frozen=True, slots=True)
class VarBindText:
    """One variable binding as a form gives it; without a type, the MIB's is taken."""

    oid: str
    type: str | None
    value: str


def varbinds_from_texts(texts: Sequence[VarBindText], names: Names) -> list[VarBind]:
    """All bindings. Raises InvalidInput with the place of the first that cannot be meant."""
    return [_varbind(index, text, names) for index, text in enumerate(texts)]


def _varbind(index: int, text: VarBindText, names: Names) -> VarBind:
    with field_named(f"varbinds.{index}.oid"):
        oid = names.oid_of(text.oid)
    try:
        return VarBind.of(oid, value_from_text(names, oid.contents, text.type, text.value))
    except InvalidInput as error:
        part = error.field or "value"
        raise InvalidInput(
            f"Variable {index + 1} ({text.oid[:80]}): {error}", field=f"varbinds.{index}.{part}"
        ) from None


def text_of_varbind(varbind: VarBind) -> VarBindText:
    """A binding as a form gives it, with the type named, so that reading it gives the same octets again.

    What no form can give is an OCTET STRING in hexadecimal: tags that the RFCs do not know. Raises DecodeError for
    contents that do not fit their type.
    """
    oid, tag, contents = oid_text(varbind.name), varbind.tag, varbind.contents
    if tag == ValueType.OCTET_STRING and is_printable(contents):
        return VarBindText(oid, "OctetString", contents.decode("ascii"))
    if tag == ValueType.OPAQUE:
        return VarBindText(oid, "Opaque", contents.hex())
    if tag in _AS_TEXT:
        return VarBindText(oid, _AS_TEXT[ValueType(tag)], str(varbind.value.native))
    if tag == ValueType.NULL:
        return VarBindText(oid, "Null", "")
    return VarBindText(oid, "Hex", contents.hex())


_AS_TEXT = {
    ValueType.INTEGER: "Integer",
    ValueType.OBJECT_IDENTIFIER: "OID",
    ValueType.IP_ADDRESS: "IpAddress",
    ValueType.COUNTER32: "Counter32",
    ValueType.GAUGE32: "Gauge32",
    ValueType.TIME_TICKS: "TimeTicks",
    ValueType.COUNTER64: "Counter64",
    ValueType.UINTEGER32: "UInteger32",
}
