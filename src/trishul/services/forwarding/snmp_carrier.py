"""Forwards notifications as traps or informs of SNMPv1, v2c or v3.

Owns the step from a parcel to a sent notification, and which errors are worth another attempt. What is sent is
`forwarded_notifications`, how is `traps.sending`. SNMPv3 traps come from our own engine.
"""

from __future__ import annotations

from trishul.errors import InvalidInput, TrishulError
from trishul.protocol.message import Version
from trishul.services.credentials.identities import ChosenIdentity
from trishul.services.forwarding.carriers import DeliveryFailed
from trishul.services.forwarding.destination_documents import SnmpDestination
from trishul.services.forwarding.forwarded_notifications import ReturningNotifications, forwarded_notification
from trishul.services.forwarding.parcels import Parcel
from trishul.services.traps.sending import SentNotification, TrapSender, TrapToSend
from trishul.snmp.target import Target


class SnmpCarrier:
    """One receiver of notifications; made anew when credentials change."""

    def __init__(self, document: SnmpDestination, sender: TrapSender, returning: ReturningNotifications) -> None:
        self._document = document
        self._sender = sender
        self._returning = returning
        self._target: Target | None = None

    async def deliver(self, parcel: Parcel) -> str:
        """Sends it; an inform waits for its acknowledgement. Raises DeliveryFailed."""
        try:
            target = self._target = self._target or await self._find_target()
        except TrishulError as error:  # a credential that is locked or gone may come back
            raise DeliveryFailed(str(error)) from None
        notification = forwarded_notification(parcel.row, as_v1=target.snmp_version is Version.V1)
        if notification is None:
            raise DeliveryFailed("The stored notification is damaged and cannot be sent", is_final=True)
        self._returning.note_sent(notification)
        try:
            sent = await self._sender.send_to(target, self._document.send_as, notification)
        except InvalidInput as error:  # such as a Counter64, which SNMPv1 has not (RFC 3584 §3.2)
            raise DeliveryFailed(str(error), is_final=True) from None
        except TrishulError as error:
            raise DeliveryFailed(str(error)) from None
        return _words_of(sent)

    async def close(self) -> None:
        """The sockets are those of the sender, which others use."""

    async def _find_target(self) -> Target:
        document = self._document
        return await self._sender.find_target(
            TrapToSend(
                document.host,
                "",
                port=document.port,
                identity=ChosenIdentity(document.credential, document.version),
                transport=document.transport,
                kind=document.send_as,
                timeout_s=document.timeout_s / (document.retries + 1),
                retries=document.retries,
            )
        )


def _words_of(sent: SentNotification) -> str:
    return sent.status if sent.elapsed_ms is None else f"{sent.status} after {sent.elapsed_ms:g} ms"
