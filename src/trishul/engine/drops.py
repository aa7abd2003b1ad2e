"""Why a datagram was not answered, stored or used: the closed list of reasons, and the record of what fell to each.

Metrics, REST, pages and docs read the list; a datagram that is dropped without one of its names is a bug. `Drops` is
the one place where an engine says so: it counts, remembers the last one of each reason, and keeps the newest datagrams
for looking at, bounded in number and octets. Owns no sockets and no clock. Kept octets are masked whenever they are
read (`community_masks`), so that a flood costs no masking: the path of a drop is a few dictionary look-ups.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Flag, StrEnum, auto
from itertools import islice
from typing import NamedTuple, Self

from trishul.engine.addresses import Address
from trishul.engine.community_masks import mask_any
from trishul.errors import DecodeError
from trishul.protocol.message_v3 import is_v3, read_message_v3

MAX_KEPT = 16
"""Datagrams kept for each reason; with all reasons of a role together that is less than a megabyte."""
MAX_KEPT_OCTETS = 2048
"""Octets kept of each."""
MAX_UNBELIEVED = 128
"""Datagrams kept for each reason not to believe a user: one who is added later opens them. 16 can be looked at."""


class Role(Flag):
    """Who can drop something for a reason."""

    AGENT = auto()
    RECEIVER = auto()
    MANAGER = auto()


_LISTENERS = Role.AGENT | Role.RECEIVER
_EVERYBODY = _LISTENERS | Role.MANAGER


class DropReason(StrEnum):
    """Stable names of the drops, each with what people are told: a label, what it means, what to do about it."""

    MALFORMED = (
        "malformed", _EVERYBODY, "Bad BER",
        "The octets are no SNMP message: the reading stopped at the byte that is named.",
        "Look at the kept octets; a wrong port, a cut datagram or a faulty sender is usual.",
    )  # fmt: skip
    UNSUPPORTED_VERSION = (
        "unsupported_version", _EVERYBODY, "Unknown version",
        "The message names an SNMP version that is not served here.",
        "Set the sender to version 1 or 2c, or to version 3 where users are configured here.",
    )  # fmt: skip
    UNKNOWN_COMMUNITY = (
        "unknown_community", _EVERYBODY, "Unknown community",
        "The community is none of those accepted here.",
        "Compare the community of the sender with the one configured here; upper and lower case count.",
    )  # fmt: skip
    UNEXPECTED_PDU = (
        "unexpected_pdu", _EVERYBODY, "Unexpected PDU",
        "The message is readable, but its kind has no place here, such as a trap at an agent.",
        "Check the port: requests go to the agent, traps and informs to the receiver.",
    )  # fmt: skip
    TOO_LARGE = (
        "too_large", _EVERYBODY, "Too large",
        "The message, or every answer to it, is larger than what is taken here or by the sender.",
        "Ask for fewer objects at a time, or raise the largest message size of the sender.",
    )  # fmt: skip
    TOO_MANY_VARBINDS = (
        "too_many_varbinds", Role.RECEIVER, "Too many variables",
        "The notification has more variable bindings than are taken from one, so none of them was read.",
        "Raise the number in the receiver's policy, or let the sender say less at a time.",
    )  # fmt: skip
    RATE_LIMITED = (
        "rate_limited", _LISTENERS, "Above the rate",
        "The host sent more messages in a second than one host may, so this one was not even read.",
        "Calm the sender, or raise the rate: the receiver's policy, TRISHUL_SNMP_RATE_PER_SOURCE for the simulator.",
    )  # fmt: skip
    SOURCE_REFUSED = (
        "source_refused", Role.RECEIVER, "Source refused",
        "The host lies in none of the networks that notifications are taken from, so this one was not even read.",
        "Add its network to the receiver's policy, or leave the list there empty to take them from everywhere.",
    )  # fmt: skip
    VIEW_REFUSED = (
        "view_refused", Role.AGENT, "View refused",
        "The community is served, but the access control gives it no securityName and so no view.",
        "Name the community in the access configuration, or ask with one that stands there.",
    )  # fmt: skip
    QUEUE_FULL = (
        "queue_full", Role.RECEIVER, "Queue full",
        "Notifications came faster than they could be stored, and the queue was at its bound.",
        "Calm the senders or give the store a faster disk; informs are sent again by themselves.",
    )  # fmt: skip
    NOT_SAFE = (
        "not_safe", Role.RECEIVER, "Inform not safe",
        "The inform could not be kept in the data directory, so it was neither taken nor acknowledged.",
        "Look at the space and the rights of the data directory; informs are sent again by themselves.",
    )  # fmt: skip
    LOST_WITH_WORKER = (
        "lost_with_worker", Role.RECEIVER, "Lost with its process",
        "The receiver process or the server was killed while it held the notification; no acknowledged inform is here.",
        "Look for what ended the process: memory, limits of its container, or a fault that the log names.",
    )  # fmt: skip
    SEND_FAILED = (
        "send_failed", _LISTENERS, "Send failed",
        "The answer was made, but the system did not take it.",
        "Check routes and firewalls towards the source.",
    )  # fmt: skip
    FRAMING_LOST = (
        "framing_lost", _EVERYBODY, "Framing lost",
        "A TCP connection brought octets that begin no SNMP message, so it was closed.",
        "Check what connects to this port; SNMP over TCP has no other framing than its BER.",
    )  # fmt: skip
    INCOMPLETE_MESSAGE = (
        "incomplete_message", _EVERYBODY, "Incomplete message",
        "A TCP connection ended within a message.",
        "Look for timeouts and crashes of the peer.",
    )  # fmt: skip
    TOO_MANY_CONNECTIONS = (
        "too_many_connections", _LISTENERS, "Too many connections",
        "A new TCP connection came when all were taken, so the most silent one was closed.",
        "Let the peers close their connections, or use UDP.",
    )  # fmt: skip
    KERNEL = (
        "kernel", _LISTENERS, "Kernel buffer full",
        "Datagrams came faster than they were read, and the socket's buffer in the kernel had no room for more.",
        "Allow a larger buffer (net.core.rmem_max), or calm the senders.",
    )  # fmt: skip
    LATE_RESPONSE = (
        "late_response", Role.MANAGER, "Late response",
        "The answer came after its request had been given up.",
        "Raise the timeout for this device.",
    )  # fmt: skip
    DUPLICATE_RESPONSE = (
        "duplicate_response", Role.MANAGER, "Duplicate response",
        "The request had been answered before.",
        "Nothing, unless it is frequent: then a retry was sent too early, so raise the timeout.",
    )  # fmt: skip
    UNKNOWN_REQUEST = (
        "unknown_request", Role.MANAGER, "Unknown request",
        "The answer's request-id belongs to no request that was sent.",
        "Check whether the device changes request-ids, or something else sends to this port.",
    )  # fmt: skip
    FOREIGN_SOURCE = (
        "foreign_source", Role.MANAGER, "Foreign source",
        "The answer came from another address than the one that was asked.",
        "Ask the address that answers, or allow other sources for this device.",
    )  # fmt: skip
    UNEXPECTED_VERSION = (
        "unexpected_version", Role.MANAGER, "Unexpected version",
        "The answer has another SNMP version than its request.",
        "Ask the device with the version that it answers with.",
    )  # fmt: skip
    UNKNOWN_SECURITY_MODEL = (
        "unknown_security_model", _EVERYBODY, "Unknown security model",
        "The SNMPv3 message is not of the User-based Security Model.",
        "Set the sender to USM, which is security model 3.",
    )  # fmt: skip
    INVALID_MESSAGE = (
        "invalid_message", _EVERYBODY, "Invalid message",
        "The SNMPv3 message asks for privacy without authentication, which does not exist.",
        "Correct the security level of the sender.",
    )  # fmt: skip
    UNKNOWN_ENGINE = (
        "unknown_engine", _EVERYBODY, "Unknown engine",
        "The SNMPv3 message is for an engine ID that is not known here.",
        "Let the sender discover the engine ID, or give it the one shown here.",
    )  # fmt: skip
    UNKNOWN_USER = (
        "unknown_user", _EVERYBODY, "Unknown user",
        "The SNMPv3 user is not configured here for this engine.",
        "Add the user here, or correct the user name of the sender.",
    )  # fmt: skip
    UNSUPPORTED_LEVEL = (
        "unsupported_level", _EVERYBODY, "Unsupported level",
        "The user is known, but not with the security level of the message.",
        "Give user and sender the same level: noAuthNoPriv, authNoPriv or authPriv.",
    )  # fmt: skip
    WRONG_DIGEST = (
        "wrong_digest", _EVERYBODY, "Wrong digest",
        "The SNMPv3 message does not carry the digest of its user's key.",
        "Compare authentication protocol and password on both sides.",
    )  # fmt: skip
    NOT_IN_TIME_WINDOW = (
        "not_in_time_window", _EVERYBODY, "Not in time window",
        "Boots and time of the SNMPv3 message are more than 150 seconds away from those of the engine.",
        "Restart the sender. If a trap's sender was replaced, save its credential again; repeats may be replays.",
    )  # fmt: skip
    DECRYPTION_FAILED = (
        "decryption_failed", _EVERYBODY, "Decryption failed",
        "The SNMPv3 message is authentic, but its contents could not be decrypted.",
        "Compare privacy protocol and password on both sides.",
    )  # fmt: skip
    UNKNOWN_PDU_HANDLER = (
        "unknown_pdu_handler", _LISTENERS, "Unknown PDU handler",
        "Nothing here takes this kind of SNMPv3 PDU for the context engine ID in it.",
        "Leave the context engine ID to the sender's discovery, and check the port.",
    )  # fmt: skip
    UNKNOWN_CONTEXT = (
        "unknown_context", Role.AGENT, "Unknown context",
        "The SNMPv3 context name exists at no device here.",
        "Ask for one of the contexts that are served, or for none.",
    )  # fmt: skip
    WITHHELD = (
        "withheld", Role.AGENT, "Withheld on purpose",
        "The simulated device stays silent here: its recording or one of its faults says so.",
        "Nothing is wrong; change the recording, or take back the fault, if the device is to answer.",
    )  # fmt: skip
    TOO_MANY_DELAYED = (
        "too_many_delayed", Role.AGENT, "Too many delayed answers",
        "The answer was to be sent later, and as many as may be kept waited already.",
        "Ask the slow device less often, or let its recording wait shorter.",
    )  # fmt: skip
    DEVICE_NOT_LOADED = (
        "device_not_loaded", Role.AGENT, "Device not loaded",
        "The device is known, but its recording could not be read, or too many requests waited for it.",
        "Look at the findings of the device; check that its file can be read.",
    )  # fmt: skip

    roles: Role
    """Who can drop something for this reason."""
    label: str
    """A few words to show instead of the name."""
    explanation: str
    """What it means, one sentence."""
    advice: str
    """What to do about it, one sentence."""

    def __new__(cls, name: str, roles: Role, label: str, explanation: str, advice: str) -> Self:
        """A member is its name; the rest are attributes."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.roles = roles
        member.label = label
        member.explanation = explanation
        member.advice = advice
        return member

    @property
    def is_received(self) -> bool:
        """True where a message, or its beginning, came here and fell; not for answers, connections and the kernel's."""
        return self not in _NOT_RECEIVED

    @classmethod
    def of(cls, role: Role) -> list[DropReason]:
        """The reasons for which a role can drop something, in the order of the list."""
        return [reason for reason in cls if role in reason.roles]


