"""Values that depend on the time: pure functions of (seed, now), so that a device answers the same again.

The time comes in as monotonic seconds, the seed has gone into the numbers a behaviour is made with (`chance`). Values
that belong together (a counter and its 64-bit twin) are functions of the same flow and therefore always agree.
"""

from trishul.simulation.behaviours.behaviour import Behaviour
from trishul.simulation.behaviours.counters import Flow, MovingCounter
from trishul.simulation.behaviours.live import LiveNumber, Unchanging
from trishul.simulation.behaviours.uptime import Uptime
from trishul.simulation.behaviours.wraps import next_wrap

__all__ = ["Behaviour", "Flow", "LiveNumber", "MovingCounter", "Unchanging", "Uptime", "next_wrap"]
