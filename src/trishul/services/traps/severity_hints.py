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
from trishul.services.traps.kinds import trap_kind
from trishul.services.traps.notification_match import LookedAt, number_of

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
    """Hints by the names of one moment; what a name says is looked up once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._by_name: dict[str, Severity | None] = {}
        self._grades: dict[bytes, Mapping[int, Severity]] = {}

    def of(self, looked: LookedAt) -> Severity | None:
        """The severity that the MIB hints at; None where it does not."""
        for varbind in looked.varbinds:
            grades = self._grades_of(varbind.name)
            if grades and (number := number_of(varbind)) is not None and number in grades:
                return grades[number]
        return self._of_name(looked.row.trap_oid)

    def _grades_of(self, name: bytes) -> Mapping[int, Severity]:
        """What the numbers of a variable say; nothing where it is no severity."""
        grades = self._grades.get(name)
        if grades is None:
            if len(self._grades) >= MAX_REMEMBERED:
                self._grades.clear()
            grades = self._grades[name] = self._read_grades(name)
        return grades

    def _read_grades(self, name: bytes) -> Mapping[int, Severity]:
        if "severity" not in self._names.text_of(name).rpartition("::")[2].lower():
            return {}
        kind = self._names.type_of(name)
        labels = kind.labels if kind is not None else ()
        return {number: _LABELS[label.lower()] for label, number in labels if label.lower() in _LABELS}

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
