"""What every message between the server and a worker is: one array, its first element the name of its kind."""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, tag=True, array_like=True):
    """Base of all messages: arrays with the class name in front."""
