"""What a search finds a node by: the words that the index writes and those that a query asks for, made in one place.

A name is found by every part that begins at a word of it: `ifHCInOctets` by `ifhc`, `hcin`, `octets`. Kind and type of
a node are words too, marked with private-use characters that no text and no query has, so that "all notifications" and
"all of syntax DisplayString" cost no more than a rare word. Knows no SQL.
"""

from __future__ import annotations

import re
from itertools import accumulate

from trishul.smi.model import BaseType, Node, NodeKind, ObjectNode
from trishul.smi.syntax import span_bounds

MAX_INDEXED_PARTS = 12
"""Names have up to 64 characters and some spell every letter as a word."""
KIND_MARK = "\ue000"
TYPE_MARK = "\ue001"

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\ue000-\uf8ff]")


def parts_of_name(name: str) -> list[str]:
    """The words in a name, in lower case: `dot1dBasePort` gives dot, 1, d, base, port."""
    return " ".join(_PARTS.findall(name)).lower().split()


def words_of_node(node: Node, text: str) -> tuple[str, str]:
    """What finds a node by its name, kind and type; and what finds it by these and its description in `text`."""
    parts = parts_of_name(node.name)
    marks = _marks(node)
    whole = "".join(parts)
    begins = accumulate(map(len, parts[: MAX_INDEXED_PARTS - 1]), initial=0) if parts else ()
    tails = [whole[begin:] for begin in begins]
    start, end = span_bounds(node.description)
    return " ".join((*tails, *marks)), " ".join((*parts, node.name, *marks, text[start:end]))


def words_of_query(text: str) -> list[str]:
    """The words that somebody looks for, in lower case and without marks."""
    return _WORD.findall(_MARKS.sub(" ", text).lower())


def kind_word(kind: NodeKind) -> str:
    """The word that all nodes of a kind have."""
    return f"{KIND_MARK}{_joined(kind)}"


def type_word(name: str) -> str:
    """The word that all objects of a type have: a named type, or a base type such as `OCTET STRING`."""
    return f"{TYPE_MARK}{_joined(name)}"


def _marks(node: Node) -> tuple[str, ...]:
    kind = _KIND_WORDS[node.kind]
    if not isinstance(node, ObjectNode):
        return (kind,)
    base = _BASE_WORDS[node.type.base]
    named = type_word(node.type.name) if node.type.name else base
    return (kind, named) if named == base else (kind, named, base)


def _joined(name: str) -> str:
    """A name without what parts words; nearly all names have nothing but letters, digits and hyphens."""
    bare = name.replace("-", "")
    return bare.lower() if bare.isalnum() and bare.isascii() else "".join(words_of_query(name))


_KIND_WORDS = {kind: kind_word(kind) for kind in NodeKind}
_BASE_WORDS = {base: type_word(base) for base in BaseType}
