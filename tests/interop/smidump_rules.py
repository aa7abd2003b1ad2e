"""What libsmi says about values and indexes: the independent judge of devices that are made from modules.

Nothing of our compiler is used: modules are read by smidump, answers come from net-snmp's tools. What smidump cannot
tell (a module that it gives up on, a type from a module that is not there) is counted, not judged.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.mibs.smidump import read_with_smidump

_WIRE = {
    "Integer32": "INTEGER",
    "Enumeration": "INTEGER",
    "Unsigned32": "Gauge32",
    "Unsigned64": "Counter64",
    "OctetString": "OCTETS",
    "Bits": "OCTETS",
    "ObjectIdentifier": "OID",
    "INTEGER": "INTEGER",
    "Counter": "Counter32",
    "Gauge": "Gauge32",
    "TimeTicks": "Timeticks",
    "NetworkAddress": "IpAddress",
    "UInteger32": "Gauge32",
}
_KEPT = {"Counter32", "Counter64", "Gauge32", "IpAddress", "Opaque"}
_HIDDEN = {"noaccess", "notifyonly"}
_LINE = re.compile(r"^\.([0-9.]+) = (?:([A-Za-z0-9-]+(?: [A-Z][a-z]+)?): ?)?(.*)$")
_END = "No more variables left in this MIB View"
_SHOWN = {"INTEGER": "INTEGER", "Hex-STRING": "OCTETS", "STRING": "OCTETS", "BITS": "OCTETS"}


@dataclass(frozen=True)
class Rule:
    """A type with all it inherits, as smidump tells it; ranges are those of sizes for octets."""

    wire: str
    ranges: tuple[tuple[int, int], ...] = ()
    labels: frozenset[int] = frozenset()
    is_bits: bool = False

    def problem_with(self, wire: str, value: int | bytes) -> str:
        """What is wrong with a value; empty for a legal one."""
        if wire != self.wire:
            return f"is {wire}, not {self.wire}"
        if isinstance(value, bytes) and self.is_bits:
            bits = {at * 8 + bit for at, octet in enumerate(value) for bit in range(8) if octet & 0x80 >> bit}
            return f"has bits {bits - self.labels}" if bits - self.labels else ""
        if isinstance(value, int) and self.labels and not self.is_bits:
            return "" if value in self.labels else f"has no label for {value}"
        number = len(value) if isinstance(value, bytes) else value
        if self.ranges and wire not in {"OID", "IpAddress"}:
            return "" if any(low <= number <= high for low, high in self.ranges) else f"{number} not in {self.ranges}"
        return ""


@dataclass(frozen=True)
class Column:
    """A scalar or column: its rule, and the rules of its row's index."""

    name: str
    rule: Rule | None
    is_hidden: bool
    index: tuple[tuple[Rule | None, bool], ...] | None
    """Rule and IMPLIED of each; empty for a scalar, None where smidump does not tell."""


class SmidumpRules:
    """Rules of modules, by OID."""

    def __init__(self, smidump: str, folder: Path) -> None:
        self._smidump = smidump
        self._folder = folder
        self._modules: dict[str, dict[str, Any] | None] = {}
        self.columns: dict[tuple[int, ...], Column] = {}

    def read(self, module: str) -> bool:
        """Takes all objects of a module; False where smidump gives up on it."""
        told = self._told(module)
        for name, node in (told or {}).get("nodes", {}).items():
            if node["nodetype"] in {"scalar", "column"} and "syntax" in node:
                oid = tuple(map(int, node["oid"].split(".")))
                index = () if node["nodetype"] == "scalar" else self._index(module, oid[:-1])
                self.columns[oid] = Column(name, self._rule(module, node), node.get("access") in _HIDDEN, index)
        return told is not None

    def find(self, oid: tuple[int, ...]) -> tuple[Column, tuple[int, ...]] | None:
        """The object of an instance and the arcs behind it."""
        for length in range(len(oid) - 1, 0, -1):
            if oid[:length] in self.columns:
                return self.columns[oid[:length]], oid[length:]
        return None

    def _told(self, module: str) -> dict[str, Any] | None:
        if module not in self._modules:
            self._modules[module] = self._read(module)
        return self._modules[module]

    def _home(self, module: str, name: str) -> str:
        """The module that a name comes from: smidump tells those of an INDEX without theirs."""
        told = self._told(module) or {}
        if name in told.get("nodes", {}):
            return module
        imports = told.get("imports", ())
        return next((one["module"] for one in imports if one["name"] == name), module)

    def _read(self, module: str) -> dict[str, Any] | None:
        if not (self._folder / module).exists():
            return None
        try:
            return read_with_smidump(self._smidump, self._folder, module)
        except subprocess.TimeoutExpired:  # it loops over some texts
            return None

    def _rule(self, module: str, node: Mapping[str, Any]) -> Rule | None:
        return self._type(module, node["syntax"]["type"])

    def _type(self, module: str, entry: Mapping[str, Any], depth: int = 0) -> Rule | None:
        if depth > 12:
            return None
        if "basetype" not in entry:
            name, home = entry["name"], entry["module"]
            wire = name if name in _KEPT else _WIRE.get(name)
            if wire is not None and home in {"", "SNMPv2-SMI", "RFC1155-SMI", "RFC1065-SMI"}:
                return Rule(wire)
            known = (self._told(home) or {}).get("typedefs", {}).get(name)
            return self._type(home, known, depth + 1) if known else None
        parent = entry.get("parent module")
        above: Rule | None = Rule(_WIRE.get(entry["basetype"], entry["basetype"]))
        if parent:
            named = {"module": parent.get("name", module), "name": parent["type"]}
            above = self._type(module, named, depth + 1)
        if above is None:
            return None
        ranges = tuple((int(one["min"]), int(one["max"])) for one in entry.get("ranges", ())) or above.ranges
        numbers = [int(one["number"]) for one in entry.values() if isinstance(one, dict) and "number" in one]
        is_bits = above.is_bits or entry["basetype"] == "Bits"
        return Rule(above.wire, ranges, frozenset(numbers) or above.labels, is_bits)

    def _index(self, module: str, row: tuple[int, ...]) -> tuple[tuple[Rule | None, bool], ...] | None:
        nodes = (self._told(module) or {}).get("nodes", {})
        text = ".".join(map(str, row))
        found = next((node for node in nodes.values() if node["oid"] == text and node["nodetype"] == "row"), None)
        if found is None:
            return None
        return self._linked(module, found)

    def _linked(self, module: str, row: Mapping[str, Any]) -> tuple[tuple[Rule | None, bool], ...] | None:
        rules: list[tuple[Rule | None, bool]] = []
        links = list(_links(module, row))
        for number, (named_home, name, kind) in enumerate(links, 1):
            home = self._home(named_home, name)
            node = (self._told(home) or {}).get("nodes", {}).get(name)
            if node is None:
                return None
            if node["nodetype"] == "row":
                return self._linked(home, node) if kind else None
            is_last = row.get("implied") == "true" and number == len(links)
            rules.append((self._rule(home, node) if "syntax" in node else None, is_last))
        return tuple(rules)


