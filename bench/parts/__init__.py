"""One file per question the bench asks; each offers `contests(runtime)`, and this table names them in running order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bench.measure import Contest
from bench.parts import (
    agent,
    agents,
    cold_start,
    health,
    mibs,
    neighbour,
    notifications,
    poll,
    push,
    search,
    secured,
    storm,
    walk,
)
from bench.runtime import Runtime

PARTS: dict[str, Callable[[Runtime], Iterable[Contest]]] = {
    "agent": agent.contests,
    "agents": agents.contests,
    "neighbour": neighbour.contests,
    "secured": secured.contests,
    "walk": walk.contests,
    "poll": poll.contests,
    "notifications": notifications.contests,
    "push": push.contests,
    "search": search.contests,
    "storm": storm.contests,
    "health": health.contests,
    "cold_start": cold_start.contests,
    "mibs": mibs.contests,
}
