"""Dots in snmpwalk's text that may stand for octets: net-snmp prints them in place of what is no text.

It does so in text by a DISPLAY-HINT, in indexes in words, and in quoted text under -Oa, where it prints no Hex-STRING.
Owns how much is said of that: where most is dots, each value has a finding; a single dot, which mostly is one, is told
once for a text with the number of values.
"""

from __future__ import annotations

import re

from trishul.simulation.recordings.findings import MAX_LISTED_WARNINGS, FindingCode, excerpt
from trishul.simulation.recordings.lenient import Findings
from trishul.simulation.recordings.recording import RecordingBuilder

_MANY_DOTS = 3
_QUOTED_INDEX = re.compile(rb"\"([^\"]*)\"|'([^']*)'")
_PAIRS = re.compile(rb"\"(?:[0-9A-Fa-f]{2}\s+)+\"\s*")
"""Octets as they are printed without their type: the blank before the closing quote tells them from text."""


class DotsInText:
    """What was seen of dots in one text."""

    def __init__(self) -> None:
        self._has_hexadecimal = False
        self._doubtful: list[tuple[int, bytes]] = []
        """Text in quotes of which most is dots, with its line."""
        self._dotted = 0
        """Other text in quotes with a dot."""
        self._first_dotted = 0, b""

    def see(self, line: int, type_word: bytes, text: bytes, *, is_quoted: bool, findings: Findings) -> None:
        """One value as it was printed, without its type, which is that of its object where none was printed."""
        if type_word == b"hex-string" or (is_quoted and _PAIRS.fullmatch(text)):
            self._has_hexadecimal = True
        elif type_word == b"string" and b"." in text:
            self._see_text(line, text, findings, is_quoted=is_quoted)

    def _see_text(self, line: int, text: bytes, findings: Findings, *, is_quoted: bool) -> None:
        is_doubtful = _is_mostly_dots(text.strip()[1:-1] if is_quoted else text)
        if not is_quoted:
            findings.append(_replaced(text) if is_doubtful else _dot_in(text))
        elif is_doubtful and len(self._doubtful) < MAX_LISTED_WARNINGS:
            self._doubtful.append((line, text))
        else:
            self._dotted += 1
            if self._dotted == 1:
                self._first_dotted = line, text

    def see_index(self, name: bytes, findings: Findings) -> None:
        """The name of an instance, as it was printed."""
        indexes = [match[1] or match[2] or b"" for match in _QUOTED_INDEX.finditer(name)]
        if any(map(_is_mostly_dots, indexes)):
            message = f"{excerpt(name)} has octets in its index that were printed as dots"
            findings.append((FindingCode.REPLACED_OCTETS, message))
        elif any(b"." in index for index in indexes):
            message = f"{excerpt(name)} has a dot in its index, which is also printed for what is no letter"
            findings.append((FindingCode.DOT_IN_INDEX, message))

    def tell(self, builder: RecordingBuilder) -> None:
        """What is known at the end: dots in quotes are dots where octets that are no text were printed as such."""
        if self._has_hexadecimal:
            return
        for line, text in self._doubtful:
            code, message = _replaced(text)
            builder.note(code, line, message)
        if self._dotted:
            line, text = self._first_dotted
            code, message = _dot_in(text)
            builder.note(code, line, message, self._dotted)


def _replaced(text: bytes) -> tuple[FindingCode, str]:
    return FindingCode.REPLACED_OCTETS, f"{excerpt(text)} may be octets that were printed as dots"


def _dot_in(text: bytes) -> tuple[FindingCode, str]:
    return FindingCode.DOT_IN_TEXT, f"{excerpt(text)} has a dot, which is also printed for an octet that is no text"


def _is_mostly_dots(text: bytes) -> bool:
    dots = text.count(b".")
    return 2 * dots > len(text) and (dots >= _MANY_DOTS or dots == len(text))
