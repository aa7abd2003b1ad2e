"""Overrides of all agents, the default device among them: kept, given to the worker, and read again with other MIBs.

Owns that memory. What an agent's overrides mean is `overrides`; what a device makes of them is
`simulation.override_layer`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import msgspec
import structlog

from trishul.datatypes.oid import Oid
from trishul.library.names import Names
from trishul.services.simulator.agent_records import DEFAULT_AGENT_ID
from trishul.services.simulator.overrides import (
    MeantOverrides,
    NothingHeld,
    OverridesDocument,
    OverrideValue,
    check_again,
    check_overrides,
    read_overrides,
    untyped_instances,
)
from trishul.services.simulator.status import OverridesSaved
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.simulation.overrides import Holder
from trishul.store.agent_overrides import OverridesRow, delete_overrides, load_overrides, save_overrides
from trishul.store.database import Database
from trishul.workers.agent_messages import OverridesOfAgent

_log = structlog.get_logger(__name__)


class AgentOverrides(msgspec.Struct, frozen=True):
    """The overrides of an agent as they were saved."""

    agent: str
    overrides: dict[str, OverrideValue]
    """Values by instance."""
    hidden: list[str]
    """Names or OIDs at and below which nothing else is shown."""
    warnings: list[str]
    """What is not understood any more, a sentence each."""


class _Saved(NamedTuple):
    document: OverridesDocument
    meant: MeantOverrides
    instances: frozenset[bytes]
    """OID contents octets of what is overridden."""


_NOTHING = _Saved(OverridesDocument(), MeantOverrides(), frozenset())


class OverridesKeeper:
    """Overrides by agent ID; open it before use."""

    def __init__(
        self,
        database: Database,
        names: Callable[[], Names],
        *,
        turn: asyncio.Lock,
        apply: Callable[[OverridesOfAgent], Awaitable[bool]],
        find_held: Callable[[str, Sequence[bytes]], Awaitable[Holder]],
        on_saved: Callable[[OverridesOfAgent], None],
    ) -> None:
        """`turn` is held while the simulator starts or stops.

        `apply` gives overrides to the running worker and says whether it has taken them, `find_held` gives what an
        agent holds at some instances now, `on_saved` hears of new overrides that count from now on.
        """
        self._database = database
        self._names = names
        self._turn = turn
        self._apply = apply
        self._find_held = find_held
        self._on_saved = on_saved
        self._saved: dict[str, _Saved] = {}
        self._changing = asyncio.Lock()

    @cached_property
    def _demo(self) -> Device:
        """Made when something asks about it first, since most starts need nothing of it."""
        return demo_switch()

    async def open(self) -> None:
        """Loads what was saved."""
        async with self._database.read() as connection:
            rows = await load_overrides(connection)
        for row in rows:
            try:
                document = msgspec.json.decode(row.given, type=OverridesDocument)
                before = msgspec.json.decode(row.meant, type=MeantOverrides)
            except msgspec.MsgspecError as error:
                _log.warning("saved overrides are not usable and are left out", agent=row.agent, reason=str(error))
                continue
            meant = check_again(self._known_to(row.agent), document, self._names(), before)
            self._saved[row.agent] = _saved(document, meant)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Of the default device."""
        return self._of(DEFAULT_AGENT_ID).meant.warnings

    def of(self, agent_id: str) -> AgentOverrides:
        """An agent's, as they were saved."""
        document, meant, _ = self._of(agent_id)
        return AgentOverrides(agent_id, document.overrides, document.hidden, list(meant.warnings))

    def instances(self, agent_id: str) -> frozenset[bytes]:
        """OID contents octets of what is overridden at an agent."""
        return self._of(agent_id).instances

    def for_worker(self) -> list[OverridesOfAgent]:
        """What the next worker is configured with."""
        return [saved.meant.for_worker(agent_id) for agent_id, saved in self._saved.items()]

    async def save(self, agent_id: str, data: Any) -> OverridesSaved:
        """Checks, saves and applies all overrides of an agent, replacing those before.

        Raises InvalidInput, OverridesRefused, StoreUnavailable.
        """
        document = read_overrides(data)
        async with self._changing:
            return await self._save(agent_id, document)

    async def save_values(self, agent_id: str, values: dict[str, Any]) -> OverridesSaved:
        """As `save`; what is hidden stays hidden."""
        async with self._changing:
            return await self._save(agent_id, OverridesDocument(values, self._of(agent_id).document.hidden))

    async def save_one(self, agent_id: str, oid: Oid, value: Any) -> OverridesSaved:
        """Overrides one instance, or with None no longer; all others stay as they are. Raises as `save`."""
        async with self._changing:
            document, meant, _ = self._of(agent_id)
            values = {
                key: what for key, what in document.overrides.items() if meant.by_key.get(key, ("",))[0] != str(oid)
            }
            if value is not None:
                values[self._key_of(oid)] = value
            return await self._save(agent_id, OverridesDocument(values, document.hidden))

    async def drop(self, agent_id: str) -> None:
        """Forgets those of an agent that does not come back. Raises StoreUnavailable."""
        async with self._changing:
            if self._saved.pop(agent_id, None) is not None:
                async with self._database.write() as connection:
                    await delete_overrides(connection, agent_id)
                await self._apply(OverridesOfAgent(agent_id))

    async def check_again(self) -> bool:
        """Reads all again after the MIBs changed; True when there is something else to be told about them.

        Raises StoreUnavailable.
        """
        async with self._changing:
            has_news = False
            for agent_id, (document, before, _) in list(self._saved.items()):
                meant = check_again(self._known_to(agent_id), document, self._names(), before)
                has_news |= meant.warnings != before.warnings
                self._saved[agent_id] = _saved(document, meant)
                if (meant.by_key, meant.hidden) != (before.by_key, before.hidden):
                    async with self._turn:
                        await self._store(agent_id, document, meant)
                        await self._apply(meant.for_worker(agent_id))
            return has_news

    async def _save(self, agent_id: str, document: OverridesDocument) -> OverridesSaved:
        names = self._names()
        holder: Holder = self._known_to(agent_id)
        if agent_id != DEFAULT_AGENT_ID and (untyped := untyped_instances(document.overrides, names)):
            holder = await self._find_held(agent_id, untyped)
        meant = check_overrides(holder, document, names)
        async with self._turn:
            await self._store(agent_id, document, meant)
            self._saved[agent_id] = _saved(document, meant)
            told = meant.for_worker(agent_id)
            self._on_saved(told)
            return OverridesSaved("saved", len(meant.by_key), await self._apply(told))

    async def _store(self, agent_id: str, document: OverridesDocument, meant: MeantOverrides) -> None:
        row = OverridesRow(agent_id, _json_text(document), _json_text(msgspec.structs.replace(meant, warnings=())))
        async with self._database.write() as connection:
            await save_overrides(connection, row)

    def _of(self, agent_id: str) -> _Saved:
        return self._saved.get(agent_id, _NOTHING)

    def _known_to(self, agent_id: str) -> Holder:
        """What is known of an agent's values without asking it."""
        return self._demo if agent_id == DEFAULT_AGENT_ID else NothingHeld()

    def _key_of(self, oid: Oid) -> str:
        """A name that means this instance, else its number."""
        name = self._names().name_of(oid.contents)
        if name is None or not name.is_known or self._names().oid_of(str(name)) != oid:
            return str(oid)
        return str(name)


def _saved(document: OverridesDocument, meant: MeantOverrides) -> _Saved:
    return _Saved(document, meant, frozenset(Oid(oid).contents for oid, _, _ in meant.by_key.values()))


def _json_text(saved: object) -> str:
    return msgspec.json.encode(saved).decode()
