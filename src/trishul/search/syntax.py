"""The tree of a query as it was written: terms, texts, and how they are joined.

Owns the shapes and their text form. Where something stood in the text (`span`) does not count when two trees are
compared: a query that was written, read and written again is the same query.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeAlias, TypeVar

Leaf = TypeVar("Leaf")


class Span(NamedTuple):
    """A piece of the query's text: offset of its first character, and how many."""

    start: int
    length: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class All(Generic[Leaf]):
    """Every part holds; without parts, always."""

    parts: tuple[Tree[Leaf], ...]


@dataclass(frozen=True, slots=True)
class Any(Generic[Leaf]):
    """At least one part holds."""

    parts: tuple[Tree[Leaf], ...]


@dataclass(frozen=True, slots=True)
class Not(Generic[Leaf]):
    """The part does not hold."""

    part: Tree[Leaf]


@dataclass(frozen=True, slots=True)
class Term:
    """`field:value`; of a variable also its name, as in `var:ifIndex>=3`. `operator` is empty for `var:ifIndex`."""

    field: str
    operator: str
    value: str
    name: str = ""
    span: Span = dataclasses.field(default=NOWHERE, compare=False)
    name_span: Span = dataclasses.field(default=NOWHERE, compare=False)
    value_span: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand somewhere in the notification; in quotation marks they are whole words."""

    text: str
    is_quoted: bool = False
    span: Span = dataclasses.field(default=NOWHERE, compare=False)


Tree: TypeAlias = All[Leaf] | Any[Leaf] | Not[Leaf] | Leaf
Query: TypeAlias = Tree[Term | Text]

KEYWORDS = frozenset({"and", "or", "not"})
_BARE = re.compile(r"[^\s()\"]+")
_BARE_NAME = re.compile(r"[^\s()\"<>=~!]+")
_BARE_VALUE = re.compile(r"[^\s()\"=][^\s()\"]*")
"""A value that begins with `=` would make `<` an other operator."""
_LIKE_TERM = re.compile(r"[A-Za-z_]+(?:[:=<>~]|![=~])")


def to_text(query: Query) -> str:
    """The query as text: reading it gives the same query."""
    match query:
        case All(parts):
            return " ".join([_in_all(part) for part in parts])
        case Any(parts):
            return " or ".join([_in_any(part) for part in parts])
        case Not(part):
            return f"-{_alone(part)}"
        case Term():
            return _term_text(query)
        case Text(text, is_quoted):
            return quoted(text) if is_quoted or not _is_bare(text) else text


def quoted(text: str) -> str:
    """A text in quotation marks, as the language reads it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def as_value(text: str) -> str:
    """A value as it stands behind an operator: in quotation marks where it must be."""
    return text if _BARE_VALUE.fullmatch(text) else quoted(text)


def _in_all(part: Query) -> str:
    return f"({to_text(part)})" if isinstance(part, All | Any) else to_text(part)


def _in_any(part: Query) -> str:
    is_joined = isinstance(part, Any) or (isinstance(part, All) and len(part.parts) < 2)
    return f"({to_text(part)})" if is_joined else to_text(part)


def _alone(part: Query) -> str:
    return to_text(part) if isinstance(part, Term | Text | Not) else f"({to_text(part)})"


def _term_text(term: Term) -> str:
    if not term.name:
        return f"{term.field}{term.operator}{as_value(term.value)}"
    name = term.name if _BARE_NAME.fullmatch(term.name) else quoted(term.name)
    value = as_value(term.value) if term.operator else ""
    return f"{term.field}:{name}{term.operator}{value}"


def _is_bare(text: str) -> bool:
    is_word = _BARE.fullmatch(text) is not None and text.lower() not in KEYWORDS
    return is_word and text[0] not in "-!" and _LIKE_TERM.match(text) is None
