"""What provokes each drop reason from outside, at the simulator and at the receiver; and where the others are shown.

The structural test reads this table: a reason that nothing here provokes and that is not listed below fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from tests.interop.drop_stage import (
    AUTH_PASSWORD,
    COMMUNITY,
    LINK_DOWN,
    PRIV_PASSWORD,
    SYS_NAME,
    WRONG_AUTH_PASSWORD,
    WRONG_COMMUNITY,
    WRONG_KEY,
    WRONG_PRIV_PASSWORD,
    Sent,
    Stage,
    get,
    notification,
    v3_message,
)
from trishul.engine.drops import DropReason, Role
from trishul.protocol.message_v3 import PRIV_FLAG, REPORTABLE_FLAG
from trishul.protocol.pdu import PduKind

Provoke: TypeAlias = Callable[[Stage, Role], Sent | None]
"""None: a tool or the system chose source and octets."""

OTHER_ENGINE = "0x80001f88040909"
AS_PUBLIC = ("-v2c", f"-c{COMMUNITY}")
AS_BERT = ("-v3", "-ubert", "-lauthPriv", "-aSHA-256", f"-A{AUTH_PASSWORD}", "-xAES", f"-X{PRIV_PASSWORD}")
AS_FORGER = ("-v3", "-ubert", "-lauthNoPriv", "-aSHA-256", f"-A{WRONG_AUTH_PASSWORD}")
AS_FORGER_WITH_A_KEY = ("-v3", "-ukeyed", "-lauthNoPriv", "-aSHA-256", f"-3m0x{WRONG_KEY}")
WITH_A_WRONG_CIPHER_KEY = (*AS_BERT[:-1], f"-X{WRONG_PRIV_PASSWORD}")
AS_STRANGER = ("-v3", "-ustranger", "-lnoAuthNoPriv")
AS_PLAIN = ("-v3", "-uplain", "-lnoAuthNoPriv")
ABOVE_HIS_LEVEL = ("-v3", "-uplain", "-lauthNoPriv", "-aSHA-256", f"-A{AUTH_PASSWORD}")
ABOUT_A_SENDER = ("-e0x80001f88040a0a", "-Z5,1000")
_MODEL_AT = 18
_HALF_A_MESSAGE = get()[:20]
_ANNOUNCES_TOO_MUCH = b"\x30\x83\x01\x11\x70\x02\x01\x01"


class DropCase(NamedTuple):
    """One way to provoke a reason, and what must be told of it."""

    role: Role
    reason: DropReason
    provoke: Provoke
    detail: str = ""
    """Part of the words beside the reason."""
    fault_at: int | None = None
    beside: frozenset[DropReason] = frozenset()
    """Further reasons that may occur on the way."""
    is_limited: bool = False
    """True where the server lets one datagram of a host pass and then no more for a long time."""

    def __str__(self) -> str:
        return f"{self.role.name.lower()}-{self.reason}".lower()


def tool(name: str, *options: str) -> Provoke:
    """One of net-snmp's tools, which asks once; by v3 it asks for the engine before, and needs that answer."""
    patience = "-t3" if "-v3" in options else "-t0.3"
    asked = ("42", LINK_DOWN) if name in ("snmptrap", "snmpinform") else (SYS_NAME,)

    def provoke(stage: Stage, role: Role) -> None:
        stage.netsnmp.run(name, "-r0", patience, *options, stage.peer(role), *asked)

    return provoke


def datagram(octets: bytes, kept: bytes | None = None) -> Provoke:
    """A datagram of a plain socket; `kept` where what is kept of it is not the same."""
    return lambda stage, role: Sent(stage.send(role, octets), octets if kept is None else kept)


def own_v3(flags: int = REPORTABLE_FLAG, *, model: int = 3, payload: bytes = b"") -> Provoke:
    """An SNMPv3 message for the role's own engine."""

    def provoke(stage: Stage, role: Role) -> Sent:
        octets = v3_message(stage.engine_id(role), flags=flags, payload=payload)
        before, behind = bytes((4, 1, flags, 2, 1, 3)), bytes((4, 1, flags, 2, 1, model))
        octets = octets.replace(before, behind, 1)
        return Sent(stage.send(role, octets), octets)

    return provoke


def stream(octets: bytes, kept: bytes) -> Provoke:
    """Octets over a connection that ends behind them."""
    return lambda stage, role: Sent(stage.stream(role, octets), kept)


def unread_answers(message: bytes) -> Provoke:
    """Messages whose answers nobody takes."""
    return lambda stage, role: Sent(
        stage.repeated(role, DropReason.SEND_FAILED, lambda: stage.take_no_answer(role, message)), None
    )


def too_many_connections(stage: Stage, role: Role) -> Sent:
    """One connection more than is allowed."""
    return Sent(stage.connect_too_often(role), b"")


