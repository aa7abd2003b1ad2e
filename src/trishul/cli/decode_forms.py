"""The printed forms of `trishul decode`: a tree with octets, a line for each packet, JSON, counts at the end."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from json import dumps
from typing import TYPE_CHECKING, Any

from trishul.cli.decode_facts import (
    binding_texts,
    community_text,
    endpoint_text,
    fault_text,
    kind_text,
    level_text,
    record_of,
    time_text,
)
from trishul.datatypes.varbind import VarBind
from trishul.errors import TrishulError
from trishul.protocol.anatomy import BerNode
from trishul.protocol.capture.messages import CapturedMessage
from trishul.protocol.pdu import Pdu, PduKind, error_status_label
from trishul.protocol.reading import Reading, read_datagram, security_sentence

if TYPE_CHECKING:
    from trishul.library.names import Names
    from trishul.protocol.security.inspection import KeyRing

MAX_BINDINGS_IN_LINE = 3
MAX_COUNTED_NAMES = 1000
"""Different talkers and users that a summary tells apart; all others are one line."""
_SHOWN_ROWS = 10


class DecodeOutput:
    """Writes message by message and counts them."""

    def __init__(self, form: str, keys: KeyRing, names: Names | None, *, shows_community: bool) -> None:
        self._form = form
        self._keys = keys
        self._names = names
        self._shows_community = shows_community
        self._counts: dict[str, Counter[str]] = {
            heading: Counter() for heading in ("Versions", "PDUs", "Security", "Anomalies", "Talkers")
        }
        self.messages = 0
        self.faults = 0

    @property
    def is_json(self) -> bool:
        """True for the forms that other programs read."""
        return self._form in ("json", "jsonl")

    def write(self, message: CapturedMessage) -> None:
        """Prints one message."""
        reading = read_datagram(message.octets, self._keys)
        self._count(message, reading)
        out = sys.stdout
        if self.is_json:
            record = record_of(message, reading, self._names, shows_community=self._shows_community)
            if not message.transport:
                record["tree"] = self._tree_record(reading.tree, reading)
            opening = "" if self._form == "jsonl" else "[\n" if self.messages == 1 else ",\n"
            out.write(f"{opening}{dumps(record)}{chr(10) if self._form == 'jsonl' else ''}")
        elif self._form == "lines":
            out.write(f"{self._line(message, reading)}\n")
        else:
            out.writelines(f"{line}\n" for line in self._tree_lines(message, reading))
        out.flush()

    def finish(self) -> None:
        """Ends the output."""
        if self._form == "json":
            sys.stdout.write("[]\n" if not self.messages else "\n]\n")

    def summary(self, frames: int, skipped: Counter[str]) -> Iterator[str]:
        """The counts, as lines."""
        yield f"{frames} frames, {self.messages} SNMP messages, {self.faults} broken"
        for heading, counts in self._counts.items():
            if counts:
                yield f"{heading}:"
                shown = counts.most_common(_SHOWN_ROWS)
                yield from (f"  {count:>9,}  {name}" for name, count in shown)
                if len(counts) > len(shown):
                    yield f"  {counts.total() - sum(count for _, count in shown):>9,}  others"
        if skipped:
            yield "Passed over:"
            yield from (f"  {count:>9,}  {reason}" for reason, count in skipped.most_common())

    def _count(self, message: CapturedMessage, reading: Reading) -> None:
        self.messages += 1
        self.faults += reading.fault is not None
        version = "no version" if reading.version is None else f"v{reading.version.label}"
        self._counts["Versions"][version] += 1
        self._counts["PDUs"][kind_text(reading)] += 1
        if reading.message_v3 is not None:
            self._counts["Security"][f"{level_text(reading.message_v3)} {security_sentence(reading)}".strip()] += 1
        self._counts["Anomalies"].update(anomaly.kind.value for anomaly in reading.anomalies)
        if message.transport:
            talkers = self._counts["Talkers"]
            pair = f"{message.source.host} > {message.destination.host}"
            talkers[pair if pair in talkers or len(talkers) < MAX_COUNTED_NAMES else "others"] += 1

    def _line(self, message: CapturedMessage, reading: Reading) -> str:
        parts = [f"{message.number:>5}", *self._where(message), self._who(reading), kind_text(reading)]
        request_id = getattr(reading.pdu, "request_id", None)
        parts += [] if request_id is None else [f"id={request_id}"]
        bindings = binding_texts(reading, self._names)
        if bindings:
            more = len(bindings) - MAX_BINDINGS_IN_LINE
            shown = ", ".join(bindings[:MAX_BINDINGS_IN_LINE])
            parts.append(f"{shown}{f' and {more} more' if more > 0 else ''}")
        parts += [f"[{note}]" for note in self._notes(message, reading)]
        return _escaped(" ".join(part for part in parts if part))

    def _where(self, message: CapturedMessage) -> list[str]:
        if not message.transport:
            return []
        time = time_text(message.time_ns) or "-"
        tcp = "tcp" if message.transport == "tcp" else ""
        return [time, tcp, f"{endpoint_text(message.source)} > {endpoint_text(message.destination)}"]

    def _who(self, reading: Reading) -> str:
        version = "v?" if reading.version is None else f"v{reading.version.label}"
        if reading.message_v3 is not None:
            name = reading.message_v3.user_name.decode("utf-8", "backslashreplace")
            return f"{version} user={name or '(none)'} {level_text(reading.message_v3)}"
        if reading.community is not None and self._shows_community:
            return f"{version} community={community_text(reading.community)}"
        return version

    def _notes(self, message: CapturedMessage, reading: Reading) -> Iterator[str]:
        """What a look at the message should not miss."""
        sentence = security_sentence(reading)
        if sentence:
            yield sentence
        if isinstance(reading.pdu, Pdu) and reading.pdu.kind is not PduKind.GET_BULK and reading.pdu.error_status:
            yield f"{error_status_label(reading.pdu.error_status)} at {reading.pdu.error_index}"
        yield from (f"{anomaly.kind.value} at byte {anomaly.offset}" for anomaly in reading.anomalies)
        fault = fault_text(message, reading)
        if fault is not None:
            yield fault

    def _tree_lines(self, message: CapturedMessage, reading: Reading) -> Iterator[str]:
        if message.transport:
            yield _escaped(" ".join(part for part in (f"Frame {message.number}", *self._where(message)) if part))
        elif message.number > 1:
            yield f"Message {message.number}"
        yield from self._node_lines(reading.tree, reading, 0)
        for note in self._notes(message, reading):
            yield f"! {note}"

    def _node_lines(self, node: BerNode, reading: Reading, depth: int) -> Iterator[str]:
        header = reading.octets[node.offset : node.offset + node.header_size].hex(" ")
        text = self._text(node, reading)
        fault = f"  <- {node.fault}" if node.fault else ""
        size = f" ({node.size - node.header_size} octets)" if node.children else ""
        line = f"{node.offset:>5}  {header:<12} {'':{2 * depth}}{node.label} {node.type}{size}"
        yield f"{line}{f': {_escaped(text)}' if text else ''}{fault}"
        for child in node.children:
            yield from self._node_lines(child, reading, depth + 1)

    def _text(self, node: BerNode, reading: Reading) -> str:
        """The value as people read it, with names where there are some."""
        if node.label == "community" and self._shows_community:
            return community_text(_contents(node, reading))
        if node.label == "binding" and self._names is not None and len(node.children) == 2:
            name, value = node.children
            varbind = VarBind(_contents(name, reading), value.tag, _contents(value, reading))
            try:
                return f"{self._names.text_of(varbind.name)} = {self._names.display(*varbind)}"
            except TrishulError:
                return node.text
        return node.text

    def _tree_record(self, node: BerNode, reading: Reading) -> dict[str, Any]:
        return {
            "label": node.label,
            "offset": node.offset,
            "header_size": node.header_size,
            "size": node.size,
            "tag": node.tag,
            "type": node.type,
            "text": self._text(node, reading),
            "fault": node.fault,
            "children": [self._tree_record(child, reading) for child in node.children],
        }


def _contents(node: BerNode, reading: Reading) -> bytes:
    return reading.octets[node.offset + node.header_size : node.offset + node.size]


def _escaped(text: str) -> str:
    """Text on one line, without what a terminal would act upon."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )
