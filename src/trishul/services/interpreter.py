"""The interpreter of a server, so that it answers at once whatever else it does: its garbage collector and its threads.

Owns these two settings. A full collection looks at each object that could be part of a cycle. Modules, models and
routes are a quarter of a million of those: it takes a third of a second, in which nobody is answered. So there is none
while they come into being, and afterwards they are left out (`gc.freeze`). What comes later is collected as ever, in
larger portions, because the rows of a storm are many, in no cycle, and gone in a moment. A thread that computes keeps
the interpreter from the event loop, after each system call of it, until the switch interval is over; the other way
round the thread that writes rows waits as long after each row.
"""

from __future__ import annotations

import gc
import sys

YOUNG_OBJECTS, YOUNG_COLLECTIONS, MIDDLE_COLLECTIONS = 2_000, 20, 50
"""How many new objects, and collections of a generation, call for one of the next."""
SWITCH_INTERVAL_S = 0.0005
"""A tenth of Python's own: switching more often was measured to cost nothing that could be seen."""


def prepare_for_start() -> None:
    """Sets the switch interval; nothing is collected any more until `settle_after_start`."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.disable()


def settle_after_start() -> None:
    """What is there stays for good, garbage that comes later is collected: to be called once a server has started."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_COLLECTIONS, MIDDLE_COLLECTIONS)
    gc.enable()
