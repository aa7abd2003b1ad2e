"""Reader of snmpwalk text as net-snmp 5.9 prints it: `.1.3.6.1.2.1.1.1.0 = STRING: "text"`, in one or more lines.

Strategy: a line that starts like a record starts one; any other line belongs to the record before it when that may go
on (a quoted string without its closing quote, text printed bare, hexadecimal digits), or is one of the lines with
which a walk ends, or is broken. Names, and values without their types, need the MIBs (`printed_names`); without them
only numeric OIDs are read, also with `iso` in front, and all others are excluded by name. Whether the text is a quick
print (`-Oq`, no ` = `) is told by its first record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from trishul.protocol.ber import encode_varbind
from trishul.simulation.recordings import lenient
from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt
from trishul.simulation.recordings.lenient import Findings
from trishul.simulation.recordings.oid_tables import NameReader
from trishul.simulation.recordings.printed_names import NamedReader, PrintedNames
from trishul.simulation.recordings.recording import Recording, RecordingBuilder
from trishul.simulation.recordings.snmpwalk_dots import DotsInText
from trishul.simulation.recordings.snmpwalk_hints import text_left
from trishul.simulation.recordings.snmpwalk_values import (
    PRINTED_TYPES,
    REMARK,
    WRAPPED_TYPES,
    ParsedValue,
    parse_printed_value,
)

_NUMERIC = re.compile(rb"(\.?(?:iso|ccitt|joint-iso-ccitt|[0-9]+)(?:\.[0-9]+)+) = ?(.*)", re.DOTALL)
_SYMBOLIC = re.compile(
    rb"((?:[A-Za-z][\w-]*::|(?=\.?[A-Za-z][\w-]*[.\[]))(\S.*?)|(\w[\w-]*)) = (.*)",
    re.DOTALL,
)
"""`MODULE::name…`, `name.…` or `name[…`; a bare name is believed only with a type behind it."""
_QUICK = re.compile(
    rb"((?:[\w.:-]|\[(?:\"(?:\\.|[^\"\\])*\"|[^\]\"])*\]|\\?\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')+)(?: (.*))?",
    re.DOTALL,
)
"""A name with its indexes, then the value behind one blank."""
_INSTANCE = re.compile(rb"\.?[\w-]+(?:::|[.\[])[^.]|\w*Instance")
_MIN_ARCS = 5
"""A number of so many arcs is an OID wherever it stands at the beginning of a line."""
_TYPE_WORDS = rb"|".join(re.escape(word) for word in PRINTED_TYPES)
_VALUE_START = re.compile(
    rb"(?:" + REMARK + rb"|(?:" + _TYPE_WORDS + rb"):|\"\"\s*$|NULL\s*$|No Such |No more variables|[0-9]+\s*$)",
    re.IGNORECASE,
)
_TYPE_OF = re.compile(rb"(?:" + REMARK + rb")?(" + _TYPE_WORDS + rb"):", re.IGNORECASE)
_HEX_CONTINUATION = re.compile(rb"[0-9A-Fa-f]{2}(?:\s+[0-9A-Fa-f]{2})*\s*(?:\[.*|  \S.*)?")
"""Pairs, then nothing, the text beside them (-OT), or units."""
_END_VALUE = re.compile(rb"No more variables left in this MIB View|No Such (?:Object|Instance)|End of MIB")
_END_LINE = re.compile(rb"End of MIB|No more variables left in this MIB View|Variables found: |Walk ended")
_FAILURE = re.compile(rb"Timeout\b|Error in packet|Error: OID not increasing|Reason: |Failed object: |No Response")
MAX_PRINTED_OCTETS = 1 << 19
"""More text than the longest OCTET STRING takes; further lines are no part of the record."""
_WITHOUT_TYPES = re.compile(rb"\.?(?:iso|[0-2])(?:\.[0-9]+){2,} \S")


class _OpenRecord:
    """A record whose further lines may still come."""

    __slots__ = (
        "is_quoted",
        "line",
        "name",
        "oid",
        "quote_is_open",
        "size",
        "text_at",
        "text_left",
        "type_word",
        "values",
    )

    def __init__(self, line: int, oid: bytes, value: bytes, name: bytes = b"", word: bytes = b"") -> None:
        """`name` where the OID was read already; `word` is the type of the object, for values without their own."""
        self.line = line
        self.oid = oid
        self.name = name
        self.values = [value]
        self.size = len(value)
        match = _TYPE_OF.match(value)
        self.type_word = match[1].lower() if match else word
        text = value[match.end() :].lstrip() if match else value
        self.text_at = len(value) - len(text)
        self.is_quoted = text.startswith(b'"') and (self.type_word == b"string" or not match)
        self.quote_is_open = self.is_quoted and not _closes_quote(text[1:])
        self.text_left = text_left(text) if self.type_word in WRAPPED_TYPES else -1

    def goes_on_with(self, text: bytes) -> bool:
        """True when the line can be more of this record's value."""
        if self.size > MAX_PRINTED_OCTETS:
            return False
        if self.is_quoted:
            return self.quote_is_open
        if self.type_word in WRAPPED_TYPES:
            return self.text_left >= 0 or bool(_HEX_CONTINUATION.fullmatch(text))
        return self.type_word == b"string" and not (_END_LINE.match(text) or _FAILURE.match(text))

    def append(self, text: bytes) -> None:
        """Takes one more line."""
        self.values.append(text)
        self.size += len(text) + 1
        if self.quote_is_open:
            self.quote_is_open = not _closes_quote(text)
        if self.type_word in WRAPPED_TYPES:
            self.text_left = text_left(text, self.text_left)

    def value(self) -> bytes:
        """All lines of the value."""
        return b"\n".join(self.values)


