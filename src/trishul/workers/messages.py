"""Everything that the server and its workers say to each other, as tagged msgspec structs.

Commands are imperative (server to worker), events past tense (worker to server). Owns the vocabulary and the shape of a
notification on its way to the store; does not own how bytes travel (channel) or when things are said.

A notification crosses as a plain tuple in the order of `NotificationRow`: at 20,000 a second an object per row costs
more than the insert, and a tuple is what the database driver takes. The store puts the same names on its columns.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from trishul.engine.access import AccessTables
from trishul.workers.agent_commands import (
    AgentApplied,
    AgentRebooted,
    ApplyFaults,
    ApplyOverrides,
    ClockTold,
    FaultsApplied,
    FaultsObserved,
    JournalRead,
    ObjectsRead,
    OverridesApplied,
    PutAgent,
    ReadJournal,
    ReadObjects,
    RebootAgent,
    RemoveAgent,
    SetClock,
)
from trishul.workers.agent_messages import (
    ActivityEntry,
    AgentFigures,
    AgentSpec,
    DeviceSummary,
    FaultsOfAgent,
    OverridesOfAgent,
)
from trishul.workers.drop_facts import KeptDrop, LastDrop
from trishul.workers.message import Message
from trishul.workers.receiver_commands import InboxSpec, LimitReceiver, ReceiverAnswer, ReceiverOrder

NotificationRow: TypeAlias = tuple[
    int,  # received_at_ns: wall clock
    str,  # local_address "ip:port"
    str,  # peer_address "ip:port"
    int,  # version, wire number
    int,  # pdu_kind, wire tag
    str,  # trap_oid, dotted
    int | None,  # uptime, hundredths of a second
    str | None,  # agent_address of a v1 trap
    str | None,  # enterprise, dotted
    bytes,  # varbinds: contents of the encoded VarBindList
    bytes,  # raw datagram, community octets masked
    str,  # anomalies, JSON list
    int | None,  # security_level of SNMPv3, as msgFlags number it; so are all that follow
    str | None,  # user_name
    str | None,  # engine_id, hexadecimal: the authoritative engine
    str | None,  # context_engine_id, hexadecimal
    str | None,  # context_name
    str | None,  # inbox
]


class SnmpUser(msgspec.Struct, array_like=True, frozen=True):
    """An SNMPv3 user with secrets, for workers only; `workers.users` turns it into `UserCredentials` and back."""

    name: str
    level: int = 0
    """The highest level he is used at, as `SecurityLevel` numbers it."""
    auth_protocol: str = ""
    """Label of the protocol, such as `SHA-256`; empty for none."""
    auth_form: str = ""
    """What the secret is: `password`, `master` or `localized`."""
    auth_secret: bytes = b""
    priv_protocol: str = ""
    priv_form: str = ""
    priv_secret: bytes = b""
    engine_id: bytes = b""
    """The only engine he is believed at; empty for any."""

    def __repr__(self) -> str:
        return f"SnmpUser({self.name!r}, engine {self.engine_id.hex() or 'any'}, <hidden>)"


SetValue: TypeAlias = tuple[
    str,  # name of the device; empty for the default device
    bytes,  # OID contents octets
    bytes | None,  # the whole encoded binding; None for an instance that was destroyed
]


# --- commands: server -> worker


class ConfigureSimulator(Message):
    """First message to a simulator: what to serve on the inherited sockets."""

    recordings_dir: str
    default_community: bytes
    overrides: list[OverridesOfAgent]
    receive_buffer_bytes: int
    seed: int = 0
    library_index: str = ""
    """Where the MIB library's index is, or will be."""
    engine_directory: str = ""
    """Where the engine's ID and starts are kept; without one there is no SNMPv3."""
    own_engines: list[tuple[bytes, bytes]] = msgspec.field(default_factory=list)
    """Context names of devices, and the engine IDs that they have besides."""
    users: list[SnmpUser] = msgspec.field(default_factory=list)
    communities: list[bytes] = msgspec.field(default_factory=list)
    """Further communities of the default device."""
    access: AccessTables | None = None
    """Who sees what; None: who is known sees everything."""
    rate_per_source: float = 0
    """Messages a second that are taken from one host, 0 for any number."""
    agents: list[AgentSpec] = msgspec.field(default_factory=list)
    """Beside the default device and the folder; their own sockets are the last ones, in the same order."""

    set_values: list[SetValue] = msgspec.field(default_factory=list)
    """What managers had set on earlier devices."""
    faults: list[FaultsOfAgent] = msgspec.field(default_factory=list)
    """Of agents that go wrong on purpose."""
    clock_speeds: dict[str, float] = msgspec.field(default_factory=dict)
    """Of agents whose time does not pass as ours does."""

    def __repr__(self) -> str:
        return f"ConfigureSimulator(recordings_dir={self.recordings_dir!r}, users={self.users!r}, <hidden>)"


