"""Reader and writer of .snmprec, the recording format of snmpsim: `OID|TAG|VALUE`, a record a line.

Strategy: almost every line is canonical, so the loop below splits it, looks its fields up in tables that fill
themselves and encodes the binding; any line that does not fit raises and is read again, slowly and leniently, by
`snmprec_repair`. A line is split at its first two bars and only its line end is cut, so that values keep bars and
trailing spaces.

Hot path: one flat loop, no object per record beside its octets, measured by `bench/`. The text is ISO 8859-1, which
here means that octets stay what they are. What `NameReader` does is written out in the loop: a call a line costs too
much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trishul.datatypes.contents import MAX_ARCS
from trishul.datatypes.oid import oid_text
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.protocol.ber import encode_varbind
from trishul.simulation.recordings.findings import FindingCode, Unreadable
from trishul.simulation.recordings.lenient import Findings
from trishul.simulation.recordings.oid_tables import ArcTable, OidTable
from trishul.simulation.recordings.recording import Recording, RecordingBuilder
from trishul.simulation.recordings.snmprec_repair import is_subtree_line, read_subtree_line, repair
from trishul.simulation.recordings.snmprec_tables import value_tables


def read_snmprec(lines: Iterable[bytes]) -> Recording:
    """The recording in lines of octets, with or without line ends. Never raises on their contents."""
    builder = RecordingBuilder()
    names, varbinds, numbers = builder.names, builder.varbinds, builder.lines
    arcs = ArcTable()
    heads = OidTable(arcs, MAX_ARCS - 1)
    values = value_tables(arcs)
    previous_head = previous_last = b""
    crlf_line = line_number = 0
    for line_number, line in enumerate(lines, 1):
        if not crlf_line and line[-2:] == b"\r\n":
            crlf_line = line_number
        try:
            oid, tag_text, value = line.rstrip(b"\r\n").split(b"|", 2)
            head, _, last = oid.rpartition(b".")
            name = heads[head] + arcs[last]
            tag, contents_of = values[tag_text]
            contents = contents_of[value]
        except (KeyError, ValueError):
            if _read_unusual(line, line_number, builder):
                previous_head = b""
            continue
        if head != previous_head or not (
            len(last) > len(previous_last) or (last > previous_last and len(last) == len(previous_last))
        ):
            builder.unchecked.append(len(names))
        previous_head, previous_last = head, last
        names.append(name)
        varbinds.append(encode_varbind(name, tag, contents))
        numbers.append(line_number)
    if crlf_line:
        builder.note(
            FindingCode.CRLF_LINE_ENDS,
            crlf_line,
            "Lines end with CR LF; the CR is no part of values",
        )
    return builder.build(line_number)


def _read_unusual(line: bytes, line_number: int, builder: RecordingBuilder) -> bool:
    """Reads one line the lenient way; True when it gave a record."""
    text = line.rstrip(b"\r\n")
    bare = text.lstrip()
    if not bare or bare.startswith(b"#"):
        builder.skipped_lines += 1
        return False
    try:
        if is_subtree_line(text):
            _read_subtree(text, line_number, builder)
            return False
        record = repair(text)
    except Unreadable as reason:
        builder.note(reason.code, line_number, reason.message)
        return False
    for code, message in record.findings:
        builder.note(code, line_number, message)
    varbind = encode_varbind(record.name, record.tag, record.contents)
    if record.variation is not None:
        builder.variations[len(builder.names)] = record.variation
    builder.add(record.name, varbind, line_number)
    return True


def _read_subtree(text: bytes, line_number: int, builder: RecordingBuilder) -> None:
    findings: Findings = []
    builder.subtrees.append(read_subtree_line(text, line_number, findings))
    builder.skipped_lines += 1
    for code, message in findings:
        builder.note(code, line_number, message)


_AS_HEX = frozenset((ValueType.IP_ADDRESS, ValueType.OPAQUE))


def write_snmprec(varbinds: Iterable[VarBind]) -> Iterator[bytes]:
    """Lines of a .snmprec file, with line ends, in the form snmpsim's recorder writes.

    An OCTET STRING with anything but ASCII letters and digits is written in hexadecimal; exceptions are left out.
    """
    for varbind in varbinds:
        name, tag, contents = varbind
        if varbind.is_exception:
            continue
        oid = oid_text(name).encode()
        if tag in _AS_HEX or (
            tag == ValueType.OCTET_STRING and contents and not (contents.isalnum() and contents.isascii())
        ):
            yield b"%s|%dx|%s\n" % (oid, tag, contents.hex().encode())
        elif tag == ValueType.OCTET_STRING:
            yield b"%s|%d|%s\n" % (oid, tag, contents)
        elif tag == ValueType.OBJECT_IDENTIFIER:
            yield b"%s|%d|%s\n" % (oid, tag, oid_text(contents).encode())
        else:
            native = varbind.value.native
            yield b"%s|%d|%s\n" % (oid, tag, b"" if native is None else str(native).encode())
