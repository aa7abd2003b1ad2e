"""What rules say about one notification: a pure function of the row, the rules in their order and the time.

Each rule sees the row as the rules before it left it, so that a later one may search for an earlier one's tag; what is
in its octets is decoded once for all of them. Where no rule says how grave it is, the MIB may hint at it. Owns that
order of things; writing it down is `runner`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from trishul.search.severity import SEVERITIES, Severity
from trishul.services.rules.documents import RuleDocument
from trishul.services.traps.notification_match import LookedAt
from trishul.store.notifications import StoredNotification

MUTED = "muted"
"""The tag of what a rule muted."""
OPEN = "open"
"""The tag of what waits for the notification that clears it."""

Hint = Callable[[LookedAt], Severity | None]


@dataclass(frozen=True, slots=True)
class RunnableRule:
    """A rule whose query is understood by the names of this moment."""

    id: int
    document: RuleDocument
    matches: Callable[[LookedAt], bool]
    clears: Callable[[LookedAt], bool] | None = None
    """Whether a row ends what the rule opened; None for a rule without pairs."""
    same: tuple[bytes, ...] = ()
    """Contents octets of the objects that a pair has in common."""


class Judged(NamedTuple):
    """A row as it was, as it will be, and the ids of the rules that fit it."""

    before: StoredNotification
    after: StoredNotification
    rules: tuple[int, ...]
    clearing: tuple[RunnableRule, ...] = ()
    """Rules of which it ends something."""
    forwards: tuple[str, ...] = ()
    """Names of destinations that it is sent to."""

    @property
    def is_changed(self) -> bool:
        """Whether anything has to be written."""
        return self.after != self.before

    @property
    def new_tags(self) -> tuple[str, ...]:
        """Tags that it had not."""
        return tuple(tag for tag in self.after.tags if tag not in self.before.tags)


def judge(looked: LookedAt, rules: Sequence[RunnableRule], hint: Hint, now: float) -> Judged:
    """What becomes of a row, which `looked` has afterwards; `now` in seconds since 1970."""
    before = looked.row
    is_graded = before.severity is not None
    fitting: list[int] = []
    clearing: list[RunnableRule] = []
    forwards: dict[str, None] = {}
    for rule in rules:
        if rule.clears is not None and rule.clears(looked):
            clearing.append(rule)
            continue
        if not rule.matches(looked):
            continue
        fitting.append(rule.id)
        looked.row = _acted(looked.row, rule.document, now)
        forwards.update(dict.fromkeys(rule.document.forward))
        is_graded = is_graded or rule.document.severity is not None
        if rule.document.stop:
            break
    if not is_graded:
        looked.row = looked.row._replace(severity=hint(looked))
    is_muted = MUTED in looked.row.tags
    return Judged(before, looked.row, tuple(fitting), tuple(clearing), () if is_muted else tuple(forwards))


def _acted(row: StoredNotification, document: RuleDocument, now: float) -> StoredNotification:
    tags = set(row.tags) | set(document.add_tags)
    is_read = row.is_read
    if document.mute_until is not None and now < document.mute_until:
        tags.add(MUTED)
        is_read = True
    if document.cleared_by is not None:
        tags.add(OPEN)
    severity = SEVERITIES[document.severity] if document.severity is not None else row.severity
    return row._replace(tags=tuple(sorted(tags)), is_read=is_read, severity=severity)
