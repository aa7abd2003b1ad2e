"""What somebody who types into a search box means: an OID, whole or half, a name with or without its module, words.

Any text is a query; one that means nothing finds nothing. Knows no SQL.
"""

from __future__ import annotations

import re

import msgspec

from trishul.datatypes.contents import encode_oid_contents
from trishul.errors import InvalidInput
from trishul.library.words import words_of_query

MAX_QUERY_CHARACTERS = 256
"""What stands behind is not read: no name of an object is longer than 64."""
MAX_QUERY_WORDS = 12

_OID = re.compile(r"\.?([0-9]{1,10}(?:\.[0-9]{1,10})*)(\.?)", re.ASCII)
_QUALIFIED = re.compile(r"([A-Za-z][\w-]*)::(.*)", re.ASCII | re.DOTALL)
_INSTANCE = re.compile(r"([A-Za-z][\w-]*)(?:\.[0-9]+)+\.?", re.ASCII)
_SYNTAX = re.compile(r"syntax:(.*)", re.IGNORECASE | re.DOTALL)


class Query(msgspec.Struct, frozen=True):
    """A query understood. What it does not ask for is empty."""

    arcs: tuple[int, ...] = ()
    is_below_only: bool = False
    """The OID ended with a dot: what is below it is meant."""
    module: str = ""
    name: str = ""
    """As typed; also the beginning of a name, or a type, or a module."""
    words: tuple[str, ...] = ()
    syntax: str = ""


def read_query(text: str) -> Query:
    """What a text asks for."""
    text = text[:MAX_QUERY_CHARACTERS].encode("utf-8", "ignore").decode().replace("\0", " ").strip()
    oid = _OID.fullmatch(text)
    if oid:
        arcs = tuple(map(int, oid[1].split(".")))
        return Query(arcs, bool(oid[2]), name=text, words=_words(text)) if _is_oid(arcs) else Query(words=_words(text))
    syntax = _SYNTAX.fullmatch(text)
    if syntax:
        return Query(syntax="".join(words_of_query(syntax[1])))
    qualified = _QUALIFIED.fullmatch(text)
    module = qualified[1] if qualified else ""
    name = (qualified[2] if qualified else text).strip()
    instance = _INSTANCE.fullmatch(name)
    if instance:
        name = instance[1]
    return Query(module=module, name=name, words=_words(name))


def _is_oid(arcs: tuple[int, ...]) -> bool:
    try:
        encode_oid_contents(arcs)
    except InvalidInput:
        return False
    return True


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words_of_query(text)))[:MAX_QUERY_WORDS]
