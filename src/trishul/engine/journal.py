"""What a device was asked, request by request: the entry that the agent role writes, and how many are kept.

Exact and bounded: the newest requests of each device, with what was asked and whether it was served; values are not
kept. Owns the shape; who has a journal is decided above. On the path of each request: one look-up and one append of a
plain tuple, measured by `bench/`.
"""

from __future__ import annotations

from collections import deque
from itertools import count
from typing import NamedTuple

from trishul.engine.addresses import Address
from trishul.engine.requests import SlicedRequest

JOURNAL_ENTRIES = 1000
"""Requests kept of each device."""
JOURNAL_NAMES = 16
"""Names kept of each request."""

UNANSWERED = -1
"""In place of the bindings of an answer."""


class JournalEntry(NamedTuple):
    """One request, as `Journal.entries` holds it."""

    number: int
    """Of this device, from 1 on."""
    at: float
    """On the engine's clock."""
    source: Address
    version: int
    """As in the message: 0, 1 and 3."""
    kind: int
    first_number: bytes
    """Contents octets of non-repeaters, where it is a GETBULK."""
    second_number: bytes
    """Contents octets of max-repetitions."""
    names: list[bytes]
    """OID contents octets, the first 16."""
    asked: int
    """How many names there were."""
    served: int | None
    """Bindings of the answer; None for an error, UNANSWERED where there is none."""


class Journal:
    """The newest requests to a device, the oldest first."""

    __slots__ = ("entries", "numbers")

    def __init__(self) -> None:
        self.entries: deque[tuple[int, float, Address, int, int, bytes, bytes, list[bytes], int, int | None]]
        """Fields of `JournalEntry`; a plain tuple is made in a third of the time."""
        self.forget()

    def __len__(self) -> int:
        return len(self.entries)

    def write(self, request: SlicedRequest, version: int, source: Address, served: int | None, now: float) -> None:
        """Appends a request; fields as `JournalEntry` has them."""
        _, _, _, kind, _, first_number, second_number, names, _, _ = request
        kept = names if len(names) <= JOURNAL_NAMES else names[:JOURNAL_NAMES]
        self.entries.append(
            (next(self.numbers), now, source, version, kind, first_number, second_number, kept, len(names), served)
        )

    def forget(self) -> None:
        """Begins anew with the number 1."""
        self.entries = deque(maxlen=JOURNAL_ENTRIES)
        self.numbers = count(1)

    def read(self) -> list[JournalEntry]:
        """What is kept, the oldest first; a first number above 1 says that earlier ones are forgotten."""
        return [JournalEntry(*entry) for entry in self.entries]
