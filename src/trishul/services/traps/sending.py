"""Sending of traps and informs from what a form gives: text in, validated bindings out, the field named that is wrong.

Owns that check and the counter of sent notifications. Does not own the notification's form (`snmp.Notifier`) nor who we
are (`credentials.identities`): SNMPv3 traps come from our engine, or from the one that the form names, as with
`snmptrap -e`. What is sent many times is prepared once (`runs`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

import msgspec

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver import ENTERPRISE_SPECIFIC, SNMP_TRAPS
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.protocol.message import Version
from trishul.services.counters import Counters
from trishul.services.credentials.identities import (
    ChosenIdentity,
    CredentialSource,
    NoCredentials,
    choose_identity,
    target_as,
)
from trishul.services.mibs.name_source import NameSource, Numeric
from trishul.services.varbind_texts import VarBindText, varbinds_from_texts
from trishul.services.wrong_fields import field_named
from trishul.snmp.notifier import Notifier
from trishul.snmp.target import Target


@dataclass(frozen=True, slots=True)
class V1Fields:
    """What a v1 trap has instead of an snmpTrapOID (RFC 1157 §4.1.6), as a form gives it."""

    generic: int | None = None
    """generic-trap, 0 to 6; None for who names the notification by its OID."""
    enterprise: str = ""
    specific: int = 0
    agent_address: str | None = None
    """None: the address that we send from."""


@dataclass(frozen=True, slots=True)
class TrapToSend:
    """One notification as a form gives it."""

    target: str
    oid: str
    port: int = 162
    identity: ChosenIdentity = field(default_factory=ChosenIdentity)
    varbinds: Sequence[VarBindText] = ()
    transport: Literal["udp", "tcp"] = "udp"
    kind: Literal["trap", "inform"] = "trap"
    timeout_s: float = 1.0
    retries: int = 3
    uptime: int | None = None
    """Hundredths of a second; None for the age of the sender."""
    v1: V1Fields = field(default_factory=V1Fields)


class Notification(NamedTuple):
    """One notification that can be sent, to anybody."""

    trap_oid: Oid
    varbinds: Sequence[VarBind]
    uptime: int | None = None
    """Hundredths of a second; None for the age of the sender."""
    agent_address: str | None = None
    enterprise: Oid | None = None
    """Both of the SNMPv1 form alone; None for what is usual there."""


class SentNotification(msgspec.Struct, frozen=True):
    """Outcome: "sent", or "acknowledged" with the time until then."""

    status: str
    elapsed_ms: float | None = None
    tries: int | None = None


class TrapSender:
    """One notifier for all; its age is the uptime that notifications carry."""

    def __init__(
        self,
        counters: Counters,
        names: NameSource | None = None,
        credentials: CredentialSource | None = None,
        engine: LocalEngine | None = None,
    ) -> None:
        """`engine`: ours, which SNMPv3 traps come from."""
        self._counters = counters
        self._names = names or Numeric()
        self._credentials = credentials or NoCredentials()
        self._notifier = Notifier(engine=engine)

    def close(self) -> None:
        """Closes the sockets; informs that wait fail."""
        self._notifier.close()

    async def send(self, trap: TrapToSend, engine: LocalEngine | None = None) -> SentNotification:
        """Sends once, SNMPv3 traps from `engine` in place of ours; an inform waits for its acknowledgement.

        Raises InvalidInput, TargetUnreachable, RequestTimedOut, ErrorResponse, SecurityRefused, and what
        `choose_identity` raises.
        """
        notification = read_notification(trap, self._names.names)
        return await self.send_to(await self.find_target(trap), trap.kind, notification, engine)

    async def find_target(self, trap: TrapToSend) -> Target:
        """Whom to send to, as whom. Raises InvalidInput, and what `choose_identity` raises."""
        identity = choose_identity(trap.identity, self._credentials)
        if identity.user is not None:  # a password is hashed for milliseconds, which nobody else shall wait for
            identity = replace(identity, user=await asyncio.to_thread(identity.user.with_master_keys))
        target = target_as(
            identity,
            trap.target,
            trap.port,
            timeout_s=trap.timeout_s,
            retries=trap.retries,
            transport=trap.transport,
        )
        check_v1_fields(trap.v1, target)
        return target

    async def send_to(
        self,
        target: Target,
        kind: Literal["trap", "inform"],
        notification: Notification,
        engine: LocalEngine | None = None,
    ) -> SentNotification:
        """Sends a notification once and counts it; an SNMPv3 trap comes from `engine`, or ours.

        Raises InvalidInput, TargetUnreachable, RequestTimedOut, ErrorResponse, SecurityRefused.
        """
        if kind == "inform":
            answer = await self._notifier.inform(
                target, notification.trap_oid, notification.varbinds, uptime=notification.uptime
            )
            sent = SentNotification("acknowledged", round(answer.elapsed_s * 1000, 2), answer.tries)
        elif engine is not None:
            async with Notifier(engine=engine) as notifier:
                await _send_trap(notifier, target, notification)
            sent = SentNotification("sent")
        else:
            await _send_trap(self._notifier, target, notification)
            sent = SentNotification("sent")
        self._counters.add("traps", "traps_sent_total")
        return sent


async def _send_trap(notifier: Notifier, target: Target, notification: Notification) -> None:
    trap_oid, varbinds, uptime, agent_address, enterprise = notification
    await notifier.trap(target, trap_oid, varbinds, uptime=uptime, agent_address=agent_address, enterprise=enterprise)


def read_notification(trap: TrapToSend, names: Names) -> Notification:
    """The notification that a form means. Raises InvalidInput with the field that is wrong."""
    trap_oid, enterprise = trap_oid_of(trap, names)
    agent_address = trap.v1.agent_address or None
    if agent_address is not None:
        with field_named("agent_address"):
            Value.ip_address(agent_address)
    return Notification(trap_oid, varbinds_from_texts(trap.varbinds, names), trap.uptime, agent_address, enterprise)


def trap_oid_of(trap: TrapToSend, names: Names) -> tuple[Oid, Oid | None]:
    """The snmpTrapOID that is meant, and the enterprise that is given (RFC 3584 §3.1). Raises InvalidInput."""
    fields = trap.v1
    if fields.generic is None:
        with field_named("oid"):
            trap_oid = names.oid_of(trap.oid)
        return trap_oid, _enterprise(fields, names)
    if trap.oid:
        raise InvalidInput("Name the notification by its OID or by generic-trap, not by both", field="oid")
    enterprise = _enterprise(fields, names)
    if fields.generic < ENTERPRISE_SPECIFIC:
        return SNMP_TRAPS.child(fields.generic + 1), enterprise
    if enterprise is None:
        raise InvalidInput("An enterprise-specific trap needs the OID of its enterprise", field="enterprise")
    with field_named("enterprise"):
        return Oid((*enterprise, 0, fields.specific & 0xFFFFFFFF)), enterprise


def _enterprise(fields: V1Fields, names: Names) -> Oid | None:
    if not fields.enterprise:
        return None
    with field_named("enterprise"):
        return names.oid_of(fields.enterprise)


def check_v1_fields(fields: V1Fields, target: Target) -> None:
    """Raises InvalidInput where fields of the SNMPv1 form are given to a target of another version."""
    if target.snmp_version is Version.V1:
        return
    given = {
        "generic": fields.generic is not None,
        "enterprise": bool(fields.enterprise),
        "agent_address": bool(fields.agent_address),
    }
    for name, is_given in given.items():
        if is_given:
            raise InvalidInput("Only SNMPv1 traps have this field: choose version 1", field=name)