def kernel_overflow(stage: Stage, role: Role) -> None:
    """A worker that does not read for a moment, and large messages that fall to another reason there."""
    if role is Role.AGENT:
        stage.overflow_the_kernel(role, _LARGE_INFORM, DropReason.UNEXPECTED_PDU)
    else:
        foreign = notification(PduKind.INFORM, padding=60_000, community=WRONG_COMMUNITY)
        stage.overflow_the_kernel(role, foreign, DropReason.UNKNOWN_COMMUNITY)


def queue_overflow(stage: Stage, role: Role) -> Sent:
    """A store that does not write, and a sender who goes on."""
    del role
    trap = notification(PduKind.TRAP_V2, padding=65_000)
    return Sent(stage.overflow_the_queue(trap), hidden(trap, COMMUNITY))


def foreign_network(stage: Stage, role: Role) -> Sent:
    """A host that the receiver's policy does not allow."""
    del role
    trap = notification(PduKind.TRAP_V2)
    stage.client.post("/api/traps/policy", json={"allowed_networks": ["192.0.2.0/24"]}).raise_for_status()
    sent = Sent(stage.send(Role.RECEIVER, trap), hidden(trap, COMMUNITY))
    stage.until(lambda: stage.counts(Role.RECEIVER)[DropReason.SOURCE_REFUSED])
    stage.client.post("/api/traps/policy", json={"allowed_networks": []}).raise_for_status()
    return sent


def too_many_variables(stage: Stage, role: Role) -> Sent:
    """More variable bindings than are taken from one notification."""
    del role
    trap = notification(PduKind.TRAP_V2)
    stage.client.post("/api/traps/policy", json={"max_varbinds": 1}).raise_for_status()
    sent = Sent(stage.send(Role.RECEIVER, trap), hidden(trap, COMMUNITY))
    stage.until(lambda: stage.counts(Role.RECEIVER)[DropReason.TOO_MANY_VARBINDS])
    stage.client.post("/api/traps/policy", json={"max_varbinds": 0}).raise_for_status()
    return sent


def no_place_for_informs(stage: Stage, role: Role) -> Sent:
    """A data directory in which no file for informs can be made."""
    del role
    return Sent(stage.leave_no_place_for_informs(_LARGE_INFORM), hidden(_LARGE_INFORM, COMMUNITY))


def replaced_sender(stage: Stage, role: Role) -> None:
    """A sender whose clock is known, and then another one under its name."""
    stage.netsnmp.run("snmptrap", *AS_BERT, *ABOUT_A_SENDER, stage.peer(role), "42", LINK_DOWN)
    stage.netsnmp.run("snmptrap", *AS_BERT, ABOUT_A_SENDER[0], "-Z1,10", stage.peer(role), "42", LINK_DOWN)


def second_of_two(octets: bytes) -> Provoke:
    """Two datagrams of one host, of which a budget allows the first."""

    def provoke(stage: Stage, role: Role) -> Sent:
        stage.send(role, octets)
        return Sent(stage.send(role, octets), hidden(octets, COMMUNITY))

    return provoke


def nameless_community(stage: Stage, role: Role) -> Sent:
    """A community that is served, under an access control that does not name it."""
    stage.client.put("/api/simulator/access", json=_ACCESS_OF_BERT).raise_for_status()
    sent = Sent(stage.send(role, get()), hidden(get(), COMMUNITY))
    stage.until(lambda: stage.counts(role)[DropReason.VIEW_REFUSED])
    stage.client.put("/api/simulator/access", json={}).raise_for_status()
    return sent


def hidden(octets: bytes, community: str) -> bytes:
    """Octets as they are kept: at most 2,048, the community asterisks."""
    return octets.replace(community.encode(), b"*" * len(community))[:2048]


def with_octet(octets: bytes, at: int, value: int) -> bytes:
    """The same with another octet at one place."""
    return octets[:at] + bytes((value,)) + octets[at + 1 :]


_ACCESS_OF_BERT = {
    "groups": [{"group": "admins", "model": "usm", "security_name": "bert"}],
    "views": [{"view": "all", "subtree": "1"}],
    "access": [{"group": "admins", "level": "authPriv", "read": "all"}],
}
_GET = get()
_REQUEST_ID_AT = _GET.index(b"\xa0") + 2
_LONG_REQUEST_ID = with_octet(_GET, _REQUEST_ID_AT + 1, 0x7F)
_VERSION_7 = with_octet(_GET, 4, 7)
_LARGE_INFORM = notification(PduKind.INFORM, padding=60_000)
_CUT_V3 = v3_message(bytes(5))[:-3]
_BROKEN_SCOPED_PDU = b"\x30\x08\x04\x00\x04\x00\xa0\x7f\x02\x01"

