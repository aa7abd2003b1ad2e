"""The simulated agents that people make: created, listed, changed and deleted while the simulator answers.

Owns the set of them, conflicts between them, and the sockets of those that have an address of their own: bound here, so
that a port in use is said in the reply, handed to the worker, and kept while workers come and go. Recordings of the
folder and the default device are listed with them. What one may say about an agent is `agent_documents`.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec
import structlog

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.library.library import Library, LibraryUnavailable
from trishul.services.credentials.credentials import ChangedMeanwhile, NameTaken
from trishul.services.mibs.name_source import NameSource, Numeric
from trishul.services.simulator.agent_book import AgentBook
from trishul.services.simulator.agent_documents import (
    FROM_FILES,
    AgentDocument,
    parse_listen,
    read_agent,
    recording_path,
    spec_of,
)
from trishul.services.simulator.agent_records import DEFAULT_AGENT_ID, AgentPage, AgentRecord, made_record, other_record
from trishul.services.simulator.live_sources import LiveSources
from trishul.services.worker_lifecycle import bind_both
from trishul.store.database import Database
from trishul.store.simulated_agents import AgentRow, add_agent, delete_agent, load_agents, replace_agent
from trishul.workers.agent_messages import AgentSpec, DeviceSummary
from trishul.workers.recordings_folder import id_of_recording, index_folder

MAX_AGENTS = 5000

_log = structlog.get_logger(__name__)


class NoSuchAgent(TrishulError):
    """There is no agent of this ID to look at or to change."""

    code = "no_such_agent"


class AgentConflict(TrishulError):
    """Another agent answers to the same; the sentence names it."""

    code = "agent_conflict"

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class UnknownModule(InvalidInput):
    """An agent was to be made from a module that is not in the MIB library, or has no objects."""

    code = "unknown_module"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, field="source.modules")


class AgentHost(Protocol):
    """The simulator as its agents see it."""

    @property
    def is_up(self) -> bool:
        """True from a start to a stop."""

    @property
    def book(self) -> AgentBook:
        """What the worker serves."""

    @property
    def default_community(self) -> str:
        """Of the default device."""

    async def put_agent(self, spec: AgentSpec, sockets: tuple[socket.socket, ...]) -> None:
        """Has the worker serve an agent; waits until it does."""

    async def remove_agent(self, agent_id: str) -> None:
        """Has the worker serve an agent no longer; waits until it has stopped."""

    async def forget_agent(self, agent_id: str) -> None:
        """As `remove_agent`, for one that does not come back: nothing that was kept for it is kept any more."""

    async def rescan(self) -> None:
        """Has the worker look at the folder of recordings; waits until it has."""


@dataclass(frozen=True, slots=True)
class _Made:
    row: AgentRow
    document: AgentDocument


class SimulatedAgents:
    """All agents; open it before use."""

    def __init__(self, database: Database, folder: Path, host: AgentHost, names: NameSource | None = None) -> None:
        self._names = names or Numeric()
        self.live = LiveSources(folder)
        self._database = database
        self._folder = folder
        self._host = host
        self._made: dict[str, _Made] = {}
        self._sockets: dict[str, tuple[socket.socket, ...]] = {}
        self._errors: dict[str, str] = {}
        """Why an agent that should be served is not."""
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Loads what was saved."""
        async with self._database.read() as connection:
            rows = await load_agents(connection)
        for row in rows:
            try:
                self._made[row.id] = _Made(row, read_agent(msgspec.json.decode(row.document)))
            except (InvalidInput, msgspec.DecodeError) as error:
                _log.warning("a saved agent is not usable and is left out", agent=row.id, reason=str(error))

    def bind_all(self) -> None:
        """Binds every address of an agent's own before a worker starts; one that cannot be had costs its agent only."""
        self._errors.clear()
        for agent_id, made in self._made.items():
            if made.document.enabled and agent_id not in self._sockets:
                try:
                    self._sockets[agent_id] = _bind(made.document)
                except TrishulError as error:
                    self._errors[agent_id] = str(error)

    def release_all(self) -> None:
        """Closes every address of an agent's own."""
        for agent_id in [*self._sockets]:
            self._release(agent_id)

    @contextmanager
    def released_on_failure(self, is_stopped: Callable[[], bool]) -> Iterator[None]:
        """Closes the addresses again when a start fails and nothing runs that serves them."""
        try:
            yield
        except BaseException:  # a start that is cancelled, too, must leave no address bound that nobody serves
            if is_stopped():
                self.release_all()
            raise

    def for_worker(self) -> tuple[list[AgentSpec], tuple[socket.socket, ...]]:
        """What a worker is configured with, and the sockets beside it in the same order."""
        served = [agent_id for agent_id in self._made if self._is_served(agent_id)]
        specs = [self._spec(agent_id) for agent_id in served]
        return specs, tuple(each for agent_id in served for each in self._sockets.get(agent_id, ()))

    def made(self) -> dict[str, DeviceSummary]:
        """Those that were made, whether anybody serves them or not, by their IDs."""
        return {
            agent_id: DeviceSummary(made.document.addresses.community, made.row.name, "", 0, agent_id)
            for agent_id, made in self._made.items()
        }

    async def page(self, offset: int, limit: int, text: str = "") -> AgentPage:
        """Agents in the order of their names, the default device first; `text` is looked for in what they say."""
        words = text.casefold()
        records = [record for record in await self._records() if words in record.search_text]
        return AgentPage(records[offset : offset + limit], len(records))

    async def record(self, agent_id: str) -> AgentRecord:
        """One agent. Raises NoSuchAgent."""
        for record in await self._records():
            if record.id == agent_id:
                return record
        raise NoSuchAgent("There is no such agent")

    async def check_known(self, agent_id: str) -> None:
        """Raises NoSuchAgent where there is none of this ID."""
        if agent_id not in {DEFAULT_AGENT_ID, *self._made} and agent_id not in self._host.book.agents:
            await self.record(agent_id)

    async def create(self, data: Any) -> AgentRecord:
        """Saves an agent and serves it at once. Raises InvalidInput, NameTaken, AgentConflict, and as binding does."""
        document = self.live.checked(read_agent(data))
        async with self._turn:
            if len(self._made) >= MAX_AGENTS:
                raise LimitReached("simulated agents", MAX_AGENTS)
            agent_id = secrets.token_hex(8)
            await self._check(agent_id, document)
            sockets = self._bind_if_running(document)
            now = time.time()
            made = _Made(AgentRow(agent_id, document.name, _text(document), 1, now, now), document)
            try:
                async with self._database.write() as connection:
                    await add_agent(connection, made.row)
            except BaseException:  # also when cancelled: no address of an agent that is not there stays bound
                _close(sockets)
                raise
            await self._use(made, sockets)
        return await self.record(agent_id)

    async def update(self, agent_id: str, changes: Any, revision: int | None = None) -> AgentRecord:
        """Changes what is given and leaves the rest; all other agents do not notice.

        Raises NoSuchAgent, ChangedMeanwhile and as `create`.
        """
        async with self._turn:
            before = self._get(agent_id)
            if revision is not None and revision != before.row.revision:
                raise ChangedMeanwhile("Somebody else has changed the agent; look at it again")
            if not isinstance(changes, dict):
                raise InvalidInput("Changes are an object with the fields that change")
            document = self.live.checked(read_agent(msgspec.to_builtins(before.document) | changes))
            await self._check(agent_id, document)
            stays = document.enabled and document.addresses.listen == before.document.addresses.listen
            kept = self._sockets.get(agent_id, ()) if stays else ()
            sockets = kept or self._bind_if_running(document)
            row = msgspec.structs.replace(
                before.row,
                name=document.name,
                document=_text(document),
                revision=before.row.revision + 1,
                updated_at=time.time(),
            )
            try:
                async with self._database.write() as connection:
                    await replace_agent(connection, row)
            except BaseException:  # also when cancelled: the agent stays at the address that it had
                if not kept:
                    _close(sockets)
                raise
            if not kept:
                self._release(agent_id)
            await self._use(_Made(row, document), sockets)
        return await self.record(agent_id)

    async def rescan(self) -> None:
        """Looks at the folder of recordings now, where the simulator runs."""
        await self._host.rescan()

    async def delete(self, agent_id: str, *, with_recording: bool = False) -> None:
        """Forgets an agent. One that is a file of the folder goes with its file, if that is meant.

        Raises NoSuchAgent, AgentConflict.
        """
        async with self._turn:
            if agent_id in self._made:
                async with self._database.write() as connection:
                    await delete_agent(connection, agent_id)
                del self._made[agent_id]
                self._errors.pop(agent_id, None)
                await self._host.forget_agent(agent_id)
                self._release(agent_id)
                return
            record = await self.record(agent_id)
            if record.origin != "folder" or not with_recording:
                reason = "It is a recording of the folder and goes with its file only: ask for that too"
                built_in = "The default device stays"
                raise AgentConflict(reason if record.origin == "folder" else built_in, "agent_id")
            await self._delete_file(record.source.path)

    async def delete_recording(self, path: str) -> None:
        """Deletes a file of the folder, and the agent that it makes. Raises InvalidInput, AgentConflict."""
        async with self._turn:
            recording_path(path, self._folder)
            await self._delete_file(path)

    async def _delete_file(self, path: str) -> None:
        for made in self._made.values():
            source = made.document.source
            if source.kind in FROM_FILES and source.path == path:
                raise AgentConflict(f"The agent {made.document.name} answers from this recording", "path")
        with suppress(FileNotFoundError):
            await asyncio.to_thread((self._folder / path).unlink)  # a link goes itself, not what it leads to
        await self._host.rescan()
        await self._host.forget_agent(id_of_recording(path))

    async def _records(self) -> list[AgentRecord]:
        book = self._host.book
        made = [
            made_record(one.row, one.document, book, self._errors.get(at), self.live.state_of(one.document))
            for at, one in self._made.items()
        ]
        others = [other_record(device, book) for device in await self._others()]
        made += [record for record in others if record.origin == "folder"]
        made.sort(key=lambda record: (record.name.casefold(), record.id))
        return [record for record in others if record.origin == "built in"] + made

    async def _others(self) -> list[DeviceSummary]:
        """The default device and the recordings of the folder, whether the simulator runs or not."""
        running = self._host.book.agents
        if running:
            return [device for at, device in running.items() if at not in self._made]
        taken = {made.document.addresses.community.encode() for made in self._made.values()}
        index = await asyncio.to_thread(index_folder, self._folder, taken=taken)
        return [
            DeviceSummary(spec.community.decode(errors="replace"), spec.name, spec.source, 0, spec.id)
            for spec in index.agents.values()
        ]

    async def _check(self, agent_id: str, document: AgentDocument) -> None:
        """Raises InvalidInput, NameTaken or AgentConflict where the agent cannot be beside the others."""
        if document.source.kind == "recording":
            recording_path(document.source.path, self._folder)
        if document.source.kind == "modules":
            _check_modules(document.source.modules, self._names.library)
        others = {at: made.document for at, made in self._made.items() if at != agent_id}
        if any(other.name == document.name for other in others.values()):
            raise NameTaken("Another agent has this name")
        for other in others.values():
            _check_beside(document, other)
        if document.addresses.listen:
            return
        community = document.addresses.community
        if community == self._host.default_community:
            raise AgentConflict("The default device answers to this community", "addresses.community")
        for device in await self._others():
            if community and device.community == community and device.source != document.source.path:
                raise AgentConflict(f"The recording {device.source} answers to this community", "addresses.community")

    def _bind_if_running(self, document: AgentDocument) -> tuple[socket.socket, ...]:
        return _bind(document) if self._host.is_up and document.enabled else ()

    async def _use(self, made: _Made, sockets: tuple[socket.socket, ...]) -> None:
        agent_id = made.row.id
        self._made[agent_id] = made
        self._errors.pop(agent_id, None)
        if sockets:
            self._sockets[agent_id] = sockets
        if self._is_served(agent_id):
            await self._host.put_agent(self._spec(agent_id), sockets)
        else:
            await self._host.remove_agent(agent_id)

    def _is_served(self, agent_id: str) -> bool:
        """True where it is to answer and has what it answers at."""
        document = self._made[agent_id].document
        return document.enabled and (not document.addresses.listen or agent_id in self._sockets)

    def _spec(self, agent_id: str) -> AgentSpec:
        return spec_of(agent_id, self._made[agent_id].document, self._folder, len(self._sockets.get(agent_id, ())))

    def _get(self, agent_id: str) -> _Made:
        made = self._made.get(agent_id)
        if made is None:
            raise NoSuchAgent("There is no agent of this ID that can be changed")
        return made

    def _release(self, agent_id: str) -> None:
        _close(self._sockets.pop(agent_id, ()))


