"""How grave a notification is: one scale for rules, lists and searches, in the words of syslog (RFC 5424 §6.2.1)."""

from __future__ import annotations

from enum import IntEnum


class Severity(IntEnum):
    """From the least to the gravest; the numbers are stored."""

    DEBUG = 0
    INFO = 1
    NOTICE = 2
    WARNING = 3
    ERROR = 4
    CRITICAL = 5

    @property
    def label(self) -> str:
        """The word that people read and write."""
        return self.name.lower()


DEFAULT_SEVERITY = Severity.INFO
"""Of a notification of which nobody has said more."""

SEVERITIES = {severity.label: severity for severity in Severity}


def severity_of(stored: int | None) -> Severity:
    """The severity of a stored row; the default where none was said."""
    return DEFAULT_SEVERITY if stored is None else Severity(stored)
