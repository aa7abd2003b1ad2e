"""Words of a text, as free text is searched: the same for the query, for a row and for the index.

A word is a run of ASCII letters, digits and full stops, or of any characters beyond ASCII; capital ASCII letters are
small ones. A full stop inside keeps an address or a version whole; those at the edges belong to no word. These are the
words of SQLite's `ascii` tokenizer with the full stop added, so that an index on disk agrees letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[0-9a-z\u0080-\U0010ffff][0-9a-z.\u0080-\U0010ffff]*")
_CAPITALS = str.maketrans({chr(letter): chr(letter + 32) for letter in range(ord("A"), ord("Z") + 1)})


def lower(text: str) -> str:
    """The text with its ASCII letters small; others stay, because databases disagree about them."""
    return text.lower() if text.isascii() else text.translate(_CAPITALS)


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    return [stripped for word in _WORD.findall(lower(text)) if (stripped := word.rstrip("."))]


def as_line(words: Iterable[str]) -> str:
    """The words of one text as a line, in which a piece is found by a plain search."""
    return f" {' '.join(words)} "


def as_piece(words: Iterable[str], *, ends_open: bool) -> str:
    """What stands in the line of every text that has the words one after the other; the last may go on."""
    return f" {' '.join(words)}{'' if ends_open else ' '}"
