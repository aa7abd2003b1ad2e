"""`writecache`: a variable that takes what is set and shows it from then on; some values may be refused.

Kept for each device by itself: snmpsim keys its cache by OID only, so that a SET on one agent changes all others. A
value that is refused is not kept, and one of another type is wrongType.
"""

from __future__ import annotations

from trishul.simulation.variations.error import Refusing, parse_refusing
from trishul.simulation.variations.options import LineOptions


def parse(options: LineOptions) -> Refusing:
    """The line: `vlist` comes before `status`, and both count for SETs. Raises Unreadable."""
    line = parse_refusing(options)
    options.differ("keeps values for its own device only, and none that it refuses or that are of another type")
    return line
