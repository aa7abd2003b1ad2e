"""Inboxes: isolated lists of notifications, made and thrown away, so that test runs share one server.

Owns the set of them, the sockets of those that have a port to themselves, their end by time, and the removal of what
they caught. Which notification is whose the worker decides when it comes (`workers.inboxes`), so that none is ever in
two of them. What was on its way when its inbox went is thrown away when it arrives (`arrivals`). Sockets are bound
here and handed to the running worker; while the receiver is stopped nobody listens, and a start binds them again.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec
import structlog

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.credentials.credentials import NameTaken
from trishul.services.credentials.secret_box import SealingKey
from trishul.services.events import NotificationsChanged, StatusChanged
from trishul.services.steady_clock import SteadyClock
from trishul.services.traps.inbox_documents import (
    InboxDocument,
    InboxOrder,
    TrapInbox,
    TrapInboxList,
    document_of,
    read_order,
)
from trishul.services.traps.list_changes import ListChanges
from trishul.services.worker_lifecycle import bind_both
from trishul.store.database import Database, StoreUnavailable
from trishul.store.notification_marks import delete_notifications
from trishul.store.notification_writer import NotificationWriter
from trishul.store.notifications import NewRow, StoredNotification, newest_id
from trishul.store.trap_inboxes import (
    InboxRow,
    add_inbox,
    count_caught,
    delete_inbox,
    list_caught,
    load_inboxes,
)
from trishul.transport.addresses import address_text
from trishul.workers.message import Message
from trishul.workers.receiver_commands import CloseInbox, InboxSpec, OpenInbox

MAX_INBOXES = 100
MAX_GONE = 1_000
"""Names of inboxes that went, by which late notifications are known."""
ROWS_PER_STEP = 500
_RETRY_S = 5.0
_INBOX_AT = StoredNotification._fields.index("inbox") - 1
"""Its place in a row that has no id yet."""

_log = structlog.get_logger(__name__)


class NoSuchInbox(TrishulError):
    """No inbox has this name."""

    code = "no_such_inbox"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no inbox {name[:64]!r}, or it went meanwhile")


class SecretKeeper(Protocol):
    """Seals what is at rest."""

    async def find_key(self) -> SealingKey | None:
        """None where there is none to be had."""

    async def key_to_seal_with(self) -> SealingKey:
        """Made where there may be one. Raises KeyUnavailable."""


class Apply(Protocol):
    """Has the running worker take a command, and sockets beside it."""

    def __call__(self, command: Callable[[int], Message], sockets: tuple[socket.socket, ...] = ()) -> Awaitable[bool]:
        """True when it holds."""


class InboxHost(NamedTuple):
    """The receiver."""

    address: Callable[[], str]
    """Of this host, at which the receiver listens."""
    is_up: Callable[[], bool]
    """From a start to a stop, whatever becomes of the worker meanwhile."""
    apply: Apply
    reconfigure: Callable[[], None]
    """Tells what a worker is started with that follows after a crash."""


class _Inbox(NamedTuple):
    document: InboxDocument
    community: bytes | None


class TrapInboxes:
    """All inboxes; open it before the receiver is started."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        writer: NotificationWriter,
        secrets: SecretKeeper | None,
        host: InboxHost,
        changes: ListChanges,
    ) -> None:
        self.gone: dict[str, None] = {}
        """Names of those that went, the newest last."""
        self._database = database
        self._bus = bus
        self._writer = writer
        self._secrets = secrets
        self._host = host
        self._clock = SteadyClock()
        self._changes = changes
        self._inboxes: dict[str, _Inbox] = {}
        self._sockets: dict[str, tuple[socket.socket, ...]] = {}
        self._problems: dict[str, str] = {}
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Loads what was made; what expired meanwhile goes."""
        async with self._database.read() as connection:
            rows = await load_inboxes(connection)
        for row in rows:
            community = None
            if row.sealed is not None and self._secrets is not None:
                key = await self._secrets.find_key()
                community = None if key is None else key.unseal(row.sealed, row.name.encode())
                if community is None:
                    self._problems[row.name] = "Its community cannot be opened. Make it anew."
            self._inboxes[row.name] = _Inbox(msgspec.json.decode(row.document, type=InboxDocument), community)
        self._task = run_in_background(self._expire(), "inboxes that expire")

    async def close(self) -> None:
        """Ends between two steps."""
        await end_background(self._task)
        self.release_all()

    def has(self, name: str) -> bool:
        """Whether there is one of this name."""
        return name in self._inboxes

    async def all(self) -> TrapInboxList:
        """All of them by name."""
        async with self._database.read() as connection:
            caught = await count_caught(connection)
        return TrapInboxList([self._record(name, caught.get(name, 0)) for name in sorted(self._inboxes)])

    async def get(self, name: str) -> TrapInbox:
        """One of them. Raises NoSuchInbox."""
        for inbox in (await self.all()).data:
            if inbox.name == name:
                return inbox
        raise NoSuchInbox(name)

    async def create(self, data: Any) -> TrapInbox:
        """A new one, which catches when this returns, if the receiver runs.

        Raises InvalidInput, NameTaken, LimitReached, KeyUnavailable, AddressInUse and its like.
        """
        order = read_order(data)
        async with self._turn:
            self._check_room(order)
            document, sockets = self._bound(document_of(order, self._clock()))
            try:
                community = None if order.community is None else order.community.encode()
                await self._save(order.name, document, community)
            except BaseException:  # also when cancelled: nothing stays bound
                _close(sockets)
                raise
            self.gone.pop(order.name, None)
            self._inboxes[order.name] = _Inbox(document, community)
            await self._serve(order.name, sockets)
        self._woken.set()
        self._bus.publish(StatusChanged("traps"))
        self._changes.tell("inboxes")
        return self._record(order.name, 0)

    async def delete(self, name: str) -> int:
        """Gives its port up and deletes what it caught; returns how many notifications. Raises NoSuchInbox."""
        async with self._turn:
            if name not in self._inboxes:
                raise NoSuchInbox(name)
            async with self._database.write() as connection:
                await delete_inbox(connection, name)
            del self._inboxes[name]
            self._problems.pop(name, None)
            self._note_gone(name)
            sockets = self._sockets.pop(name, ())
            self._host.reconfigure()
            await self._host.apply(lambda sequence: CloseInbox(sequence, name))
            _close(sockets)
            await self._writer.settled_so_far()
            deleted = await self._empty(name)
        self._bus.publish(NotificationsChanged(0, deleted))
        self._bus.publish(StatusChanged("traps"))
        self._changes.tell("inboxes")
        return deleted

    def note_stored(self, rows: Sequence[NewRow]) -> None:
        """Notifications were committed: some may have been caught."""
        if self._inboxes and any(row[_INBOX_AT] is not None for row in rows):
            self._changes.note("inboxes")

    def bind_all(self) -> tuple[socket.socket, ...]:
        """The receiver starts: binds the ports again; one that cannot be had says so in its inbox."""
        for name, inbox in self._inboxes.items():
            if inbox.document.port is not None and name not in self._sockets:
                try:
                    self._sockets[name] = bind_both(self._host.address(), inbox.document.port)[0]
                    self._problems.pop(name, None)
                except TrishulError as error:
                    self._problems[name] = str(error)
        return self.sockets

    def release_all(self) -> None:
        """The receiver has stopped."""
        for sockets in self._sockets.values():
            _close(sockets)
        self._sockets.clear()

    @property
    def sockets(self) -> tuple[socket.socket, ...]:
        """Of all ports, in the order of `specs`."""
        return tuple(each for name in self._inboxes for each in self._sockets.get(name, ()))

    def specs(self) -> list[InboxSpec]:
        """What a worker is configured with."""
        return [self._spec(name) for name in self._inboxes if name not in self._problems]

    def _check_room(self, order: InboxOrder) -> None:
        if len(self._inboxes) >= MAX_INBOXES:
            raise LimitReached("inboxes", MAX_INBOXES)
        if order.name in self._inboxes:
            raise NameTaken(f"There is an inbox {order.name!r} already")
        community = None if order.community is None else order.community.encode()
        for name, (document, known_community) in self._inboxes.items():
            for field in ("user", "tag"):
                if getattr(order, field) is not None and getattr(order, field) == getattr(document, field):
                    raise InvalidInput(f"The inbox {name!r} has this {field} already", field=field)
            if community is not None and community == known_community:
                raise InvalidInput(f"The inbox {name!r} has this community already", field="community")

    def _bound(self, document: InboxDocument) -> tuple[InboxDocument, tuple[socket.socket, ...]]:
        """With the port that was free, if one was asked for."""
        if document.port is None:
            return document, ()
        sockets = bind_both(self._host.address(), document.port)[0]
        return msgspec.structs.replace(document, port=sockets[0].getsockname()[1]), sockets

    async def _save(self, name: str, document: InboxDocument, community: bytes | None) -> None:
        sealed = None
        if community is not None:
            assert self._secrets is not None  # the workbench has one
            sealed = (await self._secrets.key_to_seal_with()).seal(community, name.encode())
        text = msgspec.json.encode(document).decode()
        async with self._database.write() as connection:
            after_id = await newest_id(connection)
            await add_inbox(connection, InboxRow(name, text, sealed, document.tag, after_id))

    async def _serve(self, name: str, sockets: tuple[socket.socket, ...]) -> None:
        """The running worker catches for it; where none runs nobody listens."""
        if not self._host.is_up():
            _close(sockets)
            return
        if sockets:
            self._sockets[name] = sockets
        self._host.reconfigure()
        await self._host.apply(lambda sequence: OpenInbox(sequence, self._spec(name)), sockets)

    def _note_gone(self, name: str) -> None:
        self.gone[name] = None
        while len(self.gone) > MAX_GONE:
            del self.gone[next(iter(self.gone))]

    async def _empty(self, name: str) -> int:
        deleted = 0
        while True:
            async with self._database.write() as connection:
                ids: Sequence[int] = await list_caught(connection, name, limit=ROWS_PER_STEP)
                number = await delete_notifications(connection, ids) if ids else 0
            self._writer.note_deleted(number)
            deleted += number
            if len(ids) < ROWS_PER_STEP:
                return deleted

    async def _expire(self) -> None:
        while True:
            self._woken.clear()
            pause_s: float | None = None
            for name, inbox in [*self._inboxes.items()]:
                if inbox.document.expires_at is None:
                    continue
                left_s = inbox.document.expires_at - self._clock()
                if left_s <= 0:
                    left_s = await self._end(name)
                pause_s = left_s if pause_s is None else min(pause_s, left_s)
            wake = asyncio.ensure_future(self._woken.wait())
            await asyncio.wait({wake}, timeout=pause_s)
            wake.cancel()

    async def _end(self, name: str) -> float:
        """Its time is over; in how many seconds to look again."""
        try:
            await self.delete(name)
        except StoreUnavailable as error:
            _log.warning("an inbox that expired cannot be deleted now, this is tried again", reason=error.reason)
        except NoSuchInbox:
            pass
        return _RETRY_S

    def _spec(self, name: str) -> InboxSpec:
        document, community = self._inboxes[name]
        return InboxSpec(name, len(self._sockets.get(name, ())), community, document.user, document.tag)

    def _record(self, name: str, count: int) -> TrapInbox:
        document = self._inboxes[name].document
        problem = self._problems.get(name, "")
        return TrapInbox(
            **msgspec.structs.asdict(document),
            name=name,
            query=f"inbox:{name}",
            address=None if document.port is None else address_text((self._host.address(), document.port)),
            is_open=self._host.is_up() and not problem,
            problem=problem,
            count=count,
        )


def _close(sockets: tuple[socket.socket, ...]) -> None:
    for each in sockets:
        each.close()