def _closes_quote(text: bytes) -> bool:
    """True when a line of a quoted string ends with a quote that no backslash escapes."""
    bare = text.rstrip()
    if not bare.endswith(b'"'):
        return False
    before = bare[:-1]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 0


def read_snmpwalk_text(lines: Iterable[bytes], names: PrintedNames | None = None) -> Recording:
    """The recording in lines of octets, with or without line ends; names by `names`. Never raises on their contents."""
    reader = _Reader(names)
    line_number = 0
    for line_number, line in enumerate(lines, 1):
        reader.take(line_number, line)
    return reader.finish(line_number)


class _Reader:
    def __init__(self, names: PrintedNames | None) -> None:
        self._builder = RecordingBuilder()
        self._open: _OpenRecord | None = None
        self._names = NameReader()
        self._named = NamedReader(names) if names is not None else None
        self._is_quick: bool | None = None
        self._dots = DotsInText()
        self._crlf_noted = False

    def take(self, line_number: int, line: bytes) -> None:
        """Reads one line."""
        text = line.removesuffix(b"\n")
        if self._starts_record(line_number, text):
            return
        if self._open is not None and self._open.goes_on_with(text):
            self._open.append(text)
            self._builder.skipped_lines += 1
        else:
            self._close()
            self._other(line_number, text)

    def _starts_record(self, line_number: int, text: bytes) -> bool:
        match = _NUMERIC.fullmatch(text)
        if match and self._is_numeric_start(match, text):
            self._is_quick = bool(self._is_quick)
            self._close()
            self._start(line_number, match[1], match[2])
            return True
        symbolic = None if match else _SYMBOLIC.fullmatch(text)
        if symbolic and self._starts_symbolic(line_number, symbolic):
            return True
        return self._is_quick is not False and self._named is not None and self._starts_quick(line_number, text)

    def _is_numeric_start(self, match: re.Match[bytes], text: bytes) -> bool:
        if self._open is None or _VALUE_START.match(match[2]) or not self._open.goes_on_with(text):
            return True
        return self._named is not None and match[1].count(b".") >= _MIN_ARCS

    def _starts_symbolic(self, line_number: int, match: re.Match[bytes]) -> bool:
        oid, value = match[1], match[4]
        is_instance = not match[3] or bool(_INSTANCE.match(oid))
        name = self._named.find_name(oid.strip()) if self._named is not None else None
        if name is not None and (is_instance or _TYPE_OF.match(value)):
            self._is_quick = bool(self._is_quick)
            self._close()
            self._start(line_number, oid, value, name)
            return True
        if not (_TYPE_OF if match[3] else _VALUE_START).match(value):
            return False
        self._close()
        self._exclude_symbolic(line_number, oid, value)
        return True

    def _starts_quick(self, line_number: int, text: bytes) -> bool:
        """A line of `-Oq`: believed where its first word is an OID, or a name that the MIBs know."""
        match = _QUICK.fullmatch(text)
        if match is None or self._named is None:
            return False
        numeric = match[1].removeprefix(b".")
        is_numeric = numeric.replace(b".", b"").isdigit() and numeric.count(b".") >= _MIN_ARCS
        if not is_numeric and not _INSTANCE.match(match[1]):
            return False
        name = self._named.find_name(match[1])
        if name is None:
            return False
        self._is_quick = True
        self._close()
        self._start(line_number, match[1], match[2] or b"", name)
        return True

    def finish(self, lines: int) -> Recording:
        """The recording of so many lines."""
        if self._open is not None and not self._open.is_quoted:
            values = self._open.values
            while len(values) > 1 and not values[-1].strip():
                values.pop()
        self._close()
        self._dots.tell(self._builder)
        return self._builder.build(lines)

    def _start(self, line_number: int, oid: bytes, value: bytes, name: bytes = b"") -> None:
        if _END_VALUE.match(value):
            self._builder.skipped_lines += 1
            return
        word = b""
        if self._named is not None and not _TYPE_OF.match(value):
            name = name or self._named.find_name(oid.removeprefix(b".")) or b""
            word = self._named.word_of(name) if name else b""
        self._open = _OpenRecord(line_number, oid, value, name, word)

    def _exclude_symbolic(self, line_number: int, oid: bytes, value: bytes) -> None:
        if _END_VALUE.match(value):
            self._builder.skipped_lines += 1
            return
        # Kept open so that its further lines are known to be its own.
        self._open = _OpenRecord(line_number, b"", value)
        self._builder.note(FindingCode.SYMBOLIC_OID, line_number, f"{excerpt(oid)} needs a MIB to be read")

    def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is None or not opened.oid:
            return
        findings: Findings = []
        try:
            name, follows = (opened.name, False) if opened.name else self._name(opened.oid, findings)
            tag, contents = self._value(name, opened, findings)
        except Unreadable as reason:
            self._names.forget()
            self._builder.note(reason.code, opened.line, reason.message)
            return
        if opened.name:
            self._dots.see_index(opened.oid, findings)
        for code, message in findings:
            self._builder.note(code, opened.line, message)
        self._builder.add(name, encode_varbind(name, tag, contents), opened.line, follows=follows)

    def _name(self, oid: bytes, findings: Findings) -> tuple[bytes, bool]:
        dotted = oid.removeprefix(b".")
        try:
            return self._names.read(dotted)
        except KeyError:
            return lenient.name(dotted, findings), False

    def _value(self, name: bytes, opened: _OpenRecord, findings: Findings) -> ParsedValue:
        text = self._without_cr(opened)
        shown = text[opened.text_at :]
        self._dots.see(opened.line, opened.type_word, shown, is_quoted=opened.is_quoted, findings=findings)
        if self._named is None:
            return parse_printed_value(text, findings)
        return self._named.value(name, text, findings)

    def _without_cr(self, opened: _OpenRecord) -> bytes:
        """The value without the CR of CR LF line ends.

        Strings of devices hold CR LF too, so a CR is only cut where the record's last line ends with one.
        """
        if not opened.values[-1].endswith(b"\r"):
            return opened.value()
        if not self._crlf_noted:
            self._crlf_noted = True
            message = "Lines end with CR LF; the CR is no part of values"
            self._builder.note(FindingCode.CRLF_LINE_ENDS, opened.line, message)
        return b"\n".join([value.removesuffix(b"\r") for value in opened.values])

    def _other(self, line_number: int, text: bytes) -> None:
        """A line that starts no record and continues none."""
        bare = text.strip()
        if _FAILURE.match(bare):
            message = f"The recorded walk ended early: {excerpt(bare)}"
            self._builder.note(FindingCode.INCOMPLETE_WALK, line_number, message)
        if not bare or bare.startswith(b"#") or _END_LINE.match(bare) or _FAILURE.match(bare):
            self._builder.skipped_lines += 1
        elif _WITHOUT_TYPES.match(bare):
            message = f"{excerpt(bare)} was printed without its type (-Oq), which needs a MIB"
            self._builder.note(FindingCode.UNTYPED_VALUE, line_number, message)
        else:
            self._builder.note(FindingCode.BROKEN_LINE, line_number, f"{excerpt(bare)} is not OID = TYPE: value")
