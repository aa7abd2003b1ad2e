"""Points in time as people write them: `-5m` ago, or a date with or without a time.

Without a zone a date is that of the reader's own clock, whose zone is handed in. RFC 3339 where a zone is written.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from trishul.errors import InvalidInput

_AGO = re.compile(r"-([0-9]{1,9})(s|m|h|d|w)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_NS_PER_S = 1_000_000_000


def read_time_ns(text: str, now_ns: int, zone: tzinfo | None) -> int:
    """Nanoseconds since 1970. Raises InvalidInput."""
    ago = _AGO.fullmatch(text)
    if ago is not None:
        return now_ns - int(ago[1]) * _SECONDS[ago[2]] * _NS_PER_S
    if text == "now":
        return now_ns
    try:
        written = datetime.fromisoformat(text)
        moment = written if written.tzinfo is not None else written.replace(tzinfo=zone)
        return int(moment.timestamp() * 1_000_000) * 1_000
    except (ValueError, OverflowError, OSError):
        raise InvalidInput("A time is -30s, -5m, -2h, -7d, -4w, now, or a date such as 2026-01-31T12:00") from None
