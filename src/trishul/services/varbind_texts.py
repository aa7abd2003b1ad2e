"""Variable bindings from what a form gives: text in, bindings out, the field named that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
