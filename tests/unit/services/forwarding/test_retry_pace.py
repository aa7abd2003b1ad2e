"""Pauses double up to a limit, are never shorter than half, and as long as the other side asks for."""

from __future__ import annotations

import pytest

from trishul.services.forwarding.retry_pace import LONGEST_ASKED_S, LONGEST_PAUSE_S, pause_s


@pytest.mark.parametrize(
    ("failures", "luck", "asked_s", "expected"),
    [
        (1, 1.0, None, 1.0),
        (1, 0.0, None, 0.5),
        (4, 1.0, None, 8.0),
        (10_000, 1.0, None, LONGEST_PAUSE_S),
        (1, 1.0, 30.0, 30.0),
        (1, 1.0, 1e12, LONGEST_ASKED_S),
        (9, 1.0, 3.0, 256.0),
    ],
)
def test_a_pause_follows_failures_luck_and_what_is_asked(
    failures: int, luck: float, asked_s: float | None, expected: float
) -> None:
    assert pause_s(failures, luck, asked_s) == expected
