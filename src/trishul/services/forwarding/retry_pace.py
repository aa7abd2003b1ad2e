"""How long one waits before something is tried again: twice as long each time, up to a limit, never all at once.

Owns the numbers. Luck comes in as an argument, between 0 and 1.
"""

from __future__ import annotations

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0
LONGEST_ASKED_S = 86_400.0
"""A destination that asks for more time than this is tried again after it."""
_DOUBLINGS = 20


def pause_s(failures: int, luck: float, asked_s: float | None = None) -> float:
    """The pause after so many failures, 1 for the first; `asked_s` is what the other side asked for at least."""
    whole = min(FIRST_PAUSE_S * 2.0 ** min(failures - 1, _DOUBLINGS), LONGEST_PAUSE_S)
    return max(whole * (0.5 + luck / 2), min(asked_s or 0.0, LONGEST_ASKED_S))
