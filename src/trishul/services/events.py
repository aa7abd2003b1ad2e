"""What the bus carries: past-tense facts, each small enough to be queued by the thousand.

Owns the vocabulary between services and their listeners. Does not own wire frames (`web.frames`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from trishul.store.notifications import NewRow, StoredNotification


class StatusChanged(Struct, frozen=True):
    """A service came up, went down, crashed or dropped something; listeners ask it for its status."""

    service: str


class CountersChanged(Struct, frozen=True):
    """At least one counter moved; announced at most four times a second."""


class NotificationsStored(Struct, frozen=True):
    """Notifications were committed: their rows as the writer had them; `first_id` is the number of the first."""

    first_id: int
    rows: Sequence[NewRow]

    @property
    def total(self) -> int:
        """How many there were."""
        return len(self.rows)

    def newest(self, count: int) -> list[StoredNotification]:
        """The last so many, oldest first, as the store has them."""
        start = max(0, self.total - count)
        return [StoredNotification(self.first_id + index, *self.rows[index]) for index in range(start, self.total)]


class NotificationsChanged(Struct, frozen=True):
    """Stored notifications were marked or deleted; lists look again."""

    marked: int
    deleted: int


class SimulatorActivity(Struct, frozen=True):
    """Grouped requests that the simulator answered."""

    entries: tuple[Any, ...]


class MibsChanged(Struct, frozen=True):
    """The set of loaded MIB modules changed."""


class MibsProgress(Struct, frozen=True):
    """A job of the MIB library goes on: so much of a phase is done; `module` is what is worked at."""

    job: str
    phase: str
    done: int
    total: int
    module: str


class RecordingProgressed(Struct, frozen=True):
    """A recording of a live device goes on or has ended; `job` says how far it is."""

    job: Any


class TrapRunProgressed(Struct, frozen=True):
    """A run of notifications goes on or has ended; `run` says how far it is."""

    run: Any


class OutboxChanged(Struct, frozen=True):
    """The outbox of forwarded notifications or its destinations changed; announced at most four times a second."""


TrapList: TypeAlias = Literal["rules", "inboxes", "sources"]


class TrapListChanged(Struct, frozen=True):
    """Rules, inboxes or who sends changed, or what they count; listeners ask for those that they show."""

    what: TrapList


class WalksChanged(Struct, frozen=True):
    """Saved targets, kept walks or jobs changed; listeners ask for those that they show."""

    what: Literal["targets", "kept", "jobs"]


class CredentialsChanged(Struct, frozen=True):
    """Saved credentials were added, changed, deleted, or can be opened again; listeners ask `Credentials` for them."""


class SessionsEnded(Struct, frozen=True):
    """These sessions are worth nothing any more; their sockets must close at once."""

    session_ids: tuple[str, ...]


class SessionsChanged(Struct, frozen=True):
    """The users of these sessions have another name or role now; both count already."""

    session_ids: tuple[str, ...]


Event: TypeAlias = (
    StatusChanged
    | CountersChanged
    | NotificationsStored
    | NotificationsChanged
    | SimulatorActivity
    | MibsChanged
    | MibsProgress
    | RecordingProgressed
    | TrapRunProgressed
    | OutboxChanged
    | TrapListChanged
    | WalksChanged
    | CredentialsChanged
    | SessionsEnded
    | SessionsChanged
)
