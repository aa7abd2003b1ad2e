"""Why a notification does not fit a query: what is different about it, condition by condition, in words.

Owns the words. The conditions of a query that stand side by side are judged one by one; what does not hold is told with
what the notification has instead. Used where somebody waits for a notification and another one came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from trishul.library.names import Names
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.search.criteria import (
    ArrivedAtPort,
    Criteria,
    EngineBegins,
    HasFlag,
    HasWords,
    HostColumn,
    HostWithin,
    InformOrTrap,
    NumberColumn,
    NumberCompared,
    OidColumn,
    OidUnder,
    SeverityCompared,
    Tagged,
    TextColumn,
    TextCompared,
    VariableIs,
)
from trishul.search.severity import severity_of
from trishul.search.syntax import All, Any, Not, Query, to_text
from trishul.services.traps.kinds import trap_kind
from trishul.services.traps.notification_match import NotificationMatcher
from trishul.services.traps.notification_text import host_of, varbinds_of
from trishul.services.value_texts import show_varbinds
from trishul.store.notifications import StoredNotification

MAX_VALUES = 3
"""Variables that are told of one condition."""


class Miss(msgspec.Struct, frozen=True):
    """A condition that does not hold, and what is so instead."""

    condition: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Condition:
    text: str
    criteria: Criteria
    matches: Callable[[StoredNotification], bool]


class MissFinder:
    """Judges rows by each condition of one query."""

    def __init__(self, query: Query, criteria: Criteria, names: Names) -> None:
        """`criteria` are what `query` means."""
        self._names = names
        written = query.parts if isinstance(query, All) else (query,)
        meant = criteria.parts if isinstance(criteria, All) else (criteria,)
        self._conditions = [
            _Condition(to_text(text), criterion, NotificationMatcher(criterion, names).matches)
            for text, criterion in zip(written, meant, strict=True)
        ]

    def count(self, row: StoredNotification) -> int:
        """How many conditions do not hold."""
        return sum(not condition.matches(row) for condition in self._conditions)

    def misses(self, row: StoredNotification) -> list[Miss]:
        """The conditions that do not hold, in the order of the query."""
        failed = [condition for condition in self._conditions if not condition.matches(row)]
        return [Miss(condition.text, self._reason(condition.criteria, row)) for condition in failed]

    def _reason(self, criteria: Criteria, row: StoredNotification) -> str:
        match criteria:
            case Not():
                return "that holds"
            case Any() | All():
                return "none of these holds" if isinstance(criteria, Any) else "not all of these hold"
            case OidUnder(OidColumn.TRAP):
                return f"it is {trap_kind(row.trap_oid, self._names).full_name}"
            case VariableIs():
                return self._variables(criteria, row)
            case HasWords():
                return "these words are not in it"
            case _:
                return _plain_reason(criteria, row)

    def _variables(self, wanted: VariableIs, row: StoredNotification) -> str:
        found = [each for each in varbinds_of(row) if each.name.startswith(wanted.oid.contents)]
        if not found:
            return f"it has no {_short(self._names.text_of(wanted.oid.contents))}"
        shown = show_varbinds(found[:MAX_VALUES], self._names)
        return " and ".join([f"{_short(each.name)} is {each.display!r}" for each in shown])


def _plain_reason(criteria: Criteria, row: StoredNotification) -> str:
    """What a column of the row has."""
    match criteria:
        case OidUnder():
            return _has("enterprise", row.enterprise)
        case HostWithin(HostColumn.PEER):
            return f"it came from {host_of(row.peer_address)}"
        case HostWithin():
            return _has("agent address", row.agent_address)
        case NumberCompared(NumberColumn.VERSION):
            return f"it came by version {Version(row.version).label}"
        case NumberCompared(NumberColumn.ID):
            return f"its number is {row.id}"
        case NumberCompared():
            received_at = datetime.fromtimestamp(row.received_at_ns / 1e9).astimezone()
            return f"it was received at {received_at.isoformat(timespec='milliseconds')}"
        case TextCompared(TextColumn.USER):
            return _has("user", row.user_name)
        case TextCompared(TextColumn.CONTEXT):
            return _has("context", row.context_name)
        case EngineBegins():
            return _has("engine ID", row.engine_id)
    return _said_reason(criteria, row)


def _said_reason(criteria: Criteria, row: StoredNotification) -> str:
    match criteria:
        case SeverityCompared():
            return f"it is of severity {severity_of(row.severity).label}"
        case InformOrTrap():
            return "it is an inform" if row.pdu_kind == PduKind.INFORM else "it is a trap"
        case ArrivedAtPort():
            return f"it arrived at {row.local_address}"
        case TextCompared():
            return f"it is in the inbox {row.inbox}" if row.inbox else "it is in no inbox"
        case Tagged():
            return f"its tags are {', '.join(row.tags)}" if row.tags else "it has no tag"
        case HasFlag(flag):
            return f"it is not {flag.value}"
    raise AssertionError(criteria)  # the types above are all there are


def _has(what: str, value: str | None) -> str:
    return f"its {what} is {value}" if value else f"it has no {what}"


def _short(name: str) -> str:
    return name.rpartition("::")[2]
