"""Words of a text, as free text is searched: the same for the query, for a row and for the index.

A word is a run of ASCII letters, digits and full stops, or of any characters beyond ASCII; capital ASCII letters are
small ones. A full stop inside keeps an address or a version whole; those at the edges belong to no word. These are the
words of SQLite's `ascii` tokenizer with the full stop added, so that an index on disk agrees letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[0-9a-z\u0080-\U0010ffff][0-9a-z.\u0080-\U0010ffff]*")
_CAPITALS = str.maketrans({chr(letter): chr(letter + 32) for letter in range(ord("A"), ord("Z") + 1)})


def lower(text: str) -> str:
    """The text with its ASCII letters small; others stay, because databases disagree about them."""
    return text.translate(_CAPITALS)


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    return [stripped for word in _WORD.findall(lower(text)) if (stripped := word.rstrip("."))]


def contain(words: Sequence[str], wanted: Sequence[str], *, ends_open: bool) -> bool:
    """Whether `wanted` stands in `words` one after the other; with `ends_open` the last is the beginning of a word."""
    *firsts, last = wanted
    for at in range(len(words) - len(firsts)):
        end = words[at + len(firsts)]
        is_last = end.startswith(last) if ends_open else end == last
        if is_last and all(words[at + index] == word for index, word in enumerate(firsts)):
            return True
    return False
