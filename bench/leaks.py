"""What the processes of a workbench hold, read at rest and at rest again: memory, descriptors, threads, asyncio tasks.

Under load these numbers tell how busy the machine is. At rest they are what is left, so that two such moments with work
between them tell what the work did not give back, however slow it went. Owns the reading and the judgement.
"""

from __future__ import annotations

import re
import statistics
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import product
from bench.processes import role_of
from bench.watched import pss_octets

ROLES = ("server", "receiver", "simulator")
REST_PATIENCE_S = 90.0
_LOOK_EVERY_S = 1.0
_STILL_LOOKS = 5
"""So many looks in turn with equal counts are a rest."""
_TASKS = re.compile(r"^trishul_asyncio_tasks (\d+)", re.MULTILINE)
_MEMORY_SHARE, _MEMORY_OCTETS = 0.1, 16 << 20
"""What allocators and caches may have grown by since the warm-up: those of the database alone are bounded by ten MB."""
_SLACK = {"descriptors": 10, "threads": 6, "tasks": 3}
"""What may be more: threads and connections to the database are made when so many are first needed, up to a bound."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What one process holds."""

    pss_octets: int
    descriptors: int
    threads: int
    tasks: int = 0
    """Of the server only: the others do not say."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """What stands still at rest; memory does not quite."""
        return self.descriptors, self.threads, self.tasks


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the table."""

    what: str
    before: float
    after: float
    unit: str
    has_held: bool


def at_rest(workbench: product.Workbench) -> dict[str, Holdings]:
    """What each process holds once nothing moves any more; by then at the latest when patience is over."""
    looks: list[dict[str, Holdings]] = []
    ends_at = time.monotonic() + REST_PATIENCE_S
    while time.monotonic() < ends_at:
        time.sleep(_LOOK_EVERY_S)
        looks.append(_look(workbench))
        last = looks[-_STILL_LOOKS:]
        if len(last) == _STILL_LOOKS and all(_counts(each) == _counts(last[0]) for each in last):
            break
    last = looks[-_STILL_LOOKS:]
    return {role: _least([look[role] for look in last if role in look]) for role in ROLES}


def judge(before: Mapping[str, Holdings], after: Mapping[str, Holdings]) -> Iterator[Verdict]:
    """A line for each number of each process."""
    for role in ROLES:
        then, now = before[role], after[role]
        allowed = then.pss_octets * (1 + _MEMORY_SHARE) + _MEMORY_OCTETS
        held = now.pss_octets <= allowed
        yield Verdict(f"memory of the {role}", then.pss_octets / 2**20, now.pss_octets / 2**20, "MB", held)
        for name, slack in _SLACK.items():
            was, has = getattr(then, name), getattr(now, name)
            if was or has:
                yield Verdict(f"{name} of the {role}", was, has, "", has <= was + slack)


def _look(workbench: product.Workbench) -> dict[str, Holdings]:
    """All processes that stay; those that build or look at walks come and go."""
    found = {}
    for pid in workbench.server.cpu_s():
        role = role_of(pid) if pid != workbench.server.process.pid else "server"
        if role in ROLES and (role != "server" or pid == workbench.server.process.pid):
            tasks = _tasks_of(workbench) if role == "server" else 0
            found[role] = Holdings(pss_octets(pid), _entries(pid, "fd"), _entries(pid, "task"), tasks)
    return found


def _counts(look: Mapping[str, Holdings]) -> dict[str, tuple[int, int, int]]:
    return {role: holdings.counts for role, holdings in look.items()}


def _least(holdings: list[Holdings]) -> Holdings:
    return Holdings(
        round(statistics.median(each.pss_octets for each in holdings)),
        *(min(each.counts[index] for each in holdings) for index in range(3)),
    )


def _tasks_of(workbench: product.Workbench) -> int:
    with urllib.request.urlopen(workbench.url + "/metrics", timeout=REST_PATIENCE_S) as reply:
        found = _TASKS.search(reply.read().decode())
    assert found is not None, "the server does not say how many tasks it has"
    return int(found[1])


def _entries(pid: int, folder: str) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/{folder}").iterdir())
    except OSError:  # it ended meanwhile
        return 0
