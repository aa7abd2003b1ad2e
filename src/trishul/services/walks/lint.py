"""What is wrong with an agent, seen from one walk of it: values against their MIB, order, holes in tables.

Owns the closed list of findings. Equal findings of one object are one finding with a number and the first place, so
that a table of a thousand wrong rows is one line. Takes time that grows with the walk: run it in a thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from trishul.datatypes.oid import oid_sort_key, oid_text
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.library.conceptual_tables import TableFinder
from trishul.library.library import Library
from trishul.library.names import InstanceName, Names
from trishul.library.places import arcs_of
from trishul.protocol.pdu import ErrorStatus
from trishul.services.value_texts import type_label
from trishul.services.walks.tables import GatheredTable, decode_instance, gather, instance_text
from trishul.simulation.value_checks import check_value, number_of
from trishul.smi.index_codec import Form
from trishul.smi.model import NodeKind, ObjectNode
from trishul.smi.type_text import type_text

MAX_FINDINGS = 2000
_UNREADABLE = frozenset(("not-accessible", "accessible-for-notify", "write-only"))
_READABLE = frozenset(("read-only", "read-write", "read-create"))
_OBSOLETE = frozenset(("obsolete", "deprecated"))
_NAMED_COLUMNS = 8
"""Columns that a sentence names; more are counted."""


class LintCode(StrEnum):
    """What can be wrong; the value is the stable code."""

    NOT_INCREASING = "not_increasing"
    DUPLICATE = "duplicate"
    BAD_NAME = "bad_name"
    WRONG_TYPE = "wrong_type"
    WRONG_LENGTH = "wrong_length"
    WRONG_VALUE = "wrong_value"
    WRONG_ENCODING = "wrong_encoding"
    NOT_ACCESSIBLE = "not_accessible"
    BAD_INSTANCE = "bad_instance"
    INDEX_MISMATCH = "index_mismatch"
    RAGGED_TABLE = "ragged_table"
    MISSING_COLUMNS = "missing_columns"

    @property
    def severity(self) -> str:
        """error: against the standard or the MIB; warning: most likely a fault; info: often meant."""
        return _SEVERITIES.get(self, "error")


_SEVERITIES = {LintCode.RAGGED_TABLE: "warning", LintCode.MISSING_COLUMNS: "info"}
_OF_STATUS = {
    ErrorStatus.WRONG_TYPE: LintCode.WRONG_TYPE,
    ErrorStatus.WRONG_LENGTH: LintCode.WRONG_LENGTH,
    ErrorStatus.WRONG_VALUE: LintCode.WRONG_VALUE,
    ErrorStatus.WRONG_ENCODING: LintCode.WRONG_ENCODING,
}


class LintFinding(msgspec.Struct, frozen=True):
    """What is wrong with an object, and how often."""

    code: str
    severity: str
    message: str
    name: str
    """Of the first instance, or of the table."""
    oid: str
    count: int


class WalkLint(msgspec.Struct, frozen=True):
    """What is wrong, the worst first."""

    findings: list[LintFinding]
    checked: int
    """Rows that a loaded MIB knows."""
    unknown: int
    """Rows of which no MIB is loaded: they are looked at for their order only."""
    more: int
    """Findings above the limit, which are not listed."""


class _Gathered:
    """Findings by code and object: the first of each in full, the others counted."""

    def __init__(self) -> None:
        self._found: dict[tuple[LintCode, bytes], LintFinding] = {}
        self.more = 0

    def note(self, code: LintCode, about: bytes, name: str, oid: bytes, message: str, count: int = 1) -> None:
        known = self._found.get((code, about))
        if known is not None:
            self._found[code, about] = msgspec.structs.replace(known, count=known.count + count)
        elif len(self._found) >= MAX_FINDINGS:
            self.more += 1
        else:
            self._found[code, about] = LintFinding(code, code.severity, message, name, oid_text(oid), count)

    def sorted(self) -> list[LintFinding]:
        order = ("error", "warning", "info")
        return sorted(self._found.values(), key=lambda finding: order.index(finding.severity))


def lint_walk(varbinds: Sequence[VarBind], library: Library | None, roots: Sequence[bytes] = ()) -> WalkLint:
    """Everything that is wrong, as far as it can be known from these rows.

    With several `roots`, contents octets of what was asked for, rows increase below each of them only.
    """
    found = _Gathered()
    names = Names(library)
    _check_order(varbinds, names, found, roots if len(roots) > 1 else ())
    if library is None:
        return WalkLint(found.sorted(), 0, len(varbinds), found.more)
    finder = TableFinder(library)
    checked = sum(_check_value(varbind, names, finder, found) for varbind in varbinds)
    for table in gather(varbinds, finder).tables.values():
        _check_table(table, finder, found)
    return WalkLint(found.sorted(), checked, len(varbinds) - checked, found.more)


def _check_order(varbinds: Sequence[VarBind], names: Names, found: _Gathered, roots: Sequence[bytes]) -> None:
    """Names have to increase (RFC 3416 §4.2.2); managers that believe them walk in circles otherwise."""
    previous, previous_key = b"", b""
    root: bytes | None = None
    for varbind in varbinds:
        name = varbind.name
        try:
            key = oid_sort_key(name)
        except DecodeError:
            found.note(LintCode.BAD_NAME, b"", oid_text(name), name, "A name is no OID")
            continue
        if roots:
            below = next((one for one in roots if name.startswith(one)), None)
            if below != root:
                root, previous = below, b""
        if previous and key <= previous_key:
            code = LintCode.DUPLICATE if key == previous_key else LintCode.NOT_INCREASING
            told = "comes twice" if key == previous_key else f"comes after {names.text_of(previous)}"
            found.note(code, b"", names.text_of(name), name, f"{names.text_of(name)} {told}")
        previous, previous_key = name, key


def _check_value(varbind: VarBind, names: Names, finder: TableFinder, found: _Gathered) -> bool:
    """Whether a MIB knows the object; its value, access and instance are checked."""
    name, tag, contents = varbind
    column = finder.column_of(name)
    node = column.node if column is not None else _scalar_of(name, names)
    if node is None:
        return False
    status = check_value(node.type, tag, contents)
    is_instance = names.shown(name).is_known
    if status is ErrorStatus.NO_ERROR and is_instance and node.access not in _UNREADABLE:
        return True
    known = names.name_of(name)
    if known is None:
        return True
    about = node.oid_contents
    if not is_instance:
        found.note(LintCode.BAD_INSTANCE, about, str(known), name, _instance_sentence(known))
    if node.access in _UNREADABLE:
        message = f"{known} answers, although it is {node.access}"
        found.note(LintCode.NOT_ACCESSIBLE, about, str(known), name, message)
    code = _OF_STATUS.get(status)
    if code is not None:
        found.note(code, about, str(known), name, _value_sentence(code, known, node, varbind, names))
    return True


def _scalar_of(name: bytes, names: Names) -> ObjectNode | None:
    known = names.name_of(name)
    return known.node if known is not None and known.kind in _LEAVES and isinstance(known.node, ObjectNode) else None


_LEAVES = frozenset((NodeKind.SCALAR, NodeKind.COLUMN))


def _instance_sentence(known: InstanceName) -> str:
    if known.kind is NodeKind.SCALAR:
        return f"{known.label} is a scalar, whose one instance is {known.label}.0, not {known.label}{known.suffix}"
    return f"{known} does not fit the index of its table"


def _value_sentence(code: LintCode, known: InstanceName, node: ObjectNode, varbind: VarBind, names: Names) -> str:
    wanted = type_text(node.type)
    if code is LintCode.WRONG_TYPE:
        return f"{known} is {type_label(varbind.tag)}; its MIB says {wanted}"
    if code is LintCode.WRONG_LENGTH:
        return f"{known} has {len(varbind.contents)} octets; its MIB says {wanted}"
    if code is LintCode.WRONG_ENCODING:
        return f"{known} holds octets that are no {type_label(varbind.tag)}"
    shown = names.display(varbind.name, varbind.tag, varbind.contents)
    return f"{known} is {shown[:80]}; its MIB says {wanted}"


def _check_table(table: GatheredTable, finder: TableFinder, found: _Gathered) -> None:
    _check_holes(table, found)
    _check_index(table, found)
    definition = table.definition
    missing = [
        column.node.name
        for column in finder.columns_of(definition)
        if column.contents not in table.columns
        and column.node.access in _READABLE
        and column.node.status not in _OBSOLETE
    ]
    if missing and any(not column.augmenting for column in table.columns.values()):
        told = ", ".join(missing[:_NAMED_COLUMNS])
        more = f" and {len(missing) - _NAMED_COLUMNS} more" if len(missing) > _NAMED_COLUMNS else ""
        message = f"{definition.name} has no {told}{more}"
        contents = definition.contents
        found.note(LintCode.MISSING_COLUMNS, contents, definition.full_name, contents, message, len(missing))


def _check_holes(table: GatheredTable, found: _Gathered) -> None:
    """A column that some rows have and others of its own table do not."""
    columns_of: dict[str, list[bytes]] = {}
    for contents, column in table.columns.items():
        columns_of.setdefault(column.augmenting, []).append(contents)
    for columns in columns_of.values():
        rows = {instance: cells for instance, cells in table.rows.items() if not cells.keys().isdisjoint(columns)}
        for contents in columns:
            lacking = [instance for instance, cells in rows.items() if contents not in cells]
            if not lacking:
                continue
            name = table.columns[contents].node.name
            first = f"{name}.{instance_text(lacking[0])}"
            message = f"{name} is missing in {len(lacking):,} of {len(rows):,} rows, the first is {first}"
            full_name = f"{table.columns[contents].module}::{name}"
            found.note(LintCode.RAGGED_TABLE, contents, full_name, contents + lacking[0], message, len(lacking))


def _check_index(table: GatheredTable, found: _Gathered) -> None:
    """An index object that is a readable column has to say what stands in the name of its row."""
    definition = table.definition
    for number, index in enumerate(definition.index):
        contents = index.found.node.oid_contents if index.found is not None else b""
        if contents not in table.columns or number >= len(definition.codec.columns):
            continue
        if definition.codec.columns[number].form is not Form.NUMBER:
            continue
        for instance, cells in table.rows.items():
            varbind = cells.get(contents)
            arc = _arc_of(table, instance, number)
            if varbind is None or arc is None:
                continue
            try:
                value = number_of(varbind.tag, varbind.contents)
            except DecodeError:
                continue
            if value != arc:
                name = f"{index.name}.{instance_text(instance)}"
                found.note(LintCode.INDEX_MISMATCH, contents, name, varbind.name, f"{name} says {value}, not {arc}")


def _arc_of(table: GatheredTable, instance: bytes, number: int) -> int | None:
    """The number that stands for an index object in the name of a row."""
    parts, _ = decode_instance(table.definition, instance)
    if number >= len(parts):
        return None
    return arcs_of(instance)[sum(part.length for part in parts[:number])]
