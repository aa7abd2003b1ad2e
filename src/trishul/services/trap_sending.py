"""Sending of traps and informs from what a form gives: text in, validated bindings out, the field named that is wrong.

Owns that check and the counter of sent notifications. Does not own the notification's form (`snmp.Notifier`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from trishul.services.counters import Counters
from trishul.services.name_source import NameSource, Numeric
from trishul.services.varbind_texts import VarBindText, varbinds_from_texts
from trishul.services.wrong_fields import field_named
from trishul.snmp.notifier import Notifier
from trishul.snmp.target import Target


@dataclass(frozen=True, slots=True)
class TrapToSend:
    """One notification as a form gives it."""

    target: str
    oid: str
    port: int = 162
    community: str = field(default="public", repr=False)
    varbinds: Sequence[VarBindText] = ()
    version: str = "2c"
    transport: Literal["udp", "tcp"] = "udp"
    kind: Literal["trap", "inform"] = "trap"
    timeout_s: float = 1.0
    retries: int = 3


class SentNotification(msgspec.Struct, frozen=True):
    """Outcome: "sent", or "acknowledged" with the time until then."""

    status: str
    elapsed_ms: float | None = None
    tries: int | None = None


class TrapSender:
    """One notifier for all; its age is the uptime that notifications carry."""

    def __init__(self, counters: Counters, names: NameSource | None = None) -> None:
        self._counters = counters
        self._names = names or Numeric()
        self._notifier = Notifier()

    def close(self) -> None:
        """Closes the sockets; informs that wait fail."""
        self._notifier.close()

    async def send(self, trap: TrapToSend) -> SentNotification:
        """Sends once; an inform waits for its acknowledgement.

        Raises InvalidInput, TargetUnreachable, RequestTimedOut, ErrorResponse.
        """
        names = self._names.names
        with field_named("oid"):
            trap_oid = names.oid_of(trap.oid)
        varbinds = varbinds_from_texts(trap.varbinds, names)
        with field_named("target", instead_of="host"):
            target = Target(
                trap.target,
                trap.port,
                community=trap.community,
                version=trap.version,
                timeout_s=trap.timeout_s,
                retries=trap.retries,
                transport=trap.transport,
            )
        if trap.kind == "inform":
            acknowledgement = await self._notifier.inform(target, trap_oid, varbinds)
            sent = SentNotification("acknowledged", round(acknowledgement.elapsed_s * 1000, 2), acknowledgement.tries)
        else:
            await self._notifier.trap(target, trap_oid, varbinds)
            sent = SentNotification("sent")
        self._counters.add("traps", "traps_sent_total")
        return sent
