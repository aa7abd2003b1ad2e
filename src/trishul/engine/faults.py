"""Faults of a simulated agent: which there are, and which of them a request or its answer meets.

A fault is made on purpose, so that a manager can show what it does about it. Each has limits: PDU kinds, OIDs, sources,
versions, sizes, a time, a rhythm and a chance. Pure: the time comes in, chances are functions of a seed. Owns the
choice; what a fault does to an answer is `spoiled_answers`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Self
from zlib import crc32

from trishul.engine.addresses import Address
from trishul.engine.requests import SlicedRequest
from trishul.engine.setting import V1_STATUSES
from trishul.protocol.pdu import ErrorStatus, PduKind

MAX_FAULTS = 64
"""Faults of one agent."""
MAX_DELAY_S = 3600.0
MAX_COPIES = 100


class FaultStage(Enum):
    """When a fault acts: each stage works on what the one before has made."""

    REQUEST = auto()
    """Instead of an answer."""
    PDU = auto()
    """On the PDU, before a message is made around it."""
    SECURITY = auto()
    """On the SNMPv3 message around the PDU."""
    DATAGRAM = auto()
    """On the octets that are sent."""
    SENDING = auto()
    """On when, how often and from where they are sent."""


class FaultKind(StrEnum):
    """Stable names of the faults, each with its stage, a label, what it does, and the parameters that it takes."""

    SILENCE = ("silence", FaultStage.REQUEST, "Silence", "Requests are not even looked at.")
    ERROR_STATUS = (
        "error_status", FaultStage.REQUEST, "Error status",
        "The request is refused with an error-status; a SET changes nothing.", "status", "index",
    )  # fmt: skip
    TOO_BIG = (
        "too_big", FaultStage.PDU, "Too big",
        "Answers of more than a number of bindings or octets are tooBig instead.",
    )  # fmt: skip
    EMPTY = ("empty", FaultStage.PDU, "Empty response", "The answer has no variable bindings and no error.")
    END_OF_MIB = (
        "end_of_mib", FaultStage.PDU, "End of MIB too early",
        "GETNEXT and GETBULK are told that nothing follows, though something does.",
    )  # fmt: skip
    ENDLESS_WALK = (
        "endless_walk", FaultStage.PDU, "Endless walk",
        "Where the device, or the subtree of the fault, ends, instances are invented for ever.",
    )  # fmt: skip
    NON_INCREASING = (
        "non_increasing", FaultStage.PDU, "OID not increasing",
        "The last binding that answers a GETNEXT or GETBULK has the name that was asked for: a walk turns in a circle.",
    )  # fmt: skip
    OUT_OF_ORDER = (
        "out_of_order", FaultStage.PDU, "Rows out of order",
        "The bindings of an answer come in the reverse order.",
    )  # fmt: skip
    UPTIME_WRAP = (
        "uptime_wrap", FaultStage.PDU, "sysUpTime wraps",
        "sysUpTime.0 is so far that it wraps to 0 some seconds after the fault was set.", "wrap_after_s",
    )  # fmt: skip
    WRONG_REQUEST_ID = (
        "wrong_request_id", FaultStage.PDU, "Wrong request-id", "The answer has the request-id plus one.",
    )  # fmt: skip
    CUT_REQUEST_ID = (
        "cut_request_id", FaultStage.PDU, "Request-id cut to 16 bits",
        "The answer has the lower 16 bits of the request-id only.",
    )  # fmt: skip
    NON_MINIMAL_INTEGERS = (
        "non_minimal_integers", FaultStage.PDU, "Integers with needless octets",
        "Each INTEGER of the answer has one leading octet more than BER allows.",
    )  # fmt: skip
    WRONG_COMMUNITY = (
        "wrong_community", FaultStage.PDU, "Wrong community",
        "The answer of SNMPv1 and v2c has another community than the request.", "community",
    )  # fmt: skip
    MALFORMED = (
        "malformed", FaultStage.PDU, "Malformed BER",
        "The length of the variable-bindings list claims more octets than there are.",
    )  # fmt: skip
    BOOTS_BACK = (
        "boots_back", FaultStage.SECURITY, "Boots go back",
        "SNMPv3 answers have other snmpEngineBoots, as of an engine that did not keep them.", "boots_offset",
    )  # fmt: skip
    TIME_OFF = (
        "time_off", FaultStage.SECURITY, "Engine time is off",
        "SNMPv3 answers have another snmpEngineTime than the engine.", "time_offset_s",
    )  # fmt: skip
    OTHER_ENGINE = (
        "other_engine", FaultStage.SECURITY, "Other engine ID",
        "SNMPv3 answers have another engine ID than the request.", "engine_id",
    )  # fmt: skip
    WRONG_DIGEST = (
        "wrong_digest", FaultStage.SECURITY, "Wrong digest",
        "One bit of the digest of authenticated SNMPv3 answers is wrong.",
    )  # fmt: skip
    TRUNCATED = (
        "truncated", FaultStage.DATAGRAM, "Truncated",
        "Only the first octets of the answer are sent; half of them unless told otherwise.", "kept_octets",
    )  # fmt: skip
    LOSS = ("loss", FaultStage.SENDING, "Loss", "The request is carried out, but its answer is lost.")
    DELAY = (
        "delay", FaultStage.SENDING, "Delay",
        "The answer is sent later; nobody else waits for it.", "delay_s", "jitter_s",
    )  # fmt: skip
    REORDER = (
        "reorder", FaultStage.SENDING, "Reorder",
        "The answer is held back for a short time, so that later ones overtake it.", "hold_s",
    )  # fmt: skip
    DUPLICATE = ("duplicate", FaultStage.SENDING, "Duplicate", "The answer is sent more than once.", "copies")
    OTHER_PORT = (
        "other_port", FaultStage.SENDING, "Answer from another port",
        "The answer over UDP comes from another port than was asked.",
    )  # fmt: skip

    stage: FaultStage
    label: str
    """A few words to show instead of the name."""
    effect: str
    """What it does, one sentence."""
    parameters: tuple[str, ...]
    """Fields of a `Fault` that are for this kind only."""

    def __new__(cls, name: str, stage: FaultStage, label: str, effect: str, *parameters: str) -> Self:
        """A member is its name; the rest are attributes."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.stage = stage
        member.label = label
        member.effect = effect
        member.parameters = parameters
        return member


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault with its limits; without any it hits every request. Requests that fit all limits are counted."""

    kind: FaultKind
    probability: float = 1.0
    """Of those that are due, this share is hit."""
    every: int = 1
    """One of so many is due: the last of them."""
    skip: int = 0
    """So many pass unharmed first."""
    times: int | None = None
    """After so many hits it is over."""
    from_s: float = 0.0
    """Seconds after the fault was set."""
    until_s: float | None = None
    pdus: tuple[PduKind, ...] = ()
    """Kinds of requests; empty for all."""
    versions: tuple[int, ...] = ()
    """1, 2 and 3; empty for all."""
    subtrees: tuple[bytes, ...] = ()
    """OID contents octets: one of the names that are asked for lies in one of them; empty for all."""
    sources: tuple[str, ...] = ()
    """Networks of managers, as `192.0.2.0/24`; empty for all."""
    above_varbinds: int = 0
    """Answers of more bindings only."""
    above_octets: int = 0
    """Answers of more octets only; the PDU with version and community counts, SNMPv3 around it does not."""
    status: ErrorStatus = ErrorStatus.GEN_ERR
    index: int = 1
    delay_s: float = 1.0
    jitter_s: float = 0.0
    """The delay is up to so much longer or shorter."""
    hold_s: float = 0.1
    copies: int = 1
    """Sent besides the answer itself."""
    kept_octets: int | None = None
    community: bytes = b"wrong"
    wrap_after_s: float = 10.0
    boots_offset: int = -1
    time_offset_s: int = 3600
    engine_id: bytes = bytes.fromhex("8000000004656c7365776865726521")


class AgentFaults:
    """The faults of one agent since they were set; hits are counted in `hits`, in the order of the faults."""

    def __init__(self, faults: Sequence[Fault], *, seed: int = 0, since: float) -> None:
        """`since`: the engine's time at which they are set. Raises ValueError for sources that are no networks."""
        self.faults = tuple(faults)
        self.since = since
        self.hits = [0] * len(self.faults)
        self._seed = seed
        self._met = [0] * len(self.faults)
        self._networks = [[ipaddress.ip_network(source, strict=False) for source in one.sources] for one in faults]
        stages = [fault.kind.stage for fault in self.faults]
        self._before = [at for at, stage in enumerate(stages) if stage is FaultStage.REQUEST]
        self._after = [at for at, stage in enumerate(stages) if stage is not FaultStage.REQUEST]

    def refusal(self, request: SlicedRequest, version: int, source: Address, now: float) -> Fault | None:
        """The first fault that keeps a request from being carried out. A SET that would be tooBig is one as well."""
        for at in self._before:
            if self._is_hit(at, request, version, source, now):
                return self.faults[at]
        if request.kind == PduKind.SET:  # nothing may change behind an error-status
            octets = len(request.bindings) - request.bindings_at
            for at in self._after:
                is_too_big = self.faults[at].kind is FaultKind.TOO_BIG
                if is_too_big and self._is_hit(at, request, version, source, now, len(request.names), octets):
                    return self.faults[at]
        return None

    def spoiling(
        self, request: SlicedRequest, version: int, source: Address, now: float, varbinds: int, octets: int
    ) -> list[Fault]:
        """The faults that an answer of this size meets, in their order."""
        is_set = request.kind == PduKind.SET
        return [
            self.faults[at]
            for at in self._after
            if not (is_set and self.faults[at].kind is FaultKind.TOO_BIG)
            and self._is_hit(at, request, version, source, now, varbinds, octets)
        ]

    def chance(self, name: str) -> float:
        """A number from 0 up to but not including 1 that depends on seed and name only."""
        return crc32(f"{self._seed}/{name}".encode()) / 2**32

    def _is_hit(
        self,
        at: int,
        request: SlicedRequest,
        version: int,
        source: Address,
        now: float,
        varbinds: int | None = None,
        octets: int = 0,
    ) -> bool:
        fault = self.faults[at]
        elapsed = now - self.since
        if (
            elapsed < fault.from_s
            or (fault.until_s is not None and elapsed >= fault.until_s)
            or (fault.pdus and request.kind not in fault.pdus)
            or (fault.versions and version not in fault.versions)
            or (fault.kind.stage is FaultStage.SECURITY and version != 3)
            or (fault.kind is FaultKind.WRONG_COMMUNITY and version == 3)
            or (varbinds is not None and not _is_above(fault, varbinds, octets))
        ):
            return False
        if fault.subtrees and not any(name.startswith(fault.subtrees) for name in request.names):
            return False
        if fault.sources and not _is_within(source, self._networks[at]):
            return False
        self._met[at] += 1
        number = self._met[at] - fault.skip
        if number <= 0 or number % fault.every or self.hits[at] == fault.times:
            return False
        if fault.probability < 1 and self.chance(f"{at}/{number}") >= fault.probability:
            return False
        self.hits[at] += 1
        return True


def refused_status(fault: Fault, *, is_v1: bool) -> tuple[ErrorStatus, int]:
    """error-status and error-index of a request that a fault refuses, in its version's words (RFC 3584 §4.4)."""
    if fault.kind is FaultKind.TOO_BIG:
        return ErrorStatus.TOO_BIG, 0
    status = V1_STATUSES.get(fault.status, fault.status) if is_v1 else fault.status
    return status, fault.index


def _is_above(fault: Fault, varbinds: int, octets: int) -> bool:
    """Either limit is enough, where one is given."""
    limits = [(varbinds, fault.above_varbinds), (octets, fault.above_octets)]
    given = [size > limit for size, limit in limits if limit]
    return not given or any(given)


def _is_within(source: Address, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    address = ipaddress.ip_address(source[0].partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in networks)
