r"""Applies the edits of findings to the octets of a file, in one pass; encoding and line ends stay as they are.

Offsets of edits count characters of the decoded text, without byte order mark and with `\n` alone as line end
(`source.decode_source`). They are taken back to places in the file's own text before anything is changed. Edits that
overlap an earlier one wait for the next pass: after it the text is checked anew, and many are void then.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from trishul.smi.diagnostics import Diagnostic, Edit

MAX_PASSES = 8
"""One mend may show the next fault, such as a type that must now be imported; more than a few in a row are a loop."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CRLF = re.compile("\r\n")


class Mended(NamedTuple):
    """A file's octets after some edits, and the findings whose edits were applied."""

    data: bytes
    applied: tuple[Diagnostic, ...]


def mend(data: bytes, diagnostics: Iterable[Diagnostic]) -> Mended:
    """Applies what the findings about one text carry; those without an edit, or with one in the way, stay."""
    found = sorted(diagnostics, key=lambda one: (one.edit.start, one.edit.end) if one.edit else (-1, -1))
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    marks = [one for one in found if one.code == "byte-order-mark"] if mark == codecs.BOM_UTF8 else []
    chosen = _without_overlaps(one for one in found if one.edit is not None)
    if not chosen and not marks:
        return Mended(data, ())
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        if mark:
            return Mended(data, ())  # what was lost in decoding cannot be written back
        encoding = "latin-1"
        text = body.decode(encoding)
    mended = _edited(text, [one.edit for one in chosen if one.edit is not None])
    kept = b"" if marks else mark
    return Mended(kept + mended.encode(encoding), (*marks, *chosen))


def mend_until_clean(data: bytes, check: Callable[[bytes], Sequence[Diagnostic]]) -> Mended:
    """Mends and checks in turn, until no finding has an edit left, or `MAX_PASSES`."""
    applied: list[Diagnostic] = []
    for _ in range(MAX_PASSES):
        mended = mend(data, check(data))
        if mended.data == data:
            break
        data = mended.data
        applied += mended.applied
    return Mended(data, tuple(applied))


def encoded_like(former: bytes, text: str) -> bytes:
    """A text whose lines end with LF alone in the encoding, mark and line ends of a file that it replaces.

    UTF-8 where that encoding has not all of its characters, or there was no file.
    """
    mark, encoding = next((pair for pair in _MARKS if former.startswith(pair[0])), (b"", "utf-8"))
    try:
        former_text = former[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        mark, encoding = b"", "latin-1"
        former_text = former.decode(encoding)
    line_end = _line_end(former_text, len(_CRLF.findall(former_text)))
    ended = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", line_end)
    try:
        return mark + ended.encode(encoding)
    except UnicodeEncodeError:
        return ended.encode("utf-8", "replace")


def _without_overlaps(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings in the order of their edits, without those that touch what an earlier one changes; equal ones stay."""
    chosen: list[Diagnostic] = []
    end = 0
    last: Edit | None = None
    for one in diagnostics:
        edit = one.edit
        assert edit is not None
        if edit == last or edit.start >= end:
            chosen.append(one)
            end = max(end, edit.end)
            last = edit
    return chosen


def _edited(text: str, edits: Sequence[Edit]) -> str:
    """The file's own text with all edits in it."""
    breaks = [match.start() - number for number, match in enumerate(_CRLF.finditer(text))]
    line_end = _line_end(text, len(breaks))
    pieces: list[str] = []
    done = 0
    last: Edit | None = None
    for edit in edits:
        if edit == last:
            continue
        start = edit.start + bisect_left(breaks, edit.start)
        pieces += (text[done:start], edit.replacement.replace("\n", line_end))
        done = edit.end + bisect_left(breaks, edit.end)
        last = edit
    pieces.append(text[done:])
    return "".join(pieces)


def _line_end(text: str, breaks: int) -> str:
    """How most lines of a text end."""
    feeds = text.count("\n")
    if breaks * 2 > feeds:
        return "\r\n"
    return "\r" if not feeds and "\r" in text else "\n"
