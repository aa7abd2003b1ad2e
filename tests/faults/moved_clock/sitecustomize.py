"""Python reads this before anything else: from then on the clock of the process is off by what a file says.

Only the time of day moves, as it does when somebody sets the clock; `time.monotonic` goes on, as the system's does.
"""

import mmap
import os
import struct
import time

_NANOSECONDS = struct.Struct("q")
_place = os.open(os.environ["MOVED_CLOCK"], os.O_RDONLY)
_moved_ns = mmap.mmap(_place, _NANOSECONDS.size, prot=mmap.PROT_READ)
os.close(_place)
_time_ns = time.time_ns


def time_ns() -> int:
    """As `time.time_ns`, by the moved clock."""
    return _time_ns() + int(_NANOSECONDS.unpack_from(_moved_ns)[0])


time.time_ns = time_ns
time.time = lambda: time_ns() / 1e9
