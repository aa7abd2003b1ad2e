"""The receiver role: takes notifications of every version and acknowledges informs at once (RFC 3416 §4.2.6, §4.2.7).

Strategy: a notification is checked completely but kept as octets: who stores or shows it decodes what it needs. An
inform is answered before anything else happens to it, by its own octets with another PDU tag. A v1 trap is put into
v2 form as RFC 3584 §3.1 says; its agent address and enterprise are kept. No community leaves this module, neither the
message's own nor one that a proxy added: in the octets that are passed on its place is filled with asterisks. SNMPv3
traps are opened by `trap_senders`, informs by `authority`, since there the receiver is the authoritative engine; whose
they may be is `receiver_users`.

Hot path: measured by `bench/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from trishul.datatypes.contents import decode_unsigned, encode_integer
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value, ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.addresses import Address
from trishul.engine.authority import MAX_RECEIVED_OCTETS, Authority, Refused
from trishul.engine.community_masks import mask_community, mask_trap_community
from trishul.engine.drops import DropReason, Drops
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver_users import ReceiverUsers
from trishul.engine.varbind_counts import SHORTEST_VARBIND, count_varbinds
from trishul.errors import DecodeError
from trishul.protocol.anomalies import AnomalyKind, DecodeAnomaly
from trishul.protocol.ber import (
    INTEGER,
    OCTET_STRING,
    SEQUENCE,
    decode_varbinds,
    encode_tlv,
    encode_varbinds,
    read_header,
    read_tlv,
)
from trishul.protocol.message import (
    Message,
    UnsupportedVersion,
    Version,
    decode_message,
    encode_message,
    encode_pdu_body,
)
from trishul.protocol.message_v3 import (
    LEVEL_FLAGS,
    MessageV3,
    ScopedPdu,
    UnsupportedSecurityModel,
    community_message,
    is_v3,
    read_message_v3,
)
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.users import UserCredentials

SYS_UP_TIME_0 = Oid("1.3.6.1.2.1.1.3.0").contents
SNMP_TRAP_OID_0 = Oid("1.3.6.1.6.3.1.1.4.1.0").contents
SNMP_TRAP_ADDRESS_0 = Oid("1.3.6.1.6.3.18.1.3.0").contents
SNMP_TRAP_ENTERPRISE_0 = Oid("1.3.6.1.6.3.1.1.4.3.0").contents
SNMP_TRAPS = Oid("1.3.6.1.6.3.1.1.5")
"""The generic traps lie at this OID + generic-trap + 1 (RFC 3584 §3.1)."""
ENTERPRISE_SPECIFIC = 6

CommunityMarks: TypeAlias = Callable[[bytes], str | None]
"""What stands for a community in its notifications; None for most."""

_V2C_HEAD = b"\x02\x01\x01"
_TRAP_V2, _INFORM = PduKind.TRAP_V2.value, PduKind.INFORM.value
_V2_NOTIFICATIONS = (_TRAP_V2, _INFORM)
_NO_OID = b"\x00"
_NO_ERROR = b"\x02\x01\x00\x02\x01\x00"
_FOREIGN_NOTIFICATION = {kind: Refused(DropReason.UNKNOWN_COMMUNITY, None, kind.label) for kind in PduKind}


class NotificationSecurity(NamedTuple):
    """How an SNMPv3 notification came."""

    user_name: bytes
    level: SecurityLevel
    engine_id: bytes
    """The sender's for a trap, ours for an inform."""
    context_engine_id: bytes
    context_name: bytes


class ReceivedNotification(NamedTuple):
    """One notification in v2 form; OIDs, bindings and datagram are octets."""

    received_at_ns: int
    """Wall clock at the time of receipt, nanoseconds since 1970."""
    peer: Address
    version: int
    kind: int
    request_id: int
    trap_oid: bytes
    """Contents octets of snmpTrapOID.0."""
    uptime: int | None
    """sysUpTime.0 in hundredths of a second; None where the sender left it out."""
    agent_address: str | None
    """snmpTrapAddress.0 as a proxy adds it, else agent-addr of a v1 trap (RFC 3584 §3.1 (4))."""
    varbinds: bytes
    """Contents octets of the variable-bindings list, sysUpTime.0 and snmpTrapOID.0 included."""
    raw: bytes
    """The datagram with every community masked; what came encrypted is still encrypted."""
    anomalies: tuple[DecodeAnomaly, ...]
    security: NotificationSecurity | None = None
    """SNMPv3 only."""
    mark: str | None = None
    """What `ReceiverEngine.marks` calls its community."""