_NOT_RECEIVED = frozenset(
    (DropReason.SEND_FAILED, DropReason.TOO_MANY_DELAYED, DropReason.TOO_MANY_CONNECTIONS, DropReason.KERNEL)
)
UNBELIEVED = frozenset(
    (DropReason.UNKNOWN_USER, DropReason.UNSUPPORTED_LEVEL, DropReason.WRONG_DIGEST, DropReason.DECRYPTION_FAILED)
)
"""What falls to these may be opened when another user, or another password, is known."""
REASONS: dict[str, DropReason] = {str(reason): reason for reason in DropReason}
"""The list by name."""


class DroppedDatagram(NamedTuple):
    """One drop; its octets are masked before anybody gets them."""

    octets: bytes
    """At most the first 2,048."""
    size: int
    """Octets of the whole datagram."""
    source: Address
    """Where it came from; where it was to go for what could not be sent."""
    at: float
    """On the engine's clock."""
    detail: str
    """What is wrong with this one, in words; never a secret."""
    fault_at: int | None
    """The byte at which the reading stopped; None where it did not stop."""


class Drops(dict[DropReason, int]):
    """How often each reason occurred, without those that never did; with the last drop and the newest datagrams."""

    __slots__ = ("_kept", "_last")

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[DropReason, tuple[bytes, int, Address, float, str, int | None]] = {}
        self._kept: dict[DropReason, deque[tuple[bytes, int, Address, float, str, int | None]]] = {}

    @property
    def received(self) -> int:
        """How many messages came and fell; what could not be sent is no such."""
        return sum(count for reason, count in self.items() if reason.is_received)

    def note(
        self,
        reason: DropReason,
        source: Address,
        data: bytes,
        now: float,
        detail: str = "",
        fault_at: int | None = None,
    ) -> None:
        """Counts one drop and keeps its datagram; `detail` must hold no secret."""
        self[reason] = self.get(reason, 0) + 1
        entry = (data[:MAX_KEPT_OCTETS], len(data), source, now, detail, fault_at)
        self._last[reason] = entry
        kept = self._kept.get(reason)
        if kept is None:
            kept = self._kept[reason] = deque(maxlen=MAX_UNBELIEVED if reason in UNBELIEVED else MAX_KEPT)
        kept.append(entry)

    def note_unreadable(self, reason: DropReason, source: Address, data: bytes, now: float, error: DecodeError) -> None:
        """The same for octets that could not be read, with the byte where that became certain."""
        if is_v3(data) and _has_readable_frame(data):
            self.note(reason, source, data, now, f"{error.reason}, at byte {error.offset} of the payload")
        else:
            self.note(reason, source, data, now, str(error), error.offset)

    def find_last(self, reason: DropReason) -> DroppedDatagram | None:
        """The last drop for a reason; it is remembered when the kept datagrams are not."""
        entry = self._last.get(reason)
        return None if entry is None else _masked(entry)

    def kept(self, reason: DropReason) -> list[DroppedDatagram]:
        """The newest datagrams that fell to a reason, newest first."""
        return [_masked(entry) for entry in islice(reversed(self._kept.get(reason, ())), MAX_KEPT)]

    def kept_count(self, reason: DropReason) -> int:
        """How many datagrams are kept of a reason."""
        return min(len(self._kept.get(reason, ())), MAX_KEPT)

    def take_back(self, reason: DropReason, is_taken: Callable[[bytes, Address, float], bool]) -> int:
        """Offers whole kept datagrams again, oldest first, with source and time; those that are taken are kept no more.

        Returns how many were taken. Counts stay: they had been dropped.
        """
        kept = self._kept.get(reason)
        if not kept:
            return 0
        left = [entry for entry in kept if entry[1] > len(entry[0]) or not is_taken(entry[0], entry[2], entry[3])]
        taken = len(kept) - len(left)
        kept.clear()
        kept.extend(left)
        return taken

    def forget_kept(self, reason: DropReason | None = None) -> None:
        """Empties the quarantine of a reason, or of all; counts and last drops stay."""
        if reason is None:
            self._kept.clear()
        else:
            self._kept.pop(reason, None)


def _has_readable_frame(data: bytes) -> bool:
    """True for SNMPv3 messages whose fault must lie in the payload, which counts its bytes by itself."""
    try:
        read_message_v3(data)
    except DecodeError:
        return False
    return True


def _masked(entry: tuple[bytes, int, Address, float, str, int | None]) -> DroppedDatagram:
    return DroppedDatagram(mask_any(entry[0]), *entry[1:])
