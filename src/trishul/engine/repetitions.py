"""How many rows a walk asks with one GETBULK: exactly as told, or as many as fit.

Owns one number and the experience it stands on. With "auto" it doubles while answers come whole and soon, follows
answers that the agent cuts by size, and shrinks when answers get lost. A number that no answer has come to yet is an
attempt: it is sent once, and should it be lost the walk goes back to what worked, so that trying costs one timeout at
most. An exact number changes for tooBig alone, without which there would be no walk (RFC 3416 §4.2.3).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from trishul.errors import InvalidInput

MaxRepetitions: TypeAlias = int | Literal["auto"]

DEFAULT_MAX_REPETITIONS = 25
DEFAULT_MAX_IN_FLIGHT = 8
"""Requests of one walk at a time, where that helps."""
MAX_REPETITIONS = 2**31 - 1
"""RFC 3416 §3: max-bindings, the largest number either GetBulk field may hold."""
MAX_AUTO_REPETITIONS = 500
"""Some ten IP fragments: more gains nothing, and one lost fragment loses them all."""
_SOON = 4
"""An answer comes soon when it takes no longer than this part of the timeout: twice the work then still fits."""
_FIRST_PATIENCE = 16


class Repetitions:
    """The number of one walk. Raises InvalidInput."""

    __slots__ = ("_next_patience", "_patience", "_proven", "is_exact", "is_settled", "number")

    def __init__(self, asked: MaxRepetitions) -> None:
        self.is_exact = asked != "auto"
        self.number = DEFAULT_MAX_REPETITIONS if asked == "auto" else asked
        """What to ask now."""
        if not 1 <= self.number <= MAX_REPETITIONS:
            raise InvalidInput(f"max-repetitions lies between 1 and {MAX_REPETITIONS}", field="max_repetitions")
        self.is_settled = self.is_exact
        """False while the number doubles: true once an answer came that did not make it larger."""
        self._proven = 0
        self._patience = 0
        self._next_patience = _FIRST_PATIENCE

    @property
    def is_attempt(self) -> bool:
        """True when the number is larger than any that was answered."""
        return 0 < self._proven < self.number

    def receive_answer(self, asked: int, rows: int, *, is_soon: bool, is_first_try: bool) -> None:
        """Learns from an answer that brought `rows` of the walk."""
        if self.is_exact or not rows:
            return
        self._proven = max(self._proven, asked)
        self.is_settled = True
        if not is_first_try:
            self._lose(max(asked // 2, 1))
        elif rows < asked:
            # The agent cut the answer. The next rows may be shorter, so a few more are asked than came.
            self.number = min(rows + rows // 4 + 1, MAX_AUTO_REPETITIONS)
        elif self._patience:
            self._patience -= 1
        elif is_soon and asked == self.number < MAX_AUTO_REPETITIONS:
            self.number = min(self.number * 2, MAX_AUTO_REPETITIONS)
            self.is_settled = False

    def shrink(self) -> bool:
        """Halves the number after tooBig, or what means it; False when it cannot be smaller."""
        if self.number == 1:
            return False
        self._lose(self.number // 2)
        return True

    def fall_back(self) -> bool:
        """Goes back after an answer was lost for good: to what worked, then to single rows. False when neither is left.

        Somebody who never answered is not asked again: he is not there.
        """
        if self.is_exact or not self._proven or self.number == 1:
            return False
        self._lose(self._proven if self.is_attempt else 1)
        self._proven = self.number
        return True

    def _lose(self, number: int) -> None:
        """Asks for fewer, and longer after each loss before it asks for more."""
        self.number = number
        self._patience = self._next_patience
        self._next_patience *= 2


def is_soon(elapsed_s: float, timeout_s: float) -> bool:
    """True for an answer that leaves time for twice as much."""
    return elapsed_s * _SOON <= timeout_s
