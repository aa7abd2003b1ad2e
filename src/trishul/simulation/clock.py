"""The time that a simulated device lives in: real time, slowed, sped up, stopped, or moved ahead.

A pure mapping from monotonic seconds to agent seconds; each change is another clock that goes on from where the former
one stood, so that nothing a device counts ever falls. Agent time never runs backwards: a counter that fell would tell a
manager of a reboot that did not happen. Where counters wrap is found by `behaviours.wraps`.
"""

from __future__ import annotations

from dataclasses import dataclass

from trishul.errors import InvalidInput

MAX_SPEED = 1_000_000.0
MAX_AGENT_TIME_S = 1e12
"""Some 30,000 years: far behind each wrap worth a test, and a hundredth of a second still counts as one."""


@dataclass(frozen=True, slots=True)
class AgentClock:
    """At the real time `real_s` it is `agent_s` for the agent, and each real second counts `speed` seconds from there.

    The plain clock shows the real time.
    """

    real_s: float = 0.0
    agent_s: float = 0.0
    speed: float = 1.0

    @property
    def is_frozen(self) -> bool:
        """True when no time passes."""
        return self.speed == 0

    def agent_time(self, now: float) -> float:
        """Agent seconds at a time in monotonic seconds; what was before the last change counts as then."""
        return min(self.agent_s + max(now - self.real_s, 0.0) * self.speed, MAX_AGENT_TIME_S)

    def at_speed(self, factor: float, now: float) -> AgentClock:
        """The clock that runs `factor` times as fast from now on; 0 freezes it. Raises InvalidInput."""
        if not 0 <= factor <= MAX_SPEED:
            raise InvalidInput(f"A clock runs from 0 to {MAX_SPEED:,.0f} times as fast as time, not {factor}")
        return AgentClock(now, self.agent_time(now), float(factor))

    def frozen(self, now: float) -> AgentClock:
        """The clock that stands still from now on, until it gets a speed, a step or a jump."""
        return self.at_speed(0, now)

    def stepped(self, seconds: float, now: float) -> AgentClock:
        """The clock moved ahead by some agent seconds; it runs, or stands, as before. Raises InvalidInput."""
        return self.jumped_to(self.agent_time(now) + seconds, now)

    def jumped_to(self, agent_s: float, now: float) -> AgentClock:
        """The clock moved ahead to an agent time; it runs, or stands, as before. Raises InvalidInput."""
        reached = self.agent_time(now)
        if not reached <= agent_s <= MAX_AGENT_TIME_S:
            raise InvalidInput(f"An agent's clock goes ahead only, from {reached:,.2f} s to {MAX_AGENT_TIME_S:,.0f} s")
        return AgentClock(now, agent_s, self.speed)
