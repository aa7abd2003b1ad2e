"""A first look at a file: is it a MIB at all, and which modules does it name. Cheap, in pieces, fit for a thread.

Owns this look only, in the words of the compiler's own findings (`smi.source`, `smi.diagnostics`). What the text means
is the compiler's to say; a text that passes here may still have every fault there is.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from trishul.smi.diagnostics import RULES
from trishul.smi.source import MAX_SOURCE_BYTES, decode_source

_HEAD_BYTES = 4096
_CHUNK_BYTES = 256 << 10
_BEHIND_BYTES = 2048
"""How far before the word DEFINITIONS the module's name is looked for: an OID or comments may stand between."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEADER = re.compile(rb"\bDEFINITIONS\b(?=[\sA-Z]{0,80}::?=\s{0,80}BEGIN\b)")
_LAST_WORD = re.compile(rb"([A-Za-z][A-Za-z0-9_.-]*)\s*\Z")
_COMMENT = re.compile(rb"--[^\r\n]*")


class TextVerdict(NamedTuple):
    """Modules that the text names, or the sentence that says what it is instead."""

    modules: tuple[str, ...]
    refusal: str | None


def judge_text(place: Path) -> TextVerdict:
    """Looks at a file. Raises OSError."""
    if place.stat().st_size > MAX_SOURCE_BYTES:
        return TextVerdict((), f"The file is larger than {MAX_SOURCE_BYTES >> 20} MB, larger than any MIB")
    with place.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        while not head.strip() and (more := file.read(_HEAD_BYTES)):
            head = more
        for finding in decode_source("", head).findings:
            if finding.code == "not-a-mib":
                return TextVerdict((), finding.message)
        if head.startswith(_UTF16):
            text = (head + file.read()).decode("utf-16", "replace").encode("ascii", "replace")
            return _verdict(_names_in(text), is_mentioned=b"DEFINITIONS" in text)
        names: list[str] = []
        is_mentioned = False
        before, chunk = b"", head
        while chunk:
            window = before + chunk
            is_mentioned = is_mentioned or b"DEFINITIONS" in window
            names += [name for name in _names_in(window) if name not in names]
            before = window[-_BEHIND_BYTES:]
            chunk = file.read(_CHUNK_BYTES)
        return _verdict(names, is_mentioned=is_mentioned)


def module_names(text: bytes) -> list[str]:
    """The modules that begin in a text."""
    return _names_in(text)


def _verdict(names: list[str], *, is_mentioned: bool) -> TextVerdict:
    if names or is_mentioned:
        return TextVerdict(tuple(names), None)
    return TextVerdict((), RULES["no-module"].meaning)


def _names_in(window: bytes) -> list[str]:
    names = []
    for header in _HEADER.finditer(window):
        behind = _COMMENT.sub(b" ", window[max(header.start() - _BEHIND_BYTES, 0) : header.start()]).rstrip()
        if behind.endswith(b"}"):
            behind = behind[: max(behind.rfind(b"{"), 0)]
        found = _LAST_WORD.search(behind[-200:])
        if found is not None:
            names.append(found[1].decode())
    return names
