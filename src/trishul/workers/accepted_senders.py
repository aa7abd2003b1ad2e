"""Whose notifications a receiver worker takes, changed while it runs: the server tells all, the worker finds the news.

Owns that comparison. A user who is told again unchanged keeps the keys and clocks that were learned; one who is gone,
has changed or was renewed loses them. A user who cannot be used costs only himself and is named with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from trishul.engine.receiver import ReceiverEngine
from trishul.errors import TrishulError
from trishul.workers.messages import RefusedUser, SnmpUser
from trishul.workers.users import credentials_of

_Place: TypeAlias = tuple[str, bytes]
"""Name and engine: who shares both is told apart by his secrets only, and so they are changed together."""


class AcceptedSenders:
    """The users of one engine; it starts with none."""

    def __init__(self, engine: ReceiverEngine) -> None:
        self._engine = engine
        self._users: dict[_Place, list[SnmpUser]] = {}
        self._refused: dict[_Place, list[RefusedUser]] = {}

    @property
    def refused(self) -> list[RefusedUser]:
        """Users who could not be used."""
        return [user for users in self._refused.values() for user in users]

    def accept(self, users: Iterable[SnmpUser], renewed: Iterable[str] = ()) -> None:
        """Believes exactly these users; of those whose names are `renewed` everything learned is forgotten."""
        wanted: dict[_Place, list[SnmpUser]] = {}
        for user in users:
            namesakes = wanted.setdefault((user.name, user.engine_id), [])
            if user not in namesakes:
                namesakes.append(user)
        forgotten = set(renewed)
        for place in [*self._users]:
            if place[0] in forgotten or self._users[place] != wanted.get(place):
                self._engine.remove_user(*place)
                del self._users[place]
                self._refused.pop(place, None)
        for place, namesakes in wanted.items():
            if place not in self._users:
                self._users[place] = namesakes
                self._add(place, namesakes)

    def _add(self, place: _Place, users: list[SnmpUser]) -> None:
        for user in users:
            try:
                self._engine.add_user(credentials_of(user), user.engine_id)
            except TrishulError as error:
                self._refused.setdefault(place, []).append(RefusedUser(user.name, str(error)))
