"""Templates: notifications under a name, kept on the server for everybody, to be filled into the sender.

Owns the document, its limits and its names. A template holds no secret: who sends is the name of a saved credential, or
a version whose community or user is asked for again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.accounts.passwords import normalise
from trishul.services.traps.send_pace import Pace
from trishul.services.wrong_fields import read_struct
from trishul.store.database import Database, Transaction
from trishul.store.trap_templates import (
    TemplateRow,
    add_template,
    count_templates,
    delete_template,
    has_template,
    load_templates,
    replace_template,
)

MAX_TEMPLATES = 500
MAX_NAME_CHARACTERS = 64
MAX_DOCUMENT_BYTES = 64 << 10


class NoSuchTemplate(TrishulError):
    """No template has this name."""

    code = "no_such_template"


class TemplateExists(TrishulError):
    """A template of this name is there, and it was not said that it may be replaced."""

    code = "name_taken"


class TemplateVarBind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One variable as it was typed; without a type the MIB's counts."""

    oid: str
    type: str | None = None
    value: str = ""


class TemplateDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a template fills in; what is left out stays as it is in the form."""

    oid: str = ""
    varbinds: list[TemplateVarBind] = []
    kind: Literal["trap", "inform"] = "trap"
    target: str = ""
    port: int | None = None
    transport: Literal["udp", "tcp"] = "udp"
    credential: str | None = None
    version: Literal["1", "2c", "3"] | None = None
    generic: int | None = None
    enterprise: str = ""
    specific: int = 0
    agent_address: str | None = None
    timeout_s: float | None = None
    retries: int | None = None
    pace: Pace | None = None


class TrapTemplate(msgspec.Struct, frozen=True):
    """A template; `updated_at` in seconds since 1970."""

    name: str
    trap: TemplateDocument
    updated_at: float


class TrapTemplateList(msgspec.Struct, frozen=True):
    """All templates in the order of their names."""

    templates: list[TrapTemplate]


class TrapTemplates:
    """The templates of a workbench."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> TrapTemplateList:
        """Every one that can be read; a damaged row is left out."""
        async with self._database.read() as connection:
            rows = await load_templates(connection)
        return TrapTemplateList([template for row in rows if (template := _template(row)) is not None])

    async def save(self, name: str, trap: Any, *, replace: bool = False) -> TrapTemplate:
        """Keeps a template. Raises InvalidInput with the field, TemplateExists, LimitReached."""
        known_as = _checked_name(name)
        document = read_struct(trap, TemplateDocument)
        text = msgspec.json.encode(document).decode()
        if len(text) > MAX_DOCUMENT_BYTES:
            raise LimitReached("octets of a template", MAX_DOCUMENT_BYTES)
        row = TemplateRow(known_as, text, time.time())
        async with self._database.write() as connection:
            if await has_template(connection, known_as):
                if not replace:
                    raise TemplateExists(f"A template is saved as '{known_as}' already")
                await replace_template(connection, row)
            else:
                if await count_templates(connection) >= MAX_TEMPLATES:
                    raise LimitReached("templates", MAX_TEMPLATES)
                await add_template(connection, row)
        return TrapTemplate(known_as, document, row.updated_at)

    async def rename_credential(self, transaction: Transaction, before: str, after: str) -> Callable[[], None]:
        """Has the new name of a credential in all templates that name it; see `credentials.NamesCredentials`."""
        for row in await load_templates(transaction):
            template = _template(row)
            if template is not None and template.trap.credential == before:
                renamed = msgspec.structs.replace(template.trap, credential=after)
                document = msgspec.json.encode(renamed).decode()
                await replace_template(transaction, TemplateRow(row.name, document, row.updated_at))
        return lambda: None  # nothing of it is in memory

    async def delete(self, name: str) -> None:
        """Forgets a template. Raises NoSuchTemplate."""
        async with self._database.write() as connection:
            if not await delete_template(connection, normalise(name.strip())):
                raise NoSuchTemplate("There is no template of this name")


def _checked_name(name: str) -> str:
    known_as = normalise(name.strip())
    if not 1 <= len(known_as) <= MAX_NAME_CHARACTERS or not known_as.isprintable():
        raise InvalidInput(f"A name has 1 to {MAX_NAME_CHARACTERS} printable characters", field="name")
    return known_as


def _template(row: TemplateRow) -> TrapTemplate | None:
    try:
        document = msgspec.json.decode(row.document, type=TemplateDocument)
    except msgspec.MsgspecError:
        return None  # a row that another program or a later version wrote
    return TrapTemplate(row.name, document, row.updated_at)
