"""Which rows of a walk are wanted: those below a subtree, or those that have some words in them.

Owns the filter that pages, exports and comparisons share. Words are looked for in the number, the name, the type and
the value of a row as it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from trishul.datatypes.varbind import VarBind
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.services.mibs.object_search import subtree_of
from trishul.services.value_texts import RowMaker, ShownVarBind

RowFilter: TypeAlias = Callable[[VarBind], bool]


def row_filter(text: str, names: Names, library: Library | None) -> RowFilter | None:
    """The filter that a text means; None where it means all rows."""
    below = subtree_of(text, names, library)
    if below is not None:
        return lambda varbind: varbind.name.startswith(below)
    words = text.casefold().split()
    if not words:
        return None
    show = RowMaker(names).show
    return lambda varbind: has_words(show(varbind), words)


def has_words(row: ShownVarBind, words: Sequence[str]) -> bool:
    """True when a shown row has all the words, which are casefolded."""
    text = f"{row.oid}\n{row.name}\n{row.type}\n{row.display}\n{row.value}".casefold()
    return all(word in text for word in words)
