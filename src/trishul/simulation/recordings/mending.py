"""A .snmprec as its author meant it: sorted, each OID once, dirt repaired, what cannot be served kept as a comment.

Lines without a finding stay as they are, with their comments and variation modules. Owns the new text; what counts as
dirt is `snmprec_repair`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from trishul.datatypes.oid import oid_text
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.simulation.recordings.findings import FindingCode, Unreadable
from trishul.simulation.recordings.recording import sort_key
from trishul.simulation.recordings.snmprec import write_snmprec
from trishul.simulation.recordings.snmprec_repair import RepairedRecord, is_subtree_line, repair

_TEXT = re.compile(rb"[ -~]*")


@dataclass(slots=True)
class MendedRecording:
    """The new lines, with line ends; `left_out` are in them as comments."""

    lines: list[bytes] = field(default_factory=list, repr=False)
    repaired: int = 0
    left_out: int = 0
    moved: int = 0


def mend_snmprec(lines: Iterable[bytes]) -> MendedRecording:
    """The mended text of a file's lines. Never raises on their contents."""
    mended = MendedRecording()
    comments: list[bytes] = []
    subtrees: list[bytes] = []
    kept: dict[bytes, bytes] = {}
    highest = b""
    for line in lines:
        text = line.rstrip(b"\r\n")
        bare = text.lstrip()
        if not bare or bare.startswith(b"#"):
            comments += [text + b"\n"] if bare else []
            continue
        if is_subtree_line(text):
            subtrees.append(text + b"\n")
            continue
        try:
            record = repair(text)
        except Unreadable as reason:
            mended.left_out += 1
            comments.append(_as_comment(reason.code, text))
            continue
        if record.name in kept:
            mended.left_out += 1
            comments.append(_as_comment(FindingCode.DUPLICATE_OID, kept[record.name].rstrip(b"\n")))
        key = sort_key(record.name)
        mended.moved += key < highest
        highest = max(highest, key)
        is_clean = all(code in _KEPT for code, _ in record.findings)
        mended.repaired += not is_clean
        kept[record.name] = text + b"\n" if is_clean else _canonical(record, text)
    mended.lines = [*comments, *subtrees, *(kept[name] for name in sorted(kept, key=sort_key))]
    return mended


_KEPT = frozenset((FindingCode.VARIATION_OPTION, FindingCode.VARIATION_DIFFERS))
"""Findings about what a line means, which no other writing of it would change."""


def _as_comment(code: FindingCode, text: bytes) -> bytes:
    return b"# %s: %s\n" % (code.value.encode(), text)


def _canonical(record: RepairedRecord, text: bytes) -> bytes:
    """The line of a record that was repaired."""
    oid = oid_text(record.name).encode()
    if record.variation is not None:
        _, tag, options = text.split(b"|", 2)
        return b"%s|%s|%s\n" % (oid, tag.strip(), options)
    if record.tag == ValueType.OCTET_STRING and _TEXT.fullmatch(record.contents):
        return b"%s|4|%s\n" % (oid, record.contents)
    return b"".join(write_snmprec((VarBind(record.name, record.tag, record.contents),)))