def _links(module: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for link in row.get("linkage", ()):
        if isinstance(link, str):
            yield module, link, ""
        else:
            for home, one in link.items():
                yield home, one["relatedNode"], one.get("indexkind", "")


@dataclass(frozen=True)
class Answer:
    """One line of a walk."""

    oid: tuple[int, ...]
    wire: str
    text: str

    @cached_property
    def value(self) -> int | bytes:
        """The number, or the octets; an OID or address as its text's octets."""
        if self.wire == "OCTETS":
            return bytes.fromhex(self.text)
        if self.wire == "Timeticks":
            return int(self.text[1 : self.text.index(")")])
        return int(self.text) if re.fullmatch(r"-?\d+", self.text) else self.text.encode()


def read_walk(text: str) -> list[Answer]:
    """The answers in what `snmpbulkwalk -On -Oe -Ox` printed."""
    answers: list[Answer] = []
    for line in text.splitlines():
        if _END in line:
            continue
        match = _LINE.match(line)
        if match is None:
            last = answers.pop()
            answers.append(Answer(last.oid, last.wire, f"{last.text} {line}"))
            continue
        wire = match[2] or "OCTETS"
        shown = "" if match[2] is None else match[3]
        answers.append(Answer(tuple(map(int, match[1].split("."))), _SHOWN.get(wire, wire), shown))
    return answers


def judge(rules: SmidumpRules, answers: list[Answer]) -> tuple[Counter[str], list[str]]:
    """How many answers were judged, and what is wrong with the bad ones."""
    counts: Counter[str] = Counter()
    problems: list[str] = []
    for answer in answers:
        found = rules.find(answer.oid)
        if found is None:
            counts["unknown"] += 1
            continue
        column, suffix = found
        if column.rule is None or column.index is None:
            counts["not told"] += 1
            continue
        counts["judged"] += 1
        problem = "cannot be read" if column.is_hidden else column.rule.problem_with(answer.wire, answer.value)
        problem = problem or _index_problem(column, suffix)
        if problem:
            problems.append(f"{column.name} {answer.oid} = {answer.wire} {answer.text[:40]}: {problem}")
    return counts, problems


def _index_problem(column: Column, suffix: tuple[int, ...]) -> str:
    if not column.index:
        return "" if suffix == (0,) else f"is a scalar with instance {suffix}"
    for rule, is_implied in column.index:
        if rule is None:
            return ""
        taken, value, suffix = _part(rule, suffix, is_implied=is_implied)
        if not taken:
            return "has too few arcs"
        problem = rule.problem_with(rule.wire, value)
        if problem:
            return f"index {problem}"
    return f"has arcs left over: {suffix}" if suffix else ""


def _part(rule: Rule, arcs: tuple[int, ...], *, is_implied: bool) -> tuple[bool, int | bytes, tuple[int, ...]]:
    if not arcs:
        return False, 0, ()
    if rule.wire not in {"OCTETS", "OID", "IpAddress", "Opaque"}:
        return True, arcs[0], arcs[1:]
    fixed = rule.ranges[0][0] if len(rule.ranges) == 1 and rule.ranges[0][0] == rule.ranges[0][1] else None
    if rule.wire == "IpAddress":
        fixed = 4
    if is_implied:
        fixed = len(arcs)
    start, length = (1, arcs[0]) if fixed is None or (rule.wire == "OID" and not is_implied) else (0, fixed)
    part = arcs[start : start + length]
    is_whole = len(part) == length and (rule.wire == "OID" or max(part, default=0) < 256)
    return is_whole, bytes(part) if is_whole and rule.wire != "OID" else b"", arcs[start + length :]
