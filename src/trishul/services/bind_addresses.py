"""Addresses that a service is told to listen at, as people write them: `127.0.0.1:1162`, `[::]:1162`.

Owns the text form. Whether this host has such an address is known when it is bound (`transport/addresses`).
"""

from __future__ import annotations

import re

from trishul.errors import InvalidInput
from trishul.transport.addresses import MAX_PORT

LONGEST_ADDRESS = 300
"""A name has at most 253 characters (RFC 1035 §2.3.4)."""

_WITH_PORT = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+(?:%[\w.-]+)?)\]|(?P<host>[\w.-]+)):(?P<port>[0-9]{1,5})", re.ASCII)


def parse_bind_address(text: str, field: str) -> tuple[str, int]:
    """Host and port. Raises InvalidInput about `field`."""
    found = _WITH_PORT.fullmatch(text) if len(text) <= LONGEST_ADDRESS else None
    if found is None or int(found["port"]) > MAX_PORT:
        raise InvalidInput(
            f"'{text[:80]}' is no address with a port, such as 127.0.0.1:1162 or [::1]:1162.", field=field
        )
    return found["v6"] or found["host"], int(found["port"])
