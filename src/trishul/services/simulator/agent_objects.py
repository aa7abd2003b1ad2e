"""What an agent holds just now, as a table for people: pages of instances with their values, searched and set.

Owns the searching and what is told about an instance beside its value; reading is the worker's, setting one is
overriding it (`agent_overrides`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import msgspec

from trishul.datatypes.oid import Oid, oid_text
from trishul.datatypes.values import Value, ValueType
from trishul.datatypes.varbind import VarBind
from trishul.errors import TrishulError
from trishul.library.names import Names
from trishul.services.mibs.name_source import NameSource
from trishul.services.mibs.object_search import subtree_of
from trishul.services.simulator.agent_overrides import OverridesKeeper
from trishul.services.simulator.overrides import MibVocabulary, NothingHeld
from trishul.services.simulator.status import OverridesSaved
from trishul.services.value_texts import ShownVarBind, show_varbind
from trishul.simulation.overrides import Holder
from trishul.smi.model import ObjectNode
from trishul.workers.agent_commands import ObjectsRead, ReadObjects
from trishul.workers.agent_messages import ObjectMark, ObjectRow
from trishul.workers.message import Message

MAX_PAGE = 500
SCANNED_AT_ONCE = 500
"""Instances that one message of the worker tells while it is searched."""
MAX_SCANNED = 20_000
"""Instances that are looked at for one page of a search; a page may have few rows, or none, and more follow."""

_WRITABLE = frozenset({"read-write", "read-create", "write-only"})
_NEVER_SET = frozenset({ValueType.COUNTER32, ValueType.COUNTER64, ValueType.TIME_TICKS})
"""Types that no manager sets where no MIB says otherwise, as `simulation.set_transaction` has it."""


class SimulatorNotRunning(TrishulError):
    """What is asked for can be known of running agents only."""

    code = "not_running"

    def __init__(self) -> None:
        super().__init__("The simulator does not run: start it to see what its agents answer")


class NoSuchObject(TrishulError):
    """The agent has no such instance."""

    code = "not_found"

    def __init__(self, oid: str) -> None:
        super().__init__(f"The agent has no instance {oid[:200]}")


class AgentObject(ShownVarBind, frozen=True, gc=False, kw_only=True):
    """One instance of an agent with its value of now."""

    writable: bool
    """A manager may set it."""
    overridden: bool
    moving: bool
    """The value depends on the time."""
    set_by_manager: bool
    syntax: str
    """The type by its MIB, such as DisplayString; empty where no MIB is known."""
    base: str
    """What that comes down to, such as BITS; the type on the wire where no MIB is known."""
    hint: str
    """Its DISPLAY-HINT, empty for none."""
    labels: dict[str, int]
    """Of an enumeration or of named bits: their numbers by name."""


class AgentObjects(msgspec.Struct, frozen=True):
    """Some instances of an agent in the order of their OIDs."""

    state: str
    """loading: ask again; failed: `error` says why; loaded."""
    error: str | None
    objects: list[AgentObject]
    total: int
    """Instances of the agent altogether."""
    next: str | None
    """What to give as `after` for those that follow; None at the end."""


class Ask(Protocol):
    """Sends a command, made with its number, to the running worker; None where there is no answer."""

    def __call__(self, command: Callable[[int], Message]) -> Awaitable[object | None]:
        """Waits a short time at most."""


class ObjectTable:
    """The objects of all agents."""

    def __init__(self, names: NameSource, ask: Ask, overrides: OverridesKeeper) -> None:
        self._names = names
        self._ask = ask
        self._overrides = overrides

    async def page(self, agent_id: str, search: str = "", after: str = "", limit: int = 100) -> AgentObjects:
        """Instances behind `after` whose name or number has the words of a search, or lies below it.

        Raises InvalidInput, SimulatorNotRunning.
        """
        at = Oid(after).contents if after else b""
        below = subtree_of(search, self._names.names, self._names.library)
        words = search.casefold().split() if below is None else []
        found: list[AgentObject] = []
        scanned = 0
        while True:
            wanted = SCANNED_AT_ONCE if words else limit - len(found)
            read = await self._read(ReadObjects(0, agent_id, at, below or b"", wanted))
            is_more = read.is_more
            for row in read.rows:
                if len(found) >= limit:
                    is_more = True
                    break
                at = row[0]
                if _has_words(self._names.names, at, words):
                    found.append(self._shown(agent_id, row))
            scanned += len(read.rows)
            if not is_more or not read.rows or len(found) >= limit or scanned >= MAX_SCANNED:
                following = oid_text(at) if is_more and read.rows else None
                return AgentObjects(str(read.state), read.error, found, read.total, following)

    async def read_behind(self, agent_id: str, at: bytes) -> ObjectsRead:
        """Some instances behind an OID's contents octets as the worker tells them. Raises SimulatorNotRunning."""
        return await self._read(ReadObjects(0, agent_id, at, b"", SCANNED_AT_ONCE))

    async def one(self, agent_id: str, oid: Oid) -> AgentObject:
        """One instance. Raises SimulatorNotRunning, NoSuchObject."""
        read = await self._read(ReadObjects(0, agent_id, names=[oid.contents]))
        if not read.rows:
            raise NoSuchObject(str(oid))
        return self._shown(agent_id, read.rows[0])

    async def set(self, agent_id: str, key: str, value: Any) -> AgentObject:
        """Overrides one instance, checked by its MIB, from now on.

        Raises InvalidInput, OverridesRefused, SimulatorNotRunning, NoSuchObject, StoreUnavailable.
        """
        oid = MibVocabulary(self._names.names).instance_of(key)
        await self._read(ReadObjects(0, agent_id, names=[oid.contents]))  # nothing is saved that cannot be shown
        await self._overrides.save_one(agent_id, oid, value)
        return await self.one(agent_id, oid)

    async def release(self, agent_id: str, key: str) -> OverridesSaved:
        """Overrides an instance no longer. Raises InvalidInput, StoreUnavailable."""
        return await self._overrides.save_one(agent_id, MibVocabulary(self._names.names).instance_of(key), None)

    async def held(self, agent_id: str, names: Sequence[bytes]) -> Holder:
        """What an agent holds at some instances now; nothing where that cannot be known."""
        try:
            read = await self._read(ReadObjects(0, agent_id, names=list(names)))
        except SimulatorNotRunning:
            return NothingHeld()
        return _Held({name: Value(tag, contents) for name, tag, contents, _ in read.rows})

    async def _read(self, command: ReadObjects) -> ObjectsRead:
        answer = await self._ask(lambda sequence: msgspec.structs.replace(command, sequence=sequence))
        if not isinstance(answer, ObjectsRead):
            raise SimulatorNotRunning
        return answer

    def _shown(self, agent_id: str, row: ObjectRow) -> AgentObject:
        name, tag, contents, mark = row
        names = self._names.names
        known = names.name_of(name)
        node = known.node if known is not None and isinstance(known.node, ObjectNode) else None
        can_be_set = tag not in _NEVER_SET if node is None else node.access in _WRITABLE
        shown = show_varbind(VarBind(name, tag, contents), names)
        return AgentObject(
            **msgspec.structs.asdict(shown),
            writable=can_be_set and not mark & ObjectMark.COMPUTED,
            overridden=name in self._overrides.instances(agent_id),
            moving=bool(mark & ObjectMark.MOVING),
            set_by_manager=bool(mark & ObjectMark.SET),
            syntax="" if node is None else node.type.name or str(node.type.base),
            base=shown.type if node is None else str(node.type.base),
            hint="" if node is None else node.type.display_hint,
            labels={} if node is None else dict(node.type.labels),
        )


class _Held:
    """Values that were read a moment ago."""

    def __init__(self, values: dict[bytes, Value]) -> None:
        self._values = values

    def find_value(self, name: bytes, now: float) -> Value | None:
        del now
        return self._values.get(name)


def _has_words(names: Names, oid_contents: bytes, words: Sequence[str]) -> bool:
    """True when the name of an instance has all the words in it."""
    if not words:
        return True
    text = names.text_of(oid_contents).casefold()
    return all(word in text for word in words)
