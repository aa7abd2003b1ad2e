"""One scale, in its order."""

from __future__ import annotations

from trishul.search.severity import SEVERITIES, Severity, severity_of


def test_severities_are_ordered_and_named() -> None:
    assert list(SEVERITIES) == ["debug", "info", "notice", "warning", "error", "critical"]
    assert sorted(SEVERITIES.values()) == list(SEVERITIES.values())


def test_what_nobody_said_is_information() -> None:
    assert (severity_of(None), severity_of(5)) == (Severity.INFO, Severity.CRITICAL)
