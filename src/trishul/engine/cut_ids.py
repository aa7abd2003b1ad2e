"""Request-ids that a device has cut: which request may be meant by an answer that repeats only part of its id.

Some devices keep a request-id in 16 bits and answer with its low half, with or without sign, and some answer 0 whatever
was asked. RFC 3416 §4.2 wants the same id. Owns the arithmetic; whether an answer may be used all the same is decided
by `outstanding`, by source, community, and there being one request only that fits.
"""

from __future__ import annotations

from collections.abc import Iterator

_HALF = 1 << 16
MAX_GUESSES = 64
"""Requests may wait while millions of others come and go; so many laps of the low half are looked at."""


def ids_cut_to(answered: int, oldest: int, newest: int) -> Iterator[int]:
    """Ids from `oldest` to `newest` of which a device may have made `answered`, newest first."""
    if not -_HALF // 2 <= answered < _HALF:
        return
    low = answered % _HALF
    request_id = newest - (newest - low) % _HALF
    for _ in range(MAX_GUESSES):
        if request_id < oldest:
            return
        yield request_id
        request_id -= _HALF
