"""`delay`: an answer that takes its time, by milliseconds, by what is set, or by the time of day; or never comes.

snmpsim sleeps, which delays everybody; here only the answer waits. A SET is echoed and not kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from trishul.datatypes.values import ValueType
from trishul.engine.instances import Withheld
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.behaviours.chance import between
from trishul.simulation.variations.conditions import Conditions, comparable, parse_conditions, value_conditions
from trishul.simulation.variations.options import LineOptions
from trishul.simulation.variations.variation import START, Origin, Reading, SetTrial, Variation

LONGEST_WAIT_MS = 99_999
"""Longer ones mean that no answer comes; snmpsim's documentation says 999,999, its code does this."""
_DEFAULT_WAIT_MS = 500.0
_KEYS = frozenset((b"value", b"hexvalue", b"wait", b"deviation", b"vlist", b"tlist"))


@dataclass(frozen=True, slots=True)
class Delay(Variation):
    """One line; without a value it shows NULL, as snmpsim does."""

    line_tag: int
    value: bytes | None
    wait_ms: float = _DEFAULT_WAIT_MS
    deviation_ms: float = 0.0
    by_value: Conditions[float] | None = None
    by_time: Conditions[float] | None = None
    origin: Origin = START

    @property
    def tag(self) -> int:
        """That of the line, or NULL."""
        return ValueType.NULL if self.value is None else self.line_tag

    def contents_at(self, now: float) -> bytes:
        """The value."""
        del now
        return self.value or b""

    def read(self, name: bytes, now: float) -> Reading:
        """The value and how long it takes. Raises Withheld."""
        return Reading(self.tag, self.value or b"", self._delay_s(name, now, self._wait_at(now)))

    def try_set(self, name: bytes, tag: int, contents: bytes, now: float) -> SetTrial:
        """Values of the line's type are taken, after their time, and forgotten. Raises Withheld."""
        if tag != self.line_tag:
            return SetTrial(ErrorStatus.WRONG_TYPE)
        if self.by_value is None:
            wait_ms = self._wait_at(now)
        else:
            wait_ms = self.by_value.outcome(comparable(tag, contents), self.wait_ms)
        return SetTrial(ErrorStatus.NO_ERROR, self._delay_s(name, now, wait_ms))

    def _wait_at(self, now: float) -> float:
        if self.by_time is None:
            return self.wait_ms
        return self.by_time.outcome(int(now + self.origin.unix_offset_s), self.wait_ms)

    def _delay_s(self, name: bytes, now: float, wait_ms: float) -> float:
        if self.deviation_ms:
            wait_ms += between(self.origin.seed, f"{name.hex()}/{now}", -self.deviation_ms, self.deviation_ms)
        if wait_ms > LONGEST_WAIT_MS:
            raise Withheld("a line with the variation module 'delay' waits for ever")
        return max(wait_ms, 0.0) / 1000


def parse(options: LineOptions) -> Delay:
    """The line. Raises Unreadable."""
    options.check_known(_KEYS)

    def whole(text: bytes) -> int:
        try:
            return int(text)
        except ValueError:
            raise options.refuse("times in lists are whole numbers") from None

    wait_ms = options.number(b"wait", _DEFAULT_WAIT_MS)
    if wait_ms > LONGEST_WAIT_MS:
        options.note(f"waits more than {LONGEST_WAIT_MS:,} ms, which means that no answer comes")
    return Delay(
        options.tag,
        options.value(),
        wait_ms=wait_ms,
        deviation_ms=abs(options.number(b"deviation", 0.0)),
        by_value=value_conditions(options, lambda text: float(whole(text))),
        by_time=parse_conditions(options, b"tlist", whole, lambda text: float(whole(text))),
    )
