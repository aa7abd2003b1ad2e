"""snmpEngineBoots and snmpEngineTime on both sides, and whether a message is timely (RFC 3414 §2.2, §2.3, §3.2 step 7).

Owns the 150 seconds. `now` is any clock in seconds that does not go backwards; snmpEngineBoots is kept by who owns the
engine and comes in.
"""

from __future__ import annotations

from trishul.errors import InvalidInput

TIME_WINDOW_S = 150
MAX_BOOTS = MAX_TIME = 2**31 - 1
"""An engine whose boots have reached this is not authenticated any more until it gets a new snmpEngineID."""


class LocalClock:
    """Boots and time of an engine that is authoritative: ours."""

    __slots__ = ("_boots", "_started_at")

    def __init__(self, boots: int, started_at: float) -> None:
        """`boots`: how often the engine has started, this time included."""
        if not 0 <= boots <= MAX_BOOTS:
            raise InvalidInput("snmpEngineBoots lies between 0 and 2147483647", field="engine_boots")
        self._boots = boots
        self._started_at = started_at

    def read(self, now: float) -> tuple[int, int]:
        """Boots and time now; when the time has run full, boots counts on (RFC 3414 §2.2.2)."""
        elapsed = int(now - self._started_at)
        if 0 <= elapsed < MAX_TIME:
            return self._boots, elapsed
        if elapsed < 0:
            return self._boots, 0
        laps, time = divmod(elapsed, MAX_TIME)
        return min(self._boots + laps, MAX_BOOTS), time

    def accepts(self, boots: int, time: int, now: float) -> bool:
        """True when an authentic message is inside the time window (RFC 3414 §3.2 step 7a)."""
        own_boots, own_time = self.read(now)
        return boots == own_boots != MAX_BOOTS and -TIME_WINDOW_S <= time - own_time <= TIME_WINDOW_S


class RemoteClock:
    """What is known of another engine's boots and time; a new one knows nothing and learns from authentic messages.

    A guess from an unauthenticated Report saves a round trip: it dates what is sent, it never decides what is accepted.
    """

    __slots__ = ("_boots", "_known_at", "_latest_received_time", "_time", "is_authentic")

    def __init__(self) -> None:
        self.is_authentic = False
        """True when an authentic message has told boots and time."""
        self._boots = self._time = self._latest_received_time = 0
        self._known_at: float | None = None

    @property
    def is_known(self) -> bool:
        """True when there is at least a guess."""
        return self._known_at is not None

    def read(self, now: float) -> tuple[int, int]:
        """Boots and the local notion of the other engine's time; zeros while nothing is known (RFC 3414 §4)."""
        if self._known_at is None:
            return 0, 0
        return self._boots, min(self._time + max(int(now - self._known_at), 0), MAX_TIME)

    def guess(self, boots: int, time: int, now: float) -> None:
        """Takes boots and time from a Report without authentication, unless better is known."""
        if not self.is_authentic:
            self._boots, self._time, self._known_at = boots, time, now

    def accepts(self, boots: int, time: int, now: float) -> bool:
        """Learns from an authentic message and says whether it is inside the time window (RFC 3414 §3.2 step 7b)."""
        known = self._boots
        if not self.is_authentic or boots > known or (boots == known and time > self._latest_received_time):
            self.is_authentic = True
            self._boots = boots
            self._time = self._latest_received_time = time
            self._known_at = now
        if self._boots == MAX_BOOTS or boots < self._boots:
            return False
        return time >= self.read(now)[1] - TIME_WINDOW_S
