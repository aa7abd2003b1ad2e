"""Octets to text: decodes what vendors ship, says what a file really is when it is no MIB, and knows lines and columns.

Owns encodings (BOM, UTF-8, UTF-16, Latin-1), line ends, page breaks of RFCs, and the one place in `smi` that reads a
file. Repairs keep offsets: what is taken out becomes blanks of the same length.
"""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from trishul.smi.diagnostics import RULES, Diagnostic, Edit, Finding

MAX_SOURCE_BYTES = 32 << 20
"""The largest MIB known has less than 5 MB; larger files are something else."""

FOREIGN_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "an RTF document"),
)
_MARKUP = re.compile(rb"\s*(?:<!DOCTYPE|<html|<\?xml|<head|<body)", re.IGNORECASE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_ALLOWED_CONTROLS = 0.02
"""The share of control octets above which a file is binary."""
_PAGE_FOOTER = re.compile(
    r"\n[^\n\"]{0,90}\[Page[ \t]{1,4}[0-9]{1,4}\][ \t]*"
    r"(?:(?:\n[ \t\f]*){0,6}\n\f?(?:RFC[ \t]+\d|Internet[ -]Draft|INTERNET[ -]DRAFT)[^\n\"]*)?"
)
MAX_WORD = 80
"""Characters of a word that messages show."""
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class Source(NamedTuple):
    """A decoded text, and what was found while decoding."""

    name: str
    text: str
    findings: tuple[Finding, ...]


class Lines:
    """Offsets of line beginnings: finds line and column of an offset by bisection."""

    __slots__ = ("starts",)

    def __init__(self, text: str) -> None:
        lengths = map((1).__add__, map(len, text.split("\n")))
        self.starts = array("I", accumulate(lengths, initial=0))
        self.starts.pop()  # behind the text no line begins

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def excerpt(self, text: str, offset: int) -> str:
        """The line around an offset, without its end."""
        start = self.starts[bisect_right(self.starts, offset) - 1]
        end = text.find("\n", start)
        return text[start : len(text) if end < 0 else end]


def read_source(path: Path, name: str | None = None) -> Source:
    """Reads and decodes a file. Raises OSError."""
    with path.open("rb") as file:
        return decode_source(name or str(path), file.read(MAX_SOURCE_BYTES + 1))


def decode_source(name: str, data: bytes) -> Source:
    """The text in some octets; with nothing in it, and one finding, where they are no text."""
    refusal = _refusal(data)
    if refusal is not None:
        return Source(name, "", (refusal,))
    findings: list[Finding] = []
    text = _decoded(data, findings)
    if "\r" in text:
        if "\n" not in text:
            findings.append(Finding("carriage-returns", 0, 1, "Lines end with carriage returns alone"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _without_pages(text, findings)
    control = text.find("\x1a")
    if control >= 0:
        mend = Edit(control, control + 1, "")
        findings.append(
            Finding("control-character", control, control + 1, "Ctrl-Z stands in the text", "Remove it", mend)
        )
    return Source(name, text, tuple(findings))


def _refusal(data: bytes) -> Finding | None:
    """Why these octets cannot be a MIB text; None when they can."""
    if len(data) > MAX_SOURCE_BYTES:
        return _foreign("too-large", f"The file is larger than {MAX_SOURCE_BYTES >> 20} MB, larger than any MIB")
    for beginning, what in FOREIGN_BEGINNINGS:
        if data.startswith(beginning):
            return _foreign("not-a-mib", f"This is {what}, not a MIB")
    head = data[:4096]
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        return _foreign("not-a-mib", "This is a web page, not a MIB")
    if not data.strip():
        return _foreign("not-a-mib", "The file is empty")
    if not head.startswith(_UTF16) and len(_CONTROLS.findall(head)) > len(head) * _ALLOWED_CONTROLS:
        return _foreign("not-a-mib", "This is binary data, not a MIB")
    return None


def _foreign(code: str, message: str) -> Finding:
    """A finding about the file as a whole."""
    return Finding(code, 0, 0, message, "Choose the MIB's own text file")


def _decoded(data: bytes, findings: list[Finding]) -> str:
    """Text by byte order mark, else as UTF-8, else as Latin-1."""
    if data.startswith(_UTF16):
        findings.append(Finding("byte-order-mark", 0, 1, "The text is UTF-16", "Save it as ASCII or UTF-8"))
        return data.decode("utf-16", "replace")
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        findings.append(Finding("byte-order-mark", 0, 1, "The text begins with a byte order mark", "Save it without"))
    try:
        text = data.decode()
        foreign = None if text.isascii() else _NOT_ASCII.search(text)
        if foreign is not None:
            place = foreign.start() - text.count("\r\n", 0, foreign.start())
            message = f"{foreign[0]!r} is no letter of ASCII"
            findings.append(Finding("non-ascii", place, place + 1, message, "Write it in ASCII"))
    except UnicodeDecodeError as error:
        lines_before = data[: error.start].replace(b"\r\n", b"\n")
        place = len(lines_before.decode("latin-1"))
        message = f"Octet 0x{data[error.start]:02X} is not UTF-8; the text was read as Latin-1"
        findings.append(Finding("odd-encoding", place, place + 1, message, "Save it as UTF-8"))
        return data.decode("latin-1")
    return text


def _without_pages(text: str, findings: list[Finding]) -> str:
    """Page footers and headers become blanks; the line ends between them stay."""
    if "[Page" not in text:
        return text
    first = _PAGE_FOOTER.search(text)
    if first is None:
        return text
    place = first.start() + 1
    findings.append(
        Finding("page-break", place, place + 1, "Page breaks of an RFC stand in the module", "They were left out")
    )
    return _PAGE_FOOTER.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _cut(text: str) -> str:
    """A message in which no name, however long it is in the text, fills a page."""
    if len(text) <= MAX_WORD:
        return text
    return _LONG_WORD.sub(lambda match: f"{match[0][:MAX_WORD]}…", text)


def diagnose(source: str, module: str, lines: Lines, finding: Finding) -> Diagnostic:
    """A finding with line and column, fit to show."""
    line, column = lines.position(finding.start)
    return Diagnostic(
        code=finding.code,
        severity=RULES[finding.code].severity,
        message=_cut(finding.message),
        hint=_cut(finding.hint),
        source=source,
        module=module,
        line=line,
        column=column,
        start=finding.start,
        end=finding.end,
        edit=finding.edit,
    )
