"""Ports for servers that must be told where to listen before they run.

A port that the system gives for 0 may be given to somebody else in the moment before the server takes it: to a client
of another test, or to the test of another worker. These lie below what systems give by themselves, and each worker of
pytest has a range of its own.
"""

from __future__ import annotations

import errno
import os
import random
import socket
from itertools import count

_FIRST = 12_000
_RANGE = 1_000
_WORKERS = 20
_TRIES = 200
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _WORKERS
_numbers = count(random.SystemRandom().randrange(_RANGE))  # where another run on this machine probably did not begin


def free_port(*hosts: str) -> int:
    """A port that nobody has, over UDP and TCP, and that no other test of this run is given; of 127.0.0.1 and ::1."""
    for _ in range(_TRIES):
        port = _FIRST + _WORKER * _RANGE + next(_numbers) % _RANGE
        kinds = (socket.SOCK_DGRAM, socket.SOCK_STREAM)
        if not any(_is_taken(kind, host, port) for kind in kinds for host in hosts or ("127.0.0.1", "::1")):
            return port
    raise AssertionError("no port is free")


def _is_taken(kind: socket.SocketKind, host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind) as probe:
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE  # not where the address itself is missing, as ::1 may be
    return False
