"""The SNMPv3 engines of a simulator worker: who they are, for which devices they answer, and for which users.

The first engine answers for every device, each in the context of its community and the default device in the one
without a name; a device may have an engine of its own besides. All start together, so they share their boots. Users
come and go while requests are answered: who is told again unchanged keeps his keys. Owns that comparison; opening
messages is `engine.authority`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from trishul.engine.instances import InstanceTable
from trishul.engine.local_engine import DEFAULT_CONTEXT, LocalEngine
from trishul.errors import TrishulError
from trishul.protocol.security.time_window import MAX_BOOTS
from trishul.protocol.security.users import UserCredentials
from trishul.snmp.engine_state import EngineIdentity, EngineRole, start_engine
from trishul.workers.messages import RefusedUser, SnmpUser
from trishul.workers.users import credentials_of


class SimulatedEngines:
    """All engines by their IDs, the first one first."""

    def __init__(self, identity: EngineIdentity, *, started_at: float) -> None:
        self._boots, self._started_at = identity.boots, started_at
        self._latest_boots = identity.boots
        self._restarts: dict[bytes, tuple[int, float]] = {}
        """Boots and start of engines that have started again since all started together."""
        self.first = self._engine(identity.engine_id)
        self.by_id = {self.first.engine_id: self.first}
        self._own: dict[bytes, list[LocalEngine]] = {}
        self._elsewhere: dict[bytes, LocalEngine] = {}
        """At addresses of their own."""
        self._users: dict[tuple[str, bytes], SnmpUser] = {}
        self._refused: dict[tuple[str, bytes], RefusedUser] = {}

    def serve(self, context_name: bytes, device: InstanceTable) -> None:
        """Answers for a device from now on, in its context, and at its own engine without one."""
        self.first.contexts[context_name] = device
        for engine in self._own.get(context_name, ()):
            engine.contexts[DEFAULT_CONTEXT] = engine.contexts[context_name] = device

    def open_elsewhere(self, engine_id: bytes) -> LocalEngine:
        """An engine for an address of its own, with the users of now and of later."""
        engine = self._elsewhere[engine_id] = self._engine(engine_id)
        for place, user in self._users.items():
            if place not in self._refused and user.engine_id in {b"", engine_id}:
                engine.add_user(credentials_of(user).with_master_keys())
        return engine

    def close_elsewhere(self, engine_id: bytes) -> None:
        """Its address is served no longer."""
        self._elsewhere.pop(engine_id, None)

    def withdraw(self, context_name: bytes) -> None:
        """Answers for the device of a context no longer."""
        self.first.contexts.pop(context_name, None)
        for engine in self._own.get(context_name, ()):
            engine.contexts.clear()

    def context_of(self, engine_id: bytes, context_name: bytes) -> bytes:
        """The context of the first engine whose device a context of some engine is."""
        if engine_id == self.first.engine_id:
            return context_name
        for own, engines in self._own.items():
            if any(engine.engine_id == engine_id for engine in engines):
                return own if context_name in {DEFAULT_CONTEXT, own} else context_name
        return context_name

    def give_own(self, own_engines: Iterable[tuple[bytes, bytes]]) -> list[RefusedUser]:
        """Gives devices engines of their own, besides the first: context names and engine IDs. As `use`.

        An engine that comes back has the clock that it had: its time would run backwards otherwise.
        """
        self.by_id.clear()
        self.by_id[self.first.engine_id] = self.first
        self._own = {}
        for context_name, engine_id in own_engines:
            if engine_id == self.first.engine_id:
                continue  # the device has that one anyway
            engine = self.by_id.setdefault(engine_id, self._engine(engine_id))
            self._own.setdefault(context_name, []).append(engine)
            device = self.first.contexts.get(context_name)
            if device is not None:
                self.serve(context_name, device)
        users, self._users, self._refused = list(self._users.values()), {}, {}
        return self.use(users)

    def own_of(self, context_name: bytes) -> list[LocalEngine]:
        """The engines that the device of a context has to itself, besides the first."""
        return list(self._own.get(context_name, ()))

    def count_start(self, directory: Path) -> int:
        """Counts one start more, and gives the boots of who makes it; blocks for a write to the disk."""
        identity = start_engine(directory, EngineRole.SIMULATOR)
        is_ours = identity.engine_id == self.first.engine_id
        # Where the file was lost meanwhile, it tells of the engine that comes with the next worker.
        self._latest_boots = identity.boots if is_ours else min(self._latest_boots + 1, MAX_BOOTS)
        return self._latest_boots

    def restart(self, engines: Iterable[LocalEngine], boots: int, now: float) -> None:
        """Lets some engines be as if they had just started, one of many starts that all engines together count."""
        for engine in engines:
            engine.restart(boots, now)
            self._restarts[engine.engine_id] = boots, now

    @property
    def user_count(self) -> int:
        """Users of the first engine."""
        return len(self.first.users)

    def use(self, users: Iterable[SnmpUser]) -> list[RefusedUser]:
        """Takes exactly these users; gives those who cannot be used. The last one of a name at an engine counts."""
        wanted = {(user.name, user.engine_id): user for user in users}
        for place in [*self._users]:
            if self._users[place] != wanted.get(place):
                del self._users[place]
                self._refused.pop(place, None)
                for engine in self._engines_of(place[1]):
                    engine.remove_user(place[0].encode())
        for place, user in wanted.items():
            if place not in self._users:
                self._users[place] = user
                self._add(place, user)
        return list(self._refused.values())

    def _add(self, place: tuple[str, bytes], user: SnmpUser) -> None:
        engines = self._engines_of(user.engine_id)
        try:
            credentials: UserCredentials = credentials_of(user).with_master_keys()
            for engine in engines:
                engine.add_user(credentials)
        except TrishulError as error:
            self._refused[place] = RefusedUser(user.name, str(error))
        if not engines:
            self._refused[place] = RefusedUser(user.name, f"No engine here has the ID {user.engine_id.hex()}")

    def _engines_of(self, engine_id: bytes) -> list[LocalEngine]:
        engines = [*self.by_id.values(), *self._elsewhere.values()]
        return [engine for engine in engines if engine_id in {b"", engine.engine_id}]

    def _engine(self, engine_id: bytes) -> LocalEngine:
        boots, started_at = self._restarts.get(engine_id, (self._boots, self._started_at))
        return LocalEngine(engine_id, [], {}, boots=boots, started_at=started_at)
