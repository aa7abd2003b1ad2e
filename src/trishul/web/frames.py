"""The frames of `/api/ws` (contract §2): one struct per type, encoded once for all clients.

Owns their shape, which also becomes part of the OpenAPI document so that the user interface is typed from it. Does not
own when a frame is sent (`live`) nor the shape of a status or a record, which the services define.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from trishul.services.events import TrapList
from trishul.services.mibs.records import MibsStatus
from trishul.services.recordings.recorded_devices import RecordingJob
from trishul.services.simulator.log import SimulatorLogEntry
from trishul.services.simulator.status import SimulatorStatus
from trishul.services.statistics import AllStatistics
from trishul.services.traps.receiver_status import TrapsStatus
from trishul.services.traps.records import TrapRecord
from trishul.services.traps.runs import TrapRun


class QueryFault(Struct, frozen=True):
    """What is wrong with a query, and where."""

    detail: str
    column: int
    length: int
    expected: tuple[str, ...]


class FullStateFrame(Struct, tag_field="type", tag="full_state", frozen=True):
    """Everything, once after connect and again after a client missed something."""

    simulator: SimulatorStatus
    traps: TrapsStatus
    stats: AllStatistics
    mibs: MibsStatus


class StatusFrame(Struct, tag_field="type", tag="status", frozen=True):
    """Both services after a life-cycle change of either."""

    simulator: SimulatorStatus
    traps: TrapsStatus


class TrapFrame(Struct, tag_field="type", tag="trap", frozen=True):
    """A stored notification; `skipped` counts those before it that were stored and not pushed."""

    trap: TrapRecord
    skipped: int


class TrapsChangedFrame(Struct, tag_field="type", tag="traps_changed", frozen=True):
    """Stored notifications were marked or deleted."""

    marked: int
    deleted: int


class TrapsWatchedFrame(Struct, tag_field="type", tag="traps_watched", frozen=True):
    """To a client that watches a query: what was stored since it began, at most four times a second.

    `hidden` did not fit the query, `unjudged` came faster than they could be judged; the store has them all.
    """

    query: str
    matched: int = 0
    hidden: int = 0
    unjudged: int = 0
    error: QueryFault | None = None
    """The query cannot be meant: nothing is watched, and every notification is pushed as before."""


class StatsFrame(Struct, tag_field="type", tag="stats", frozen=True):
    """All counters."""

    data: AllStatistics


class MibsFrame(Struct, tag_field="type", tag="mibs", frozen=True):
    """The numbers of MIB modules."""

    mibs: MibsStatus


class MibsProgressFrame(Struct, tag_field="type", tag="mib_progress", frozen=True):
    """A job of the MIB library goes on: start, upload, delete, reload, fetch or check."""

    job: str
    phase: str
    done: int
    total: int
    module: str


class SimulatorLogFrame(Struct, tag_field="type", tag="simulator_log", frozen=True):
    """A group of requests that the simulator answered; `skipped` counts groups before it that were not pushed."""

    entry: SimulatorLogEntry
    skipped: int


class RecordProgressFrame(Struct, tag_field="type", tag="record_progress", frozen=True):
    """A recording of a live device goes on, a few times a second, or has ended."""

    job: RecordingJob


class TrapRunFrame(Struct, tag_field="type", tag="trap_run", frozen=True):
    """A run of notifications goes on, a few times a second, or has ended."""

    run: TrapRun


class OutboxFrame(Struct, tag_field="type", tag="outbox", frozen=True):
    """Destinations or the outbox of forwarded notifications changed: ask for what is shown."""


class TrapListFrame(Struct, tag_field="type", tag="trap_list", frozen=True):
    """Rules, inboxes or who sends changed, or what they count: ask for those that are shown.

    Counts come at most once a second.
    """

    what: TrapList


class WalksFrame(Struct, tag_field="type", tag="walks", frozen=True):
    """Saved targets, kept walks or jobs of the walker changed: ask for those that are shown."""

    what: Literal["targets", "kept", "jobs"]


class AccountFrame(Struct, tag_field="type", tag="account", frozen=True):
    """Whoever is logged in here has another name or role: ask who it is and what he may do."""


class MissedFrame(Struct, tag_field="type", tag="missed", frozen=True):
    """This client was too slow for so many frames; a `full_state` follows."""

    missed: int


Frame = (
    FullStateFrame
    | StatusFrame
    | TrapFrame
    | TrapsChangedFrame
    | TrapsWatchedFrame
    | StatsFrame
    | MibsFrame
    | MibsProgressFrame
    | SimulatorLogFrame
    | RecordProgressFrame
    | TrapRunFrame
    | OutboxFrame
    | TrapListFrame
    | WalksFrame
    | AccountFrame
    | MissedFrame
)
FRAME_TYPES: tuple[type[Struct], ...] = (
    FullStateFrame,
    StatusFrame,
    TrapFrame,
    TrapsChangedFrame,
    TrapsWatchedFrame,
    StatsFrame,
    MibsFrame,
    MibsProgressFrame,
    SimulatorLogFrame,
    RecordProgressFrame,
    TrapRunFrame,
    OutboxFrame,
    TrapListFrame,
    WalksFrame,
    AccountFrame,
    MissedFrame,
)

_encoder = msgspec.json.Encoder()


def encode_frame(frame: Frame) -> str:
    """The JSON text of a frame."""
    return _encoder.encode(frame).decode()