class ReceiverEngine:
    """Accepts notifications of the given communities, of any when `communities` is None, and of the given users."""

    def __init__(
        self,
        communities: frozenset[bytes] | None = None,
        *,
        users: Iterable[UserCredentials] = (),
        engine: LocalEngine | None = None,
        first_salt: int = 0,
        drops: Drops | None = None,
    ) -> None:
        """`engine` is ours, for informs; without it there are SNMPv3 traps only. `first_salt` should be random.

        `drops`: where they are noted, for who wants to hear of each.
        Raises InvalidInput, CapabilityMissing.
        """
        self.communities = communities
        self.marks: CommunityMarks | None = None
        """Tells communities apart, which nobody sees behind this engine."""
        self.max_varbinds = 0
        """Notifications with more variable bindings are dropped; 0 for any number."""
        self._engine = engine
        self._users = ReceiverUsers(engine)
        self._takes_v3 = engine is not None
        engines = {} if engine is None else {engine.engine_id: engine}
        self._authority = Authority(engines, first_salt=first_salt, max_message_size=MAX_RECEIVED_OCTETS)
        for user in users:
            self.add_user(user)
        self.received = 0
        self.questions = 0
        """SNMPv3 messages that asked for our engine's ID or clock, which are no drops."""
        self.drops = Drops() if drops is None else drops
        self._acknowledgements: list[tuple[bytes, Address]] = []
        self._reports: list[tuple[bytes, Address]] = []
        self._notifications: list[ReceivedNotification] = []

    def receive_datagram(self, data: bytes, source: Address, now: float, *, received_at_ns: int = 0) -> None:
        """Takes one datagram: a notification waits in `events`, an acknowledgement in `datagrams_to_send`."""
        notification: ReceivedNotification | Refused
        try:
            if self._takes_v3 and is_v3(data):
                notification = self._secured(data, source, now, received_at_ns)
            elif self.max_varbinds and self._has_too_many(data):
                notification = self._too_many()
            else:
                notification = self._usual(data, source, received_at_ns) or self._any(data, source, received_at_ns)
        except UnsupportedVersion as error:
            self.drops.note_unreadable(DropReason.UNSUPPORTED_VERSION, source, data, now, error)
        except UnsupportedSecurityModel as error:
            self.drops.note_unreadable(DropReason.UNKNOWN_SECURITY_MODEL, source, data, now, error)
        except DecodeError as error:
            self.drops.note_unreadable(DropReason.MALFORMED, source, data, now, error)
        else:
            if isinstance(notification, ReceivedNotification):
                self.received += 1
                self._notifications.append(notification)
            elif notification.reason is not None:
                self.drops.note(notification.reason, source, data, now, notification.detail)
            else:
                self.questions += 1

    def reopen(self, data: bytes, source: Address, now: float, *, received_at_ns: int) -> bool:
        """Takes an SNMPv3 trap that was not believed when it came, as if it came then; `now` is that time.

        One that is not believed now either changes nothing. Informs are left: their senders were told, and try again.
        """
        try:
            message = read_message_v3(data)
            if self._engine is not None and message.engine_id in {b"", self._engine.engine_id}:
                return False
            scoped = self._users.senders.open_message(data, message, now)
            if isinstance(scoped, Refusal):
                return False
            pdu, anomalies = _notification_pdu(scoped)
            if pdu is None or pdu.kind is not PduKind.TRAP_V2:
                return False
            notification = _notification(data, message, scoped, pdu, source, received_at_ns, anomalies)
        except DecodeError:
            return False
        self.received += 1
        self._notifications.append(notification)
        return True

    @property
    def user_count(self) -> int:
        """How many users are believed."""
        return self._users.senders.user_count

    def add_user(self, credentials: UserCredentials, engine_id: bytes = b"") -> None:
        """Believes a user's notifications, from one sending engine or from any. Raises InvalidInput, CapabilityMissing.

        Informs are for our engine: they are taken from users at any engine, or at ours. Users of the same name stay
        beside him; who has a new password is removed before.
        """
        self._users.add(credentials, engine_id)
        self._takes_v3 = True

    def remove_user(self, name: str, engine_id: bytes = b"") -> int:
        """Believes no user of this name at this engine, or at any, any more, and forgets what was learned from him.

        Returns how many there were; users of the same name at other engines stay.
        """
        removed = self._users.remove(name, engine_id)
        self._takes_v3 = self._engine is not None or self.user_count > 0
        return removed

    def forget_engine(self, engine_id: bytes = b"") -> int:
        """Forgets the clock of one sending engine, or of all; returns how many engines that were.

        For a replaced device, whose boots are fewer than those of the one before: until then its messages are not in
        the time window, as replays would be (RFC 3414 §3.2 step 7b).
        """
        return self._users.senders.forget_engine(engine_id)

    def acknowledgements(self) -> list[tuple[bytes, Address]]:
        """One for each inform in `events`, in their order; for who makes informs safe before he sends them."""
        acknowledgements = self._acknowledgements
        if acknowledgements:
            self._acknowledgements = []
        return acknowledgements

    def datagrams_to_send(self) -> list[tuple[bytes, Address]]:
        """Acknowledgements and Reports since the last call."""
        if not self._reports:
            return self.acknowledgements()
        reports, self._reports = self._reports, []
        return self.acknowledgements() + reports

    def events(self) -> list[ReceivedNotification]:
        """Notifications since the last call, in the order of their arrival."""
        notifications = self._notifications
        if notifications:
            self._notifications = []
        return notifications

    def next_deadline(self) -> float | None:
        """None: a receiver never waits for anything."""
        return None

    def _usual(self, data: bytes, source: Address, received_at_ns: int) -> ReceivedNotification | Refused | None:
        """The flat way for v2c traps and informs in shortest form; None for all others."""
        try:
            size = data[1]
            pos = 2 if size < 128 else 3 if size == 0x81 else 4
            community_at = pos + 5
            community_end = community_at + data[pos + 4]
            kind = data[community_end]
            if data[pos : pos + 3] != _V2C_HEAD or data[pos + 4] >= 128 or kind not in _V2_NOTIFICATIONS:
                return None
            if data[0] != SEQUENCE or data[pos + 3] != OCTET_STRING:
                return None
        except IndexError:
            return None
        anomalies: list[DecodeAnomaly] = []
        if read_header(data, 0, len(data))[2] != len(data):
            return None
        start, end = read_tlv(data, community_end, len(data), kind, anomalies)
        id_start, pos = read_tlv(data, start, end, INTEGER, anomalies)
        index_end = pos + len(_NO_ERROR)
        if data[pos:index_end] != _NO_ERROR or not 0 < pos - id_start <= 4:
            return None
        list_start, list_end = read_tlv(data, index_end, end, SEQUENCE, anomalies)
        if anomalies or end != len(data) or list_end != end:
            return None
        if self.communities is not None and data[community_at:community_end] not in self.communities:
            return _FOREIGN_NOTIFICATION[PduKind(kind)]
        varbinds = decode_varbinds(data, list_start, end, anomalies)
        uptime, trap_oid = _heading(varbinds, anomalies)
        address = _trap_address(varbinds) if len(varbinds) > 2 else None
        mask = b"*" * (community_end - community_at)
        raw = mask_trap_community(data[:community_at] + mask + data[community_end:])
        request_id = int.from_bytes(data[id_start:pos], "big", signed=True)
        if kind == _INFORM:
            self._acknowledgements.append((data[:community_end] + b"\xa2" + data[community_end + 1 :], source))
        return ReceivedNotification(
            received_at_ns, source, Version.V2C, kind, request_id, trap_oid, uptime, address,
            raw[list_start:end], raw, tuple(anomalies), None,
            None if self.marks is None else self.marks(data[community_at:community_end]),
        )  # fmt: skip

    def _any(self, data: bytes, source: Address, received_at_ns: int) -> ReceivedNotification | Refused:
        """The lenient way, for v1 traps and unusual forms."""
        message, noted = decode_message(data)
        pdu = message.pdu
        if pdu.kind not in (PduKind.TRAP_V1, PduKind.TRAP_V2, PduKind.INFORM) or (
            (pdu.kind is PduKind.TRAP_V1) != (message.version is Version.V1)
        ):
            return Refused(DropReason.UNEXPECTED_PDU, None, f"{pdu.kind.label} of version {message.version.label}")
        if self.communities is not None and message.community not in self.communities:
            return _FOREIGN_NOTIFICATION[pdu.kind]
        anomalies = list(noted)
        if isinstance(pdu, TrapV1Pdu):
            request_id = 0
            agent_address: str | None
            uptime: int | None
            varbinds = list(trap_v1_bindings(pdu))
            uptime, trap_oid = pdu.time_stamp, varbinds[1].contents
            agent_address = _trap_address(varbinds) or pdu.agent_address
        else:
            request_id = pdu.request_id
            varbinds = list(pdu.varbinds)
            uptime, trap_oid = _heading(varbinds, anomalies)
            agent_address = _trap_address(varbinds)
            if pdu.kind is PduKind.INFORM:
                self._acknowledge(message, pdu, source)
        return ReceivedNotification(
            received_at_ns, source, message.version, pdu.kind, request_id, trap_oid, uptime, agent_address,
            mask_trap_community(encode_varbinds(varbinds)), mask_trap_community(mask_community(data)), tuple(anomalies),
            None, None if self.marks is None else self.marks(message.community),
        )  # fmt: skip

    def _secured(self, data: bytes, source: Address, now: float, received_at_ns: int) -> ReceivedNotification | Refused:
        """An SNMPv3 notification; refused without a reason where it is no fault, as a question for our engine ID is."""
        message = read_message_v3(data)
        if self._engine is not None and message.engine_id in {b"", self._engine.engine_id}:
            return self._secured_inform(data, message, source, now, received_at_ns)
        scoped = self._users.senders.open_message(data, message, now)
        if isinstance(scoped, Refusal):
            if self._engine is not None and message.is_reportable:  # perhaps an inform that should be for our engine
                refused = self._authority.open_message(data, now)
                if isinstance(refused, Refused) and refused.report is not None:
                    return self._refused(refused, source)
            return Refused(DropReason[scoped.name], None, self._detail_of(scoped, message, now))
        pdu, anomalies = _notification_pdu(scoped)
        if pdu is None or pdu.kind is not PduKind.TRAP_V2:
            kind = "a v1 trap" if pdu is None else pdu.kind.label
            return Refused(DropReason.UNEXPECTED_PDU, None, f"{kind} of {message.claims}")
        if self.max_varbinds and len(pdu.varbinds) > self.max_varbinds:
            return self._too_many()
        return _notification(data, message, scoped, pdu, source, received_at_ns, anomalies)

    def _secured_inform(
        self, data: bytes, message: MessageV3, source: Address, now: float, received_at_ns: int
    ) -> ReceivedNotification | Refused:
        """A message for our engine: an inform, acknowledged at its own level, or what is reported."""
        self._users.put_forward(data, message)
        opened = self._authority.open_message(data, now)
        if isinstance(opened, Refused):
            return self._refused(opened, source)
        pdu, anomalies = _notification_pdu(opened.scoped)
        if pdu is None or pdu.kind is not PduKind.INFORM:
            return self._refused(self._authority.refuse(Refusal.UNKNOWN_PDU_HANDLER, opened, now), source)
        if message.flags & LEVEL_FLAGS < opened.engine.lowest_level(opened.user):
            return self._refused(self._authority.refuse(Refusal.UNSUPPORTED_LEVEL, opened, now), source)
        if self.max_varbinds and len(pdu.varbinds) > self.max_varbinds:
            return self._too_many()
        response = encode_pdu_body(Pdu(PduKind.RESPONSE, pdu.request_id, 0, 0, pdu.varbinds))
        answer = self._authority.close_message(opened, encode_tlv(PduKind.RESPONSE, response), now)
        notification = _notification(data, message, opened.scoped, pdu, source, received_at_ns, anomalies)
        self._acknowledgements.append((answer, source))
        return notification

    def _has_too_many(self, data: bytes) -> bool:
        """Most datagrams are too short for so many, and are not looked into."""
        most = self.max_varbinds
        return len(data) > most * SHORTEST_VARBIND and count_varbinds(data, most) > most

    def _too_many(self) -> Refused:
        return Refused(DropReason.TOO_MANY_VARBINDS, None, f"more than {self.max_varbinds:,}")

    def _detail_of(self, refusal: Refusal, message: MessageV3, now: float) -> str:
        """What a trap claims; beside boots and time that do not fit those that are known of its engine."""
        clock = self._users.senders.clock_of(message.engine_id) if refusal is Refusal.NOT_IN_TIME_WINDOW else None
        if clock is None:
            return message.claims
        boots, time = clock.read(now)
        return f"{message.claims}; known of this engine are boots {boots}, time {time}"

    def _refused(self, refused: Refused, source: Address) -> Refused:
        """Sends the Report of a refusal and gives it back."""
        if refused.report is not None:
            self._reports.append((refused.report, source))
        return refused

    def _acknowledge(self, message: Message, pdu: Pdu, source: Address) -> None:
        response = Pdu(PduKind.RESPONSE, pdu.request_id, 0, 0, pdu.varbinds)
        self._acknowledgements.append((encode_message(Message(message.version, message.community, response)), source))


