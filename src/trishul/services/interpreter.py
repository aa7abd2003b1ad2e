"""What the garbage collector of a server looks at: little, so that it answers at once whatever else it does.

Owns the collector's settings. A full collection looks at each object that could be part of a cycle. Modules, models and
routes are a quarter of a million of those: it takes a third of a second, in which nobody is answered. So there is none
while they come into being, and afterwards they are left out (`gc.freeze`). What comes later is collected as ever, but
seldom as a whole: the rows of a storm are many, in no cycle, and gone in a moment.
"""

from __future__ import annotations

import gc

YOUNG_OBJECTS, YOUNG_COLLECTIONS, MIDDLE_COLLECTIONS = 1_000, 10, 100
"""How many new objects, and collections of a generation, call for one of the next."""


def prepare_for_start() -> None:
    """Nothing is collected any more until `settle_after_start`."""
    gc.disable()


def settle_after_start() -> None:
    """What is there stays for good, garbage that comes later is collected: to be called once a server has started."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_COLLECTIONS, MIDDLE_COLLECTIONS)
    gc.enable()
