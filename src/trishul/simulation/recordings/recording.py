"""A recording as it was read: encoded variable bindings in order, and the findings beside them.

Owns ordering, duplicates and the count of lines, which all formats share. A binding stays encoded from here to the
answer, so that serving it is a copy. When an OID stands twice the last line wins: that is what snmpsim's index answers
to a GET, and what people mean who append a correction.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from trishul.datatypes.varbind import VarBind
from trishul.protocol.ber import decode_varbinds
from trishul.simulation.recordings.findings import (
    MAX_LISTED_WARNINGS,
    FindingCode,
    RecordingWarning,
)
from trishul.simulation.variations.multiplex import MultiplexLine
from trishul.simulation.variations.variation import Variation

_LONG_ARC = re.compile(rb"[\x80-\xff]{2,4}[\x00-\x7f]")
_LONG_ARC_MARKS = {3: b"\xff", 4: b"\xff" * 3, 5: b"\xff" * 6}


def sort_key(name: bytes) -> bytes:
    """A key in whose order names stand lexicographically; for most names it is the name itself.

    Octets sort as numbers do while these take one or two octets. A longer number is marked in front, so that it comes
    after all shorter ones: no shorter number has the marking octets followed by one above 127. Cheaper than
    `oid_sort_key`, but for names we encoded ourselves only, without octets that could be left out.
    """
    if not _LONG_ARC.search(name):
        return name
    return _LONG_ARC.sub(lambda arc: _LONG_ARC_MARKS[len(arc[0])] + arc[0], name)


@dataclass(frozen=True, slots=True)
class Recording:
    """Records in lexicographic order of their OIDs, each OID once, with everything that was repaired or excluded.

    Every line is a record, an excluded one or a skipped one: `len(recording) + excluded_lines + skipped_lines ==
    lines`.
    """

    names: list[bytes] = field(repr=False)
    """OID contents octets, ascending."""
    varbinds: list[bytes] = field(repr=False)
    """The whole encoded VarBind of each name."""
    warnings: tuple[RecordingWarning, ...] = field(repr=False)
    """Findings in the order of their lines, at most `MAX_LISTED_WARNINGS`."""
    unlisted_warnings: int
    """Findings beyond that limit."""
    lines: int
    excluded_lines: int
    skipped_lines: int
    """Blank lines, comments, ends of walks, lines for subtrees, the second and later lines of records of several."""
    variations: Mapping[bytes, Variation] = field(default_factory=dict, repr=False)
    """What answers for some of the names instead of their value."""
    subtrees: tuple[MultiplexLine, ...] = ()
    """Lines that take a subtree from other files; who reads files puts their instances in."""

    @property
    def notices(self) -> list[RecordingWarning]:
        """Findings about what may be lost."""
        return [warning for warning in self.warnings if warning.code.is_notice]

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[VarBind]:
        for encoded in self.varbinds:
            yield from decode_varbinds(encoded, 0, len(encoded))


class RecordingBuilder:
    """Takes records and findings line by line, then makes the Recording.

    Readers on the hot path append to `names`, `varbinds`, `lines` and `unchecked` themselves.
    """

    def __init__(self) -> None:
        self.names: list[bytes] = []
        self.varbinds: list[bytes] = []
        self.lines = array("L")
        """Line of each record."""
        self.unchecked: list[int] = []
        """Records of which the reader did not see that they follow the one before."""
        self.skipped_lines = 0
        self.variations: dict[int, Variation] = {}
        """By record."""
        self.subtrees: list[MultiplexLine] = []
        self._warnings: list[RecordingWarning] = []
        self._notices: dict[FindingCode, RecordingWarning] = {}
        self._unlisted = 0
        self._excluded = 0

    def add(self, name: bytes, varbind: bytes, line: int, *, follows: bool = False) -> None:
        """One record; `follows` when the reader saw that it is greater than the one added before."""
        if not follows:
            self.unchecked.append(len(self.names))
        self.names.append(name)
        self.varbinds.append(varbind)
        self.lines.append(line)

    def note(self, code: FindingCode, line: int, message: str, count: int = 1) -> None:
        """One finding; codes that exclude count the line as lost, of notices the first is kept and all are counted."""
        if code.is_notice:
            first = self._notices.setdefault(code, RecordingWarning(code, line, message, 0))
            self._notices[code] = replace(first, count=first.count + count)
            return
        if code.excluded:
            self._excluded += 1
        if len(self._warnings) < MAX_LISTED_WARNINGS:
            self._warnings.append(RecordingWarning(code, line, message))
        else:
            self._unlisted += 1

    def build(self, lines: int) -> Recording:
        """The recording, sorted and free of duplicates, of a source with so many lines."""
        order = self._order()
        names, varbinds = self.names, self.varbinds
        served = self.variations if order is None else self.variations.keys() & order
        variations = {names[at]: self.variations[at] for at in served}
        if order is not None:
            names = [names[at] for at in order]
            varbinds = [varbinds[at] for at in order]
        if not names and not self.subtrees:
            self.note(FindingCode.EMPTY_RECORDING, 0, "There is no record in it")
        self._warnings += self._notices.values()
        self._warnings.sort(key=lambda warning: warning.line)
        return Recording(
            names,
            varbinds,
            tuple(self._warnings),
            self._unlisted,
            lines,
            self._excluded,
            self.skipped_lines,
            variations,
            tuple(self.subtrees),
        )

    def _order(self) -> list[int] | None:
        """Indices of the records to serve, in order; None when they stand in order already."""
        names = self.names
        last_of = dict(zip(names, range(len(names)), strict=True))
        descents = [at for at in self.unchecked if at and self._descends(at)]
        for at in descents:
            self.note(
                FindingCode.OUT_OF_ORDER,
                self.lines[at],
                "Stands after a greater OID; it was sorted in",
            )
        if len(last_of) < len(names):
            self._note_duplicates(last_of)
        elif not descents:
            return None
        return sorted(last_of.values(), key=lambda at: sort_key(names[at]))

    def _descends(self, at: int) -> bool:
        return sort_key(self.names[at]) < sort_key(self.names[at - 1])

    def _note_duplicates(self, last_of: dict[bytes, int]) -> None:
        for at, name in enumerate(self.names):
            if last_of[name] != at:
                winner = self.lines[last_of[name]]
                self.note(
                    FindingCode.DUPLICATE_OID,
                    self.lines[at],
                    f"The same OID stands again in line {winner}, which is served",
                )