LISTENERS = (Role.AGENT, Role.RECEIVER)
CASES: tuple[DropCase, ...] = (
    *(
        case
        for role in LISTENERS
        for case in (
            DropCase(
                role, DropReason.MALFORMED, datagram(b"\x30\x08\x02\x01\x01\x04\x03p", b"\x30\x08\x02\x01\x01***"),
                "at byte 1", 1,
            ),
            DropCase(role, DropReason.MALFORMED, datagram(b"\x04\x02hi", b"****"), "at byte 0", 0),
            DropCase(
                role, DropReason.MALFORMED, datagram(_LONG_REQUEST_ID, hidden(_LONG_REQUEST_ID, COMMUNITY)),
                f"at byte {_REQUEST_ID_AT + 1}", _REQUEST_ID_AT + 1,
            ),
            DropCase(role, DropReason.MALFORMED, datagram(_CUT_V3), "at byte 1", 1),
            DropCase(
                role, DropReason.UNSUPPORTED_VERSION, datagram(_VERSION_7, _VERSION_7[:5] + b"*" * (len(_GET) - 5)),
                "version number 7 at byte 2", 2,
            ),
            DropCase(role, DropReason.UNKNOWN_SECURITY_MODEL, own_v3(model=7), "security model number 7", _MODEL_AT),
            DropCase(role, DropReason.INVALID_MESSAGE, own_v3(REPORTABLE_FLAG | PRIV_FLAG), "user 'plain'"),
            DropCase(
                role, DropReason.TOO_LARGE, stream(_ANNOUNCES_TOO_MUCH, _ANNOUNCES_TOO_MUCH),
                "70,005 octets was announced",
            ),
            DropCase(role, DropReason.FRAMING_LOST, stream(b"GET / HTTP/1.1\r\n\r\n", b"*" * 18), "not with 0x47"),
            DropCase(
                role, DropReason.INCOMPLETE_MESSAGE, stream(_HALF_A_MESSAGE, _HALF_A_MESSAGE[:5] + b"*" * 15),
                "it closed the connection",
            ),
            DropCase(role, DropReason.TOO_MANY_CONNECTIONS, too_many_connections, "too many connections"),
            DropCase(
                role, DropReason.KERNEL, kernel_overflow,
                beside=frozenset((DropReason.UNEXPECTED_PDU, DropReason.UNKNOWN_COMMUNITY)),
            ),
        )
    ),
    DropCase(Role.AGENT, DropReason.UNKNOWN_COMMUNITY, tool("snmpget", "-v2c", f"-c{WRONG_COMMUNITY}"), "GetRequest"),
    DropCase(Role.AGENT, DropReason.UNKNOWN_COMMUNITY, tool("snmpgetnext", "-v1", f"-c{WRONG_COMMUNITY}"), "GetNext"),
    DropCase(Role.AGENT, DropReason.WITHHELD, tool("snmpget", "-v2c", "-csilent"), "waits for ever"),
    DropCase(Role.AGENT, DropReason.DEVICE_NOT_LOADED, tool("snmpget", "-v2c", "-cspoilt"), ""),
    DropCase(Role.AGENT, DropReason.VIEW_REFUSED, nameless_community, "GetRequest"),
    DropCase(
        Role.AGENT, DropReason.RATE_LIMITED, second_of_two(get()), "more than 0.01 a second", is_limited=True
    ),
    DropCase(
        Role.RECEIVER, DropReason.RATE_LIMITED, second_of_two(notification(PduKind.TRAP_V2)),
        "more than 0.01 a second", is_limited=True,
    ),
    DropCase(Role.AGENT, DropReason.UNEXPECTED_PDU, tool("snmptrap", *AS_PUBLIC), "not a request"),
    DropCase(
        Role.AGENT, DropReason.SEND_FAILED, unread_answers(get(3_000)), "",
        beside=frozenset((DropReason.INCOMPLETE_MESSAGE,)),
    ),
    DropCase(Role.AGENT, DropReason.UNKNOWN_ENGINE, tool("snmpget", *AS_PLAIN, f"-e{OTHER_ENGINE}"), "80001f88040909"),
    DropCase(Role.AGENT, DropReason.UNKNOWN_USER, tool("snmpget", *AS_STRANGER), "user 'stranger'"),
    DropCase(Role.AGENT, DropReason.UNSUPPORTED_LEVEL, tool("snmpget", *ABOVE_HIS_LEVEL), "authNoPriv"),
    DropCase(Role.AGENT, DropReason.WRONG_DIGEST, tool("snmpget", *AS_FORGER), "user 'bert'"),
    DropCase(Role.AGENT, DropReason.WRONG_DIGEST, tool("snmpget", *AS_FORGER_WITH_A_KEY), "user 'keyed'"),
    DropCase(Role.AGENT, DropReason.NOT_IN_TIME_WINDOW, tool("snmpget", *AS_BERT, "-Z77,5"), "boots 77, time 5"),
    DropCase(Role.AGENT, DropReason.DECRYPTION_FAILED, tool("snmpget", *WITH_A_WRONG_CIPHER_KEY), "authPriv"),
    DropCase(Role.AGENT, DropReason.UNKNOWN_PDU_HANDLER, tool("snmpget", *AS_BERT, f"-E{OTHER_ENGINE}"), "040909"),
    DropCase(Role.AGENT, DropReason.UNKNOWN_CONTEXT, tool("snmpget", *AS_BERT, "-nnowhere"), "context 'nowhere'"),
    DropCase(Role.AGENT, DropReason.MALFORMED, own_v3(payload=_BROKEN_SCOPED_PDU), "of the payload"),
    DropCase(Role.RECEIVER, DropReason.UNKNOWN_COMMUNITY, tool("snmptrap", "-v2c", f"-c{WRONG_COMMUNITY}"), "Trap"),
    DropCase(Role.RECEIVER, DropReason.UNKNOWN_COMMUNITY, tool("snmpinform", "-v2c", f"-c{WRONG_COMMUNITY}"), "Inform"),
    DropCase(Role.RECEIVER, DropReason.UNEXPECTED_PDU, tool("snmpget", *AS_PUBLIC), "GetRequest"),
    DropCase(
        Role.RECEIVER, DropReason.SEND_FAILED, unread_answers(_LARGE_INFORM), "",
        beside=frozenset((DropReason.INCOMPLETE_MESSAGE,)),
    ),
    DropCase(Role.RECEIVER, DropReason.UNKNOWN_ENGINE, tool("snmpinform", *AS_STRANGER, f"-e{OTHER_ENGINE}"), "040909"),
    DropCase(Role.RECEIVER, DropReason.UNKNOWN_USER, tool("snmptrap", *AS_STRANGER, f"-e{OTHER_ENGINE}"), "'stranger'"),
    DropCase(Role.RECEIVER, DropReason.UNSUPPORTED_LEVEL, tool("snmpinform", *ABOVE_HIS_LEVEL), "authNoPriv"),
    DropCase(Role.RECEIVER, DropReason.WRONG_DIGEST, tool("snmptrap", *AS_FORGER, f"-e{OTHER_ENGINE}"), "user 'bert'"),
    DropCase(Role.RECEIVER, DropReason.WRONG_DIGEST, tool("snmpinform", *AS_FORGER_WITH_A_KEY), "user 'keyed'"),
    DropCase(Role.RECEIVER, DropReason.NOT_IN_TIME_WINDOW, replaced_sender, "known of this engine are boots 5"),
    DropCase(Role.RECEIVER, DropReason.DECRYPTION_FAILED, tool("snmpinform", *WITH_A_WRONG_CIPHER_KEY), "authPriv"),
    DropCase(Role.RECEIVER, DropReason.UNKNOWN_PDU_HANDLER, tool("snmpget", *AS_BERT), "user 'bert'"),
    DropCase(Role.RECEIVER, DropReason.QUEUE_FULL, queue_overflow, "wait to be stored"),
    DropCase(Role.RECEIVER, DropReason.SOURCE_REFUSED, foreign_network, "network is not allowed"),
    DropCase(Role.RECEIVER, DropReason.TOO_MANY_VARBINDS, too_many_variables, "more than 1"),
    DropCase(Role.RECEIVER, DropReason.NOT_SAFE, no_place_for_informs, "File exists"),
)  # fmt: skip

