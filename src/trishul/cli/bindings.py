"""Variable bindings on the command line: OID TYPE VALUE, in net-snmp's letters, with names and labels of the MIBs.

`trap send` and `set` take them alike. The types are `datatypes.typed_text`; what the MIB says is read when it is asked
for, so that numbers alone open no index.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from trishul.cli.names import NameBook
from trishul.datatypes import Oid, Value, VarBind, parse_value
from trishul.errors import InvalidInput


def varbinds_of(texts: Sequence[str], book: NameBook | None = None) -> list[VarBind]:
    """Variable bindings from triples of OID, type and value. Raises UsageError."""
    if len(texts) % 3:
        raise click.UsageError(f"a variable binding is OID TYPE VALUE, but {texts[-1]!r} ends an incomplete one")
    book = book or NameBook()
    varbinds = []
    for name, type_name, text in zip(texts[::3], texts[1::3], texts[2::3], strict=True):
        try:
            oid = book.oid_of(name)
            varbinds.append(VarBind.of(oid, _value(book, oid, type_name, text)))
        except InvalidInput as error:
            raise click.UsageError(f"{name} {type_name}: {error}") from None
    return varbinds


def _value(book: NameBook, oid: Oid, type_name: str, text: str) -> Value:
    """The value by its type's name; words such as `up`, and the type `=`, are the MIB's to read."""
    try:
        return parse_value(type_name, text)
    except InvalidInput:
        names = book.find()
        if names is None:
            raise
        from trishul.library.typed_values import value_from_text

        return value_from_text(names, oid.contents, type_name, text)
