"""Which format a recording has: told by its first lines, by the ending of its name where they say nothing.

Owns the formats, their endings and what their lines look like; each format has its reader, `files` opens them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

SUFFIXES = (".snmprec", ".snmpwalk", ".walk", ".txt", ".sapwalk", ".dump", ".mvc", ".MVC")
"""Where two files answer to one community, the one whose suffix stands first is served."""
PACKED = ".bz2"
SNIFFED_LINES = 200


class RecordingFormat(StrEnum):
    """Formats that can be read."""

    SNMPREC = "snmprec"
    SNMPWALK = "snmpwalk"
    SAPWALK = "sapwalk"
    DUMP = "dump"


_BARS = re.compile(rb"\s*\.?[0-9]+(?:\.[0-9]+)*\s*\|([^|]*)\|")
_LINES: dict[RecordingFormat, re.Pattern[bytes]] = {
    RecordingFormat.SNMPREC: _BARS,
    RecordingFormat.SNMPWALK: re.compile(
        rb"\.?(?:iso|[0-2])(?:\.[0-9]+)+ [^,\s]|\.iso\.\S+ |[A-Za-z][\w-]*::\S+ |[A-Za-z][\w-]*\.[0-9]+(?:\.[0-9]+)* \S"
        rb"|\.?[A-Za-z][\w-]*[.\[]\S* = \S"
    ),
    RecordingFormat.SAPWALK: re.compile(rb"\s*\.?[0-9]+(?:\.[0-9]+)+\s*,\s*[A-Za-z][A-Za-z0-9]*\s*,"),
}
_BY_SUFFIX = {
    "": RecordingFormat.SNMPREC,
    ".snmprec": RecordingFormat.SNMPREC,
    ".sapwalk": RecordingFormat.SAPWALK,
    **dict.fromkeys((".dump", ".mvc", ".MVC"), RecordingFormat.DUMP),
}
_DUMP_TAGS = frozenset(b"%d" % number for number in range(10))
_ONLY_DUMP_TAGS = frozenset((b"0", b"1", b"3", b"7", b"8", b"9"))
"""Numbers of types that stand in dumps and are none in a .snmprec."""


def find_format(lines: Sequence[bytes], name: str) -> RecordingFormat | None:
    """The format of a file by its first lines and its name; None where no line looks like a record of any."""
    lines = [line for line in lines if line.strip() and not line.lstrip().startswith(b"#")]
    by_name = _BY_SUFFIX.get(suffix_of(name), RecordingFormat.SNMPWALK)
    if not lines:
        return by_name
    counts = {form: sum(bool(pattern.match(line)) for line in lines) for form, pattern in _LINES.items()}
    most = max(counts.values())
    if not most:
        return None
    likely = [form for form, count in counts.items() if count == most]
    found = by_name if by_name in likely else likely[0]
    return _with_bars(lines, by_name) if found is RecordingFormat.SNMPREC else found


def _with_bars(lines: Sequence[bytes], by_name: RecordingFormat) -> RecordingFormat:
    """Lines of a dump look like those of a .snmprec; what differs is which types there are."""
    tags = {match[1].strip() for line in lines if (match := _BARS.match(line))}
    is_dump = tags <= _DUMP_TAGS and (by_name is RecordingFormat.DUMP or tags & _ONLY_DUMP_TAGS)
    return RecordingFormat.DUMP if is_dump else RecordingFormat.SNMPREC


def suffix_of(name: str) -> str:
    """The suffix that makes a name a recording's, empty when there is none."""
    bare = name.removesuffix(PACKED)
    return next((suffix for suffix in SUFFIXES if bare.endswith(suffix) and bare != suffix), "")


def without_suffix(name: str) -> str:
    """A name without what makes it a recording's."""
    return name.removesuffix(PACKED).removesuffix(suffix_of(name))


def is_walk_text(name: str) -> bool:
    """True for a name that a file of snmpwalk's text has."""
    return suffix_of(name) in {".snmpwalk", ".walk", ".txt"}