_OUTSTANDING = "tests/unit/engine/test_outstanding.py::"
_AGENT = "tests/unit/engine/test_agent.py::"
SHOWN_ELSEWHERE: dict[DropReason, str] = {
    # Managers drop answers to what they asked themselves: no stranger's datagram gets so far.
    DropReason.LATE_RESPONSE: _OUTSTANDING + "test_an_answer_after_all_tries_is_late",
    DropReason.DUPLICATE_RESPONSE: _OUTSTANDING + "test_a_second_answer_is_a_duplicate",
    DropReason.UNKNOWN_REQUEST: _OUTSTANDING + "test_an_unknown_request_id",
    DropReason.FOREIGN_SOURCE: _OUTSTANDING + "test_another_source_address",
    DropReason.UNEXPECTED_VERSION: _OUTSTANDING + "test_another_version",
    # It takes more answers that are to be sent later than a test should wait for.
    DropReason.TOO_MANY_DELAYED: _AGENT + "test_more_delayed_answers_than_are_kept_are_counted",
    # It takes a process that is killed while it holds something.
    DropReason.LOST_WITH_WORKER: "tests/unit/services/simulator/test_arrivals.py::"
    "test_a_killed_worker_takes_no_acknowledged_inform_with_it_and_the_ledger_names_the_rest",
}
"""Reasons that no datagram provokes by itself, with the test that shows each."""