def _check_modules(modules: Sequence[str], library: Library | None) -> None:
    """Raises UnknownModule, LibraryUnavailable where no agent can be made from them."""
    if library is None:
        raise LibraryUnavailable("it is being built")
    objects = 0
    for name in modules:
        module = library.find_module(name)
        if module is None:
            raise UnknownModule(f"There is no module {name[:80]!r} in the MIB library")
        objects += module.objects
    if not objects:
        raise UnknownModule(f"{', '.join(modules)[:200]}: no objects are defined there")


def _check_beside(document: AgentDocument, other: AgentDocument) -> None:
    """Raises AgentConflict when two agents would answer to the same."""
    for field in _asked_by(document):
        mine, theirs = getattr(document.addresses, field), getattr(other.addresses, field)
        if mine and mine == theirs and (field == "listen" or field in _asked_by(other)):
            word = "address" if field == "listen" else field
            raise AgentConflict(f"The agent {other.name} has this {word} already", f"addresses.{field}")


def _asked_by(document: AgentDocument) -> Iterator[str]:
    """What tells an agent from others: its address, or what is asked for on the shared port."""
    yield from ("listen",) if document.addresses.listen else ("community", "context", "user")


def _bind(document: AgentDocument) -> tuple[socket.socket, ...]:
    """The sockets of an agent's own address, none without one. Raises AddressInUse and its like."""
    if not document.addresses.listen:
        return ()
    return bind_both(*parse_listen(document.addresses.listen))[0]


def _close(sockets: tuple[socket.socket, ...]) -> None:
    for each in sockets:
        each.close()


def _text(document: AgentDocument) -> str:
    return msgspec.json.encode(document).decode()
