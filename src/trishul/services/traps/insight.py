"""What is worth knowing beside a stored notification: what its MIB says of it and its objects, and what is odd.

Owns the two questions that a page asks about one notification: its explanation and its lint. The record itself is
`records`, the rules of the lint `lint`. Names are those of this moment.
"""

from __future__ import annotations

import msgspec

from trishul.datatypes.oid import oid_text
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError, TrishulError
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.records import LibraryNode
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Version
from trishul.services.mibs.name_source import NameSource
from trishul.services.traps.lint import (
    LintedNotification,
    TrapFinding,
    Uptime,
    carried_objects,
    find_notification,
    lint_notification,
    lint_uptime,
)
from trishul.smi.model import ObjectNode
from trishul.smi.type_text import type_text
from trishul.store.database import Database
from trishul.store.notification_neighbours import Neighbour, find_previous_of_kind, find_previous_of_source
from trishul.store.notifications import StoredNotification
from trishul.store.notifications import find_notification as find_stored

MAX_EXPLAINED = 200
"""Bindings whose object is described; a datagram has room for thousands of the same."""
_NS_PER_S = 1_000_000_000


class NoSuchNotification(TrishulError):
    """No stored notification has this id: it was deleted, or never was."""

    code = "no_such_notification"

    def __init__(self, notification_id: int) -> None:
        super().__init__(f"There is no notification {notification_id}")


class ShownIndex(msgspec.Struct, frozen=True):
    """One part of an instance: the index column and its value as people read it."""

    column: str
    value: str


class ExplainedBinding(msgspec.Struct, frozen=True, kw_only=True):
    """What the MIB says of the object of one variable binding; empty where it knows nothing."""

    oid: str
    name: str = ""
    """With its module, without the instance."""
    syntax: str = ""
    units: str = ""
    description: str = ""
    index: list[ShownIndex] = []
    is_listed: bool = False
    """True for an object that the notification's own definition lists."""


class PreviousNotification(msgspec.Struct, frozen=True):
    """The one before it of the same kind from the same host, and how long before."""

    id: int
    before_s: float


class TrapExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """A notification in the words of its MIB."""

    id: int
    name: str = ""
    status: str = ""
    description: str = ""
    reference: str = ""
    objects: list[str] = []
    """Names of what its definition lists."""
    bindings: list[ExplainedBinding]
    """In the order of the record's `varbinds`."""
    previous: PreviousNotification | None = None
    """None also where it lies too far back."""


class TrapLint(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong or odd about a notification."""

    id: int
    name: str
    """Empty where no loaded module defines the notification."""
    findings: list[TrapFinding]
    errors: int
    warnings: int


class TrapInsight:
    """Answers about stored notifications."""

    def __init__(self, database: Database, names: NameSource) -> None:
        self._database = database
        self._names = names

    async def explain(self, notification_id: int) -> TrapExplanation:
        """What the MIB says of a notification. Raises NoSuchNotification, LibraryUnavailable."""
        async with self._database.read() as connection:
            row = await find_stored(connection, notification_id)
            previous = await find_previous_of_kind(connection, row) if row is not None else None
        if row is None:
            raise NoSuchNotification(notification_id)
        return _explanation(row, previous, self._names.library, self._names.names)

    async def lint(self, notification_id: int) -> TrapLint:
        """What is odd about a notification. Raises NoSuchNotification, LibraryUnavailable."""
        async with self._database.read() as connection:
            row = await find_stored(connection, notification_id)
            previous = await find_previous_of_source(connection, row) if row is not None else None
        if row is None:
            raise NoSuchNotification(notification_id)
        library, names = self._names.library, self._names.names
        findings = lint_notification(_linted(row), library, names)
        uptime = lint_uptime(row.trap_oid, _uptime(row), _uptime(previous))
        if uptime is not None:
            findings.append(uptime)
        known = find_notification(row.trap_oid, library) if library is not None else None
        return lint_of(row.id, known, findings)


def lint_of(notification_id: int, known: LibraryNode | None, findings: list[TrapFinding]) -> TrapLint:
    """The findings with their counts."""
    severities = [finding.severity for finding in findings]
    return TrapLint(
        id=notification_id,
        name=known.full_name if known is not None else "",
        findings=findings,
        errors=severities.count("error"),
        warnings=severities.count("warning"),
    )


def _varbinds(row: StoredNotification) -> list[VarBind]:
    try:
        return decode_varbinds(row.varbinds, 0, len(row.varbinds))
    except DecodeError:
        return []  # a row that another program damaged


def _linted(row: StoredNotification) -> LintedNotification:
    return LintedNotification(row.trap_oid, _varbinds(row), has_heading=row.version != Version.V1)


def _uptime(row: StoredNotification | Neighbour | None) -> Uptime | None:
    return Uptime(row.uptime, row.received_at_ns) if row is not None and row.uptime is not None else None


def _explanation(
    row: StoredNotification, previous: Neighbour | None, library: Library | None, names: Names
) -> TrapExplanation:
    entry = find_notification(row.trap_oid, library) if library is not None else None
    carried = carried_objects(entry, library) if entry is not None and library is not None else []
    listed = frozenset(one.node.oid_contents for one in carried)
    bindings = [_explained(varbind, listed, library, names) for varbind in _varbinds(row)[:MAX_EXPLAINED]]
    before = (
        PreviousNotification(previous.id, round((row.received_at_ns - previous.received_at_ns) / _NS_PER_S, 6))
        if previous is not None
        else None
    )
    if entry is None or library is None:
        return TrapExplanation(id=row.id, bindings=bindings, previous=before)
    node = entry.node
    return TrapExplanation(
        id=row.id,
        name=entry.full_name,
        status=node.status,
        description=library.text_at(entry.module, node.description) if node.description else "",
        reference=library.text_at(entry.module, node.reference) if node.reference else "",
        objects=[one.full_name for one in carried],
        bindings=bindings,
        previous=before,
    )


def _explained(varbind: VarBind, listed: frozenset[bytes], library: Library | None, names: Names) -> ExplainedBinding:
    oid = oid_text(varbind.name)
    name = names.name_of(varbind.name)
    if name is None or library is None or not isinstance(name.node, ObjectNode):
        return ExplainedBinding(oid=oid)
    node = name.node
    return ExplainedBinding(
        oid=oid,
        name=f"{name.module}::{name.label}",
        syntax=type_text(node.type),
        units=node.units,
        description=library.text_at(name.module, node.description) if node.description else "",
        index=[ShownIndex(column, value) for column, value in name.indexes],
        is_listed=node.oid_contents in listed,
    )
