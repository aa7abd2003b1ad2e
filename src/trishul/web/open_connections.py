"""How many connections the server holds at a time, and how many it turned away because there were too many.

Owns the bound. Without one, whoever opens connections takes all descriptors of the process, and with them the database,
the agents' ports and the log. Does not own how long a connection may do nothing (`http_connection`).
"""

from __future__ import annotations

import contextlib
import resource

import structlog

LARGEST_BOUND = 2_000
"""Four times the WebSockets that are served: each browser has one, and a few connections for its requests."""
_WANTED_DESCRIPTORS = 65_536
_SHARE = 2
"""Of all descriptors the part that connections may have; the rest is for databases, agents, inboxes and workers."""

_log = structlog.get_logger(__name__)


class OpenConnections:
    """One count for all connections of a server."""

    def __init__(self, bound: int) -> None:
        self.bound = bound
        self.refused = 0
        """Connections that were answered with `too_many_connections`, or not at all."""
        self._is_full = False

    def take(self, now: int) -> bool:
        """Whether one more is served; `now` counts it. Said in the log once each time that it begins."""
        was_full, self._is_full = self._is_full, now > self.bound
        if self._is_full:
            self.refused += 1
            if not was_full:
                _log.warning("too many connections are open; more are refused", bound=self.bound)
        return not self._is_full


def bound_of_process() -> int:
    """Half of the descriptors that this process may have, as many as the system grants it, 2,000 at most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, _WANTED_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    granted = wanted if soft == resource.RLIM_INFINITY else soft
    return min(LARGEST_BOUND, granted // _SHARE)
