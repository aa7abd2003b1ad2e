"""The garbage collector of a server: what is there once it has started stays, and is never looked at again.

Owns the collector's settings. A full collection looks at each object that could be part of a cycle. Modules, models and
routes are a quarter of a million of those: it takes a third of a second, in which nobody is answered. So there is none
while they come into being, and afterwards they are left out (`gc.freeze`). What comes later is collected as ever, in
larger portions, because the rows of a storm are many, in no cycle, and gone in a moment.
"""

from __future__ import annotations

import gc

YOUNG_OBJECTS, YOUNG_COLLECTIONS, MIDDLE_COLLECTIONS = 2_000, 20, 50
"""How many new objects, and collections of a generation, call for one of the next."""


def leave_garbage() -> None:
    """Nothing is collected any more until `keep_what_is_here`: to be called before a server starts."""
    gc.disable()


def keep_what_is_here() -> None:
    """What is there stays for good, garbage that comes later is collected: to be called once a server has started."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_COLLECTIONS, MIDDLE_COLLECTIONS)
    gc.enable()
