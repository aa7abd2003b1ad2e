"""How grave a notification is by what its MIB says, for those that no rule speaks of.

Owns the two hints: a variable that is a severity itself, as alarm MIBs send (X.733's perceived severities, those of
syslog), and words in the notification's name. A hint is a guess: it never goes beyond `critical` alarms that say so
themselves, and where nothing hints there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from trishul.library.names import Names
from trishul.search.severity import Severity
from trishul.services.notification_match import number_of
from trishul.services.notification_text import varbinds_of
from trishul.services.trap_kinds import trap_kind
from trishul.store.notifications import StoredNotification

MAX_REMEMBERED = 10_000

_LABELS: Mapping[str, Severity] = MappingProxyType(
    {
        "emergency": Severity.CRITICAL,
        "alert": Severity.CRITICAL,
        "critical": Severity.CRITICAL,
        "fatal": Severity.CRITICAL,
        "major": Severity.ERROR,
        "error": Severity.ERROR,
        "minor": Severity.WARNING,
        "warning": Severity.WARNING,
        "cleared": Severity.NOTICE,
        "notice": Severity.NOTICE,
        "normal": Severity.INFO,
        "info": Severity.INFO,
        "informational": Severity.INFO,
        "debug": Severity.DEBUG,
    }
)
_WORDS: tuple[tuple[Severity, frozenset[str]], ...] = (
    (Severity.NOTICE, frozenset({"clear", "cleared", "restored", "recovered", "recovery", "normal"})),
    (Severity.ERROR, frozenset({"critical", "fail", "failed", "failure", "fault", "lost", "loss", "error", "fatal"})),
    (Severity.WARNING, frozenset({"down", "warning", "exceeded", "alarm", "degraded", "mismatch", "violation"})),
    (Severity.NOTICE, frozenset({"up", "ok", "established"})),
)
"""The first that has a word of the name decides: an alarm that is cleared is none any more."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class SeverityHints:
    """Hints by the names of one moment; what a notification's name says is looked up once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._by_name: dict[str, Severity | None] = {}

    def of(self, row: StoredNotification) -> Severity | None:
        """The severity that the MIB hints at; None where it does not."""
        said = self._by_variable(row)
        return said if said is not None else self._of_name(row.trap_oid)

    def _by_variable(self, row: StoredNotification) -> Severity | None:
        for varbind in varbinds_of(row):
            number = number_of(varbind)
            if number is None or "severity" not in self._names.text_of(varbind.name).rpartition("::")[2].lower():
                continue
            kind = self._names.type_of(varbind.name)
            label = next((label for label, value in kind.labels if value == number), "") if kind else ""
            if label.lower() in _LABELS:
                return _LABELS[label.lower()]
        return None

    def _of_name(self, trap_oid: str) -> Severity | None:
        if trap_oid not in self._by_name:
            if len(self._by_name) >= MAX_REMEMBERED:
                self._by_name.clear()
            kind = trap_kind(trap_oid, self._names)
            self._by_name[trap_oid] = severity_in(kind.name) if kind.is_resolved else None
        return self._by_name[trap_oid]


def severity_in(name: str) -> Severity | None:
    """What the words of a notification's name hint at, such as `warning` for linkDown."""
    words = {word.lower() for word in _WORD.findall(name)}
    return next((severity for severity, signs in _WORDS if words & signs), None)
