"""What a person means by NAME or OID, looked up in the library; texts of MIBs made fit for a terminal; JSON."""

from __future__ import annotations

from typing import Any

import click

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.records import LibraryNode

_KEPT_CONTROLS = frozenset("\n\t")


def find_entry(library: Library, text: str) -> tuple[LibraryNode, Oid]:
    """The node that a name or OID means, or that the instance it names belongs to; and the whole OID.

    Raises UnknownName, and InvalidInput where nothing at all is known of an OID.
    """
    module, _, label = text.strip().rpartition("::")
    exact = library.find_by_name(label, module or None)
    if exact:
        return exact[0], exact[0].node.oid
    oid = Names(library).oid_of(text)
    found = library.find_by_oid(oid.contents) if len(oid) > 1 else None
    if found is None:
        raise InvalidInput(f"Nothing is known at {oid}")
    return found[0], oid


def terminal_text(text: str) -> str:
    """The text without control characters, which a MIB might send to a terminal."""
    return "".join(one if one.isprintable() or one in _KEPT_CONTROLS else "\N{REPLACEMENT CHARACTER}" for one in text)


def print_json(value: Any) -> None:
    """A struct as indented JSON."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