def _notification_pdu(scoped: ScopedPdu) -> tuple[Pdu | None, tuple[DecodeAnomaly, ...]]:
    """The PDU inside, None for a v1 Trap, which SNMPv3 does not have. Raises DecodeError."""
    dressed, anomalies = decode_message(community_message(scoped.pdu))
    return (dressed.pdu if isinstance(dressed.pdu, Pdu) else None), anomalies


def _notification(
    data: bytes,
    message: MessageV3,
    scoped: ScopedPdu,
    pdu: Pdu,
    source: Address,
    received_at_ns: int,
    inner_anomalies: tuple[DecodeAnomaly, ...],
) -> ReceivedNotification:
    """An SNMPv3 notification that was believed; its datagram may hold the community of an agent behind a proxy."""
    anomalies = [*message.anomalies, *inner_anomalies]
    varbinds = list(pdu.varbinds)
    uptime, trap_oid = _heading(varbinds, anomalies)
    security = NotificationSecurity(
        message.user_name, SecurityLevel(message.flags & LEVEL_FLAGS), message.engine_id, *scoped[:2]
    )
    return ReceivedNotification(
        received_at_ns, source, Version.V3, pdu.kind, pdu.request_id, trap_oid, uptime, _trap_address(varbinds),
        mask_trap_community(encode_varbinds(varbinds)), mask_trap_community(data), tuple(anomalies), security,
    )  # fmt: skip