class ConfigureReceiver(Message):
    """First message to a receiver. `communities` None accepts every community."""

    communities: list[bytes] | None
    receive_buffer_bytes: int
    max_waiting_rows: int
    max_waiting_bytes: int
    max_unstored_bytes: int
    users: list[SnmpUser] = msgspec.field(default_factory=list)
    engine_directory: str = ""
    """Where the engine's ID and starts are kept; without one there are no informs of SNMPv3."""
    limits: LimitReceiver = msgspec.field(default_factory=LimitReceiver)
    spool_directory: str = ""
    """Where informs are made safe before they are acknowledged; without one they are not."""
    is_spool_synced: bool = False
    inboxes: list[InboxSpec] = msgspec.field(default_factory=list)

    def __repr__(self) -> str:
        return f"ConfigureReceiver(communities=<hidden>, users={self.users!r})"


class AcceptSenders(Message):
    """Takes notifications of exactly these from now on. Who was told before and is the same keeps what was learned.

    Of users whose names are `renewed` it is forgotten. Answered by `SendersAccepted`.
    """

    communities: list[bytes] | None
    users: list[SnmpUser]
    renewed: list[str] = msgspec.field(default_factory=list)

    def __repr__(self) -> str:
        return f"AcceptSenders(communities=<hidden>, users={self.users!r})"


class ForgetEngines(Message):
    """Forget the clock of a sending engine, of all when empty; answered by `EnginesForgotten`."""

    token: int
    engine_id: bytes = b""


class RestoreSetValues(Message):
    """Brings back what was set while this worker took its predecessor's place; answered by `SetValuesRestored`."""

    sequence: int
    values: list[SetValue]


class ForgetSetValues(Message):
    """Takes back what managers have set on all devices; answered by `SetValuesForgotten`."""


class ServeAskers(Message):
    """Serves exactly these users, and the default device under these further communities; said by `AskersServed`."""

    users: list[SnmpUser]
    communities: list[bytes]

    def __repr__(self) -> str:
        return f"ServeAskers(users={self.users!r}, communities=<hidden>)"


class ApplyAccess(Message):
    """Replaces the access control and the engines that devices have besides; answered by `AccessApplied`."""

    sequence: int
    access: AccessTables | None
    own_engines: list[tuple[bytes, bytes]]


class RescanRecordings(Message):
    """Look at the folder of recordings now; answered by `RecordingsRescanned` after what was found."""

    sequence: int


class LibraryChanged(Message):
    """The MIB library has another index: look-ups use it from now on."""


class ConfirmStored(Message):
    """All batches up to this sequence number have left the server's queue: more may be sent.

    They are committed or were deleted; where `is_taken` is false the queue had no room for the last of them.
    """

    sequence: int
    is_taken: bool = True


class ForgetWaiting(Message):
    """Drop every notification that waits to be sent; answered by `WaitingForgotten` after the last one before it."""

    token: int


class ReadDropped(Message):
    """Tell the datagrams that are kept of a drop reason; answered by `DroppedRead`."""

    token: int
    reason: str


class ForgetDropped(Message):
    """Keep no dropped datagram of a reason any more, of any where it is empty; answered by an empty `DroppedRead`."""

    token: int
    reason: str


class Stop(Message):
    """Send what waits, close and end."""


SimulatorCommand: TypeAlias = (
    ConfigureSimulator
    | ServeAskers
    | ApplyAccess
    | ApplyOverrides
    | RestoreSetValues
    | ForgetSetValues
    | ApplyFaults
    | PutAgent
    | RemoveAgent
    | ReadObjects
    | ReadJournal
    | SetClock
    | RebootAgent
    | RescanRecordings
    | LibraryChanged
    | ReadDropped
    | ForgetDropped
    | Stop
)
ReceiverCommand: TypeAlias = (
    ConfigureReceiver
    | AcceptSenders
    | ForgetEngines
    | ConfirmStored
    | ForgetWaiting
    | ReceiverOrder
    | ReadDropped
    | ForgetDropped
    | Stop
)
Command: TypeAlias = SimulatorCommand | ReceiverCommand


# --- events: worker -> server


class AgentsFound(Message):
    """The folder of recordings has changed: agents that came, IDs of those that went, and what is wrong now."""

    added: list[DeviceSummary]
    removed: list[str]
    warnings: list[str]


class AgentsObserved(Message):
    """Figures of agents that are others than before, at most once a second."""

    figures: list[AgentFigures]


