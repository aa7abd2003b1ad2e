"""At which line of a JSON text a key or a text stands, for people who look for what is wrong in an editor.

Owns the counting only; the text is known to be JSON (RFC 8259).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|:|\n')


def lines_of_texts(json_text: str) -> Mapping[str, int]:
    """The line, counted from 1, of each key, and of each other text that is not a key as well; the first counts."""
    keys: dict[str, int] = {}
    texts: dict[str, int] = {}
    line, last, last_line = 1, "", 1
    for token in _TOKEN.finditer(json_text):
        found = token[0]
        if found == "\n":
            line += 1
        elif found == ":":
            keys.setdefault(last, last_line)
        else:
            last, last_line = msgspec.json.decode(found, type=str), line
            texts.setdefault(last, line)
    return texts | keys