def _heading(varbinds: list[VarBind], anomalies: list[DecodeAnomaly]) -> tuple[int | None, bytes]:
    """sysUpTime.0 and snmpTrapOID.0, which must come first (RFC 3416 §4.2.6) but are looked for everywhere."""
    if (
        len(varbinds) >= 2
        and varbinds[0][0] == SYS_UP_TIME_0
        and varbinds[1][0] == SNMP_TRAP_OID_0
        and varbinds[1][1] == ValueType.OBJECT_IDENTIFIER
    ):
        return decode_unsigned(varbinds[0][2]) & 0xFFFFFFFF, varbinds[1][2]
    found = {name: (tag, contents) for name, tag, contents in reversed(varbinds)}
    tag, contents = found.get(SNMP_TRAP_OID_0, (0, b""))
    trap_oid = contents if tag == ValueType.OBJECT_IDENTIFIER else _NO_OID
    up_tag, up_contents = found.get(SYS_UP_TIME_0, (0, b""))
    uptime = decode_unsigned(up_contents) & 0xFFFFFFFF if up_tag == ValueType.TIME_TICKS else None
    if trap_oid == _NO_OID:
        anomalies.append(DecodeAnomaly(AnomalyKind.MISSING_TRAP_OID, 0))
    elif uptime is None:
        anomalies.append(DecodeAnomaly(AnomalyKind.MISSING_UPTIME, 0))
    else:
        anomalies.append(DecodeAnomaly(AnomalyKind.MISPLACED_BINDINGS, 0))
    return uptime, trap_oid