class RecordingsRescanned(Message):
    """Answer to `RescanRecordings`."""

    sequence: int


class Loading(Message):
    """Sign of life while a start takes long."""

    name: str


class Ready(Message):
    """The loop runs and the sockets are served."""

    granted_buffer_bytes: int = 0
    devices: list[DeviceSummary] = msgspec.field(default_factory=list)
    warnings: list[str] = msgspec.field(default_factory=list)


class Failed(Message):
    """The worker cannot do what it was configured for and ends."""

    code: str
    reason: str


class AskersServed(Message):
    """How many users are served from now on, and who cannot be."""

    users: int
    refused: list[RefusedUser]


class AccessApplied(Message):
    """Answer to `ApplyAccess`."""

    sequence: int


class ValuesSet(Message):
    """Managers have set these values; said before the manager is answered."""

    values: list[SetValue]


class SetValuesRestored(Message):
    """Answer to `RestoreSetValues`."""

    sequence: int


class SetValuesForgotten(Message):
    """Answer to `ForgetSetValues`: what is told later was set later."""


class DroppedRead(Message):
    """Answer to `ReadDropped` and `ForgetDropped`; with the token 0, all that is kept when a worker ends."""

    token: int
    drops: list[KeptDrop]


class SimulatorStatistics(Message):
    """Totals since the worker's start, at least once a second as a sign of life."""

    requests: int
    varbinds: int
    drops: dict[str, int]
    kernel_drops: int
    last_request_at: float | None
    connections: int = 0
    """Over TCP, now."""
    accepted_connections: int = 0
    datagrams: int = 0
    questions: int = 0
    """SNMPv3 messages that asked for an engine's ID or clock."""
    last_drops: list[LastDrop] = msgspec.field(default_factory=list)
    """Of the reasons that occurred since the report before."""


class ActivityObserved(Message):
    """Grouped simulator activity, at most four times a second; `left_out` groups did not fit."""

    entries: list[ActivityEntry]
    left_out: int = 0


class ReceiverStatistics(Message):
    """Totals since the worker's start, at least once a second as a sign of life."""

    received: int
    drops: dict[str, int]
    kernel_drops: int
    waiting_rows: int
    connections: int = 0
    """Over TCP, now."""
    accepted_connections: int = 0
    datagrams: int = 0
    questions: int = 0
    last_drops: list[LastDrop] = msgspec.field(default_factory=list)
    folded: int = 0
    """Traps that have no row of their own because they equal others."""
    reopened: int = 0
    """Traps that were dropped and are taken since their user is known."""


class NotificationsReceived(Message):
    """A batch of rows in order of arrival."""

    sequence: int
    size_bytes: int
    rows: list[NotificationRow]


class TrapsFolded(Message):
    """Rows that stand for several equal traps each, and for how many."""

    rows: list[NotificationRow]
    repeats: list[int]


class RefusedUser(msgspec.Struct, array_like=True, frozen=True):
    """A user who cannot be used, and why, in words without secrets."""

    user: str
    reason: str


class EngineStarted(Message):
    """The worker's own engine, told once before it is ready. `warning`: why it is not the one that it was."""

    engine_id: bytes
    boots: int
    warning: str | None = None


class SendersAccepted(Message):
    """How many users are believed from now on, and who cannot be."""

    users: int
    refused: list[RefusedUser]


class EnginesForgotten(Message):
    """Answer to `ForgetEngines`: so many engines had been known."""

    token: int
    engines: int


class WaitingForgotten(Message):
    """Answer to `ForgetWaiting`: so many rows were dropped; every row sent later arrived later."""

    token: int
    rows: int


SimulatorEvent: TypeAlias = (
    Loading
    | Ready
    | Failed
    | EngineStarted
    | AskersServed
    | AccessApplied
    | OverridesApplied
    | ValuesSet
    | SetValuesRestored
    | SetValuesForgotten
    | AgentsFound
    | AgentsObserved
    | FaultsApplied
    | FaultsObserved
    | AgentApplied
    | ObjectsRead
    | AgentRebooted
    | ClockTold
    | JournalRead
    | RecordingsRescanned
    | SimulatorStatistics
    | ActivityObserved
    | DroppedRead
)
ReceiverEvent: TypeAlias = (
    Loading
    | Ready
    | Failed
    | ReceiverStatistics
    | NotificationsReceived
    | TrapsFolded
    | EngineStarted
    | SendersAccepted
    | EnginesForgotten
    | WaitingForgotten
    | ReceiverAnswer
    | DroppedRead
)
Event: TypeAlias = SimulatorEvent | ReceiverEvent
