"""Variable bindings in request bodies, as sending of traps and SET take them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from trishul.services.varbind_texts import VarBindText

MAX_VARBINDS = 1000


class VarBindBody(BaseModel):
    """One variable: `type` is a letter of net-snmp or a word such as Integer, String, OID; else the MIB's counts."""

    oid: Annotated[str, Field(max_length=2048, description="A number or a name such as IF-MIB::ifIndex.3")]
    type: Annotated[str, Field(max_length=64)] | None = None
    value: str | int | float = ""

    def to_text(self) -> VarBindText:
        """The same for the service."""
        return VarBindText(self.oid, self.type, str(self.value))
