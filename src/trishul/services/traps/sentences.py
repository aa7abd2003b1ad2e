"""What a notification says, in one sentence: ours for the six that every agent sends, the MIB's for all others.

Owns the choice and the cut of a DESCRIPTION to its first sentence. Descriptions of the generic traps (RFC 3418 §2,
RFC 2863 §6) speak about state machines; what a person wants to read there is which interface went down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput
from trishul.library.library import LibraryNode
from trishul.services.mibs.name_source import NameSource
from trishul.services.value_texts import ShownVarBind

LONGEST_SENTENCE = 240

_GENERIC = {
    "1.3.6.1.6.3.1.1.5.1": "The agent started; its configuration may have changed.",
    "1.3.6.1.6.3.1.1.5.2": "The agent started again with the configuration it had.",
    "1.3.6.1.6.3.1.1.5.3": "Interface {interface} went down.",
    "1.3.6.1.6.3.1.1.5.4": "Interface {interface} came up.",
    "1.3.6.1.6.3.1.1.5.5": "The agent got a message that it could not authenticate.",
    "1.3.6.1.6.3.1.1.5.6": "The agent lost an EGP neighbour.",
}
_IF_INDEX = "1.3.6.1.2.1.2.2.1.1."
_IF_NAMES = ("1.3.6.1.2.1.31.1.1.1.1.", "1.3.6.1.2.1.2.2.1.2.")
"""ifName, ifDescr: the shorter one is the one that people know the interface by."""

_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)\s+(?=[A-Z0-9])")


def sentence_of(trap_oid: str, varbinds: Sequence[ShownVarBind], source: NameSource) -> str:
    """The sentence; empty where no loaded module describes the notification."""
    generic = _GENERIC.get(trap_oid)
    if generic is None:
        return first_sentence(_description(trap_oid, source))
    return generic.format(interface=_interface(varbinds))


def first_sentence(description: str) -> str:
    """The first sentence on one line, cut at a word when it is long."""
    text = _SENTENCE_END.split(" ".join(description.split()), maxsplit=1)[0]
    if len(text) <= LONGEST_SENTENCE:
        return text
    return f"{text[: LONGEST_SENTENCE - 1].rpartition(' ')[0]} …"


def _interface(varbinds: Sequence[ShownVarBind]) -> str:
    """`Gi0/3 (3)`, or what of it the notification carries."""
    index = next((row.value for row in varbinds if row.oid.startswith(_IF_INDEX)), "")
    name = next((row.value for start in _IF_NAMES for row in varbinds if row.oid.startswith(start)), "")
    return f"{name} ({index})" if name and index else name or index or "of unknown number"


def _description(trap_oid: str, source: NameSource) -> str:
    library = source.library
    found = _node(trap_oid, source)
    if library is None or found is None or not found.node.description:
        return ""
    return library.text_at(found.module, found.node.description)


def _node(trap_oid: str, source: NameSource) -> LibraryNode | None:
    """The node with exactly this OID."""
    if source.library is None:
        return None
    try:
        contents = Oid(trap_oid).contents
    except InvalidInput:
        return None
    found = source.library.find_by_oid(contents)
    return found[0] if found is not None and found[1] == len(contents) else None
