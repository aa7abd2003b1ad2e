"""A manager for tests without an event loop: GET, GETNEXT, GETBULK, SET and walks that return when they are done.

Owns names in place of OIDs and the short way to say whom to ask; everything else is `snmp.Manager`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

from trishul.datatypes import Oid, VarBind
from trishul.datatypes.values import PlainValue
from trishul.snmp import Manager, Target
from trishul.testing.background import Background
from trishul.testing.simulated_agent import SimulatedAgent

Asked: TypeAlias = Target | SimulatedAgent
"""Whom to ask: a target, or an agent of the same test by its community."""


class BlockingManager:
    """Asks, and waits for the answer. Made by the fixture `snmp_manager`, or by `blocking_manager`.

    OIDs may be names where there is a MIB index. Raises what `Manager` raises, and UnknownName.
    """

    def __init__(self, behind: Background, manager: Manager) -> None:
        self._background = behind
        self._manager = manager

    def get(self, asked: Asked, *oids: str) -> list[VarBind]:
        """The values of these instances."""
        return self._background.run(self._manager.get(_target(asked), *self._oids(*oids)))

    def getnext(self, asked: Asked, *oids: str) -> list[VarBind]:
        """The next instance after each."""
        return self._background.run(self._manager.getnext(_target(asked), *self._oids(*oids)))

    def getbulk(self, asked: Asked, *oids: str, non_repeaters: int = 0, max_repetitions: int = 10) -> list[VarBind]:
        """One instance after each of the first `non_repeaters`, up to `max_repetitions` after each other."""
        return self._background.run(
            self._manager.getbulk(
                _target(asked), *self._oids(*oids), non_repeaters=non_repeaters, max_repetitions=max_repetitions
            )
        )

    def set(self, asked: Asked, *bindings: tuple[str, PlainValue]) -> list[VarBind]:
        """Sets all of them, or none; int is an INTEGER, str and bytes an OCTET STRING."""
        oids = self._oids(*(name for name, _ in bindings))
        named = [(oid, value) for oid, (_, value) in zip(oids, bindings, strict=True)]
        return self._background.run(self._manager.set(_target(asked), *named))

    def walk(self, asked: Asked, root: str, *, max_rows: int | None = None) -> list[VarBind]:
        """Everything at and below an OID."""
        (oid,) = self._oids(root)

        async def walked() -> list[VarBind]:
            return [row async for row in self._manager.walk(_target(asked), oid, max_rows=max_rows)]

        return self._background.run(walked())

    def _oids(self, *names: str) -> list[Oid]:
        return self._background.call(lambda: [self._background.names.oid_of(name) for name in names])


def _target(asked: Asked) -> Target:
    if isinstance(asked, Target):
        return asked
    return Target(asked.host, asked.port, community=asked.community)


@contextmanager
def blocking_manager(behind: Background) -> Iterator[BlockingManager]:
    """A manager that is closed behind the block."""
    manager = behind.call(Manager)
    try:
        yield BlockingManager(behind, manager)
    finally:
        behind.call(manager.close)
