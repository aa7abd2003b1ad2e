"""Headers of modules in other writings; looked for only in a text in which no module begins.

`Definitions ::= Begin`, `DEFINITION ::= BEGIN`, `DEFINITIONS NAME ::= BEGIN`, and a header without a name, whose module
is called like its file.
"""

from __future__ import annotations

import re

from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.words import is_assignment

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_MAX_STEPS = 3


def mend_header(cursor: Cursor, source_name: str) -> None:
    """Writes the first header as it should be, and says so; does nothing where there is none."""
    texts = cursor.texts
    for index, word in enumerate(texts):
        if word.upper() in {"DEFINITIONS", "DEFINITION"}:
            begin = _begin_behind(texts, index)
            if begin:
                _mend(cursor, index, begin, source_name)
                return


def _begin_behind(texts: list[str], index: int) -> int:
    """The index of the BEGIN that belongs to a header; 0 for words that begin no module."""
    for begin in range(index + 1, min(index + 1 + _MAX_STEPS, len(texts))):
        if texts[begin].upper() == "BEGIN":
            return begin if is_assignment(texts[begin - 1]) and texts[begin + 1] else 0
    return 0


def _mend(cursor: Cursor, index: int, begin: int, source_name: str) -> None:
    texts = cursor.texts
    is_swapped = begin - index == _MAX_STEPS and texts[index + 1][:1].isalpha()
    if is_swapped or texts[index] != "DEFINITIONS" or texts[begin] != "BEGIN":
        message = "The header of the module is written in another way"
        cursor.report("misspelled-clause", index, message, "Write NAME DEFINITIONS ::= BEGIN", last=begin)
    texts[index], texts[begin] = "DEFINITIONS", "BEGIN"
    if is_swapped:
        texts[index], texts[index + 1] = texts[index + 1], texts[index]
    elif not index or not texts[index - 1][:1].isalpha():
        found = _NAME.search(re.split(r"[/\\]", source_name)[-1])
        name = found[0] if found else "UNNAMED"
        cursor.report("unexpected-text", index, "The module has no name", f"It is called {name} here, like its file")
        texts.insert(index, name)
        cursor.starts.insert(index, cursor.starts[index])