def _trap_address(varbinds: list[VarBind]) -> str | None:
    """snmpTrapAddress.0, by which a proxy names the agent a trap came from (RFC 3584 §3.1)."""
    for name, tag, contents in varbinds:
        if name == SNMP_TRAP_ADDRESS_0 and tag == ValueType.IP_ADDRESS and len(contents) == 4:
            return ".".join(map(str, contents))
    return None


def trap_v1_oid(pdu: TrapV1Pdu) -> Oid:
    """snmpTrapOID.0 of a v1 trap: a generic trap's own, else enterprise.0.specific-trap (RFC 3584 §3.1)."""
    if 0 <= pdu.generic_trap < ENTERPRISE_SPECIFIC:
        return SNMP_TRAPS.child(pdu.generic_trap + 1)
    return Oid((*pdu.enterprise[:126], 0, pdu.specific_trap & 0xFFFFFFFF))


def trap_v1_bindings(pdu: TrapV1Pdu) -> tuple[VarBind, ...]:
    """The bindings of a v1 trap in v2 form: heading first, address and enterprise of the agent last (RFC 3584 §3.1).

    snmpTrapCommunity.0, which a proxy would add as well, is a secret and left out.
    """
    added = (
        VarBind(SNMP_TRAP_ADDRESS_0, *Value.ip_address(pdu.agent_address)),
        VarBind(SNMP_TRAP_ENTERPRISE_0, *Value.object_identifier(pdu.enterprise)),
    )
    present = {varbind.name for varbind in pdu.varbinds}
    return (
        VarBind(SYS_UP_TIME_0, ValueType.TIME_TICKS.value, encode_integer(pdu.time_stamp)),
        VarBind(
            SNMP_TRAP_OID_0,
            ValueType.OBJECT_IDENTIFIER.value,
            trap_v1_oid(pdu).contents,
        ),
        *pdu.varbinds,
        *(varbind for varbind in added if varbind.name not in present),
    )
