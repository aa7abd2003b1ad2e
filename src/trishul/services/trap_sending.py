"""Sending of traps and informs from what a form gives: text in, validated bindings out, the field named that is wrong.

Owns that check and the counter of sent notifications. Does not own the notification's form (`snmp.Notifier`) nor who we
are (`identities`): SNMPv3 traps come from our engine, or from the one that the form names, as with `snmptrap -e`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import msgspec

from trishul.engine.local_engine import LocalEngine
from trishul.services.counters import Counters
from trishul.services.identities import (
    ChosenIdentity,
    CredentialSource,
    NoCredentials,
    choose_identity,
    target_as,
)
from trishul.services.name_source import NameSource, Numeric
from trishul.services.varbind_texts import VarBindText, varbinds_from_texts
from trishul.services.wrong_fields import field_named
from trishul.snmp.notifier import Notifier


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
        names = self._names.names
        with field_named("oid"):
            trap_oid = names.oid_of(trap.oid)
        varbinds = varbinds_from_texts(trap.varbinds, names)
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
        if trap.kind == "inform":
            acknowledgement = await self._notifier.inform(target, trap_oid, varbinds, uptime=trap.uptime)
            sent = SentNotification("acknowledged", round(acknowledgement.elapsed_s * 1000, 2), acknowledgement.tries)
        elif engine is not None:
            async with Notifier(engine=engine) as notifier:
                await notifier.trap(target, trap_oid, varbinds, uptime=trap.uptime)
            sent = SentNotification("sent")
        else:
            await self._notifier.trap(target, trap_oid, varbinds, uptime=trap.uptime)
            sent = SentNotification("sent")
        self._counters.add("traps", "traps_sent_total")
        return sent
