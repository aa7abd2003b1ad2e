"""Forwards notifications to a syslog server: over UDP (RFC 5426), TCP (RFC 6587 §3.4.1) or TLS (RFC 5425).

Owns the connection. TCP and TLS keep one, with octet counting; it is opened anew when the server has closed it. Syslog
has no acknowledgements: what a server that dies had not read yet is lost, and nobody hears of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import ssl
from collections.abc import Callable

from trishul.services.forwarding.carriers import DeliveryFailed, reason_of
from trishul.services.forwarding.destination_documents import SyslogDestination
from trishul.services.forwarding.parcels import Parcel
from trishul.services.forwarding.syslog_messages import MAX_OCTETS, MAX_UDP_OCTETS, syslog_message
from trishul.services.forwarding.webhook_carrier import tls_context
from trishul.services.traps.records import TrapRecord
from trishul.store.notifications import StoredNotification
from trishul.transport.single_datagram import send_datagram


class SyslogCarrier:
    """One syslog server."""

    def __init__(self, document: SyslogDestination, record: Callable[[StoredNotification], TrapRecord]) -> None:
        self._document = document
        self._address = (document.host, document.effective_port)
        self._record = record
        self._turn = asyncio.Lock()
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def deliver(self, parcel: Parcel) -> str:
        """Sends it. Raises DeliveryFailed."""
        document = self._document
        is_udp = document.transport == "udp"
        message = syslog_message(
            self._record(parcel.row), parcel.key, document.facility, MAX_UDP_OCTETS if is_udp else MAX_OCTETS
        )
        try:
            async with self._turn, asyncio.timeout(document.timeout_s):
                await (send_datagram(*self._address, message) if is_udp else self._send_frame(message))
        except TimeoutError:
            raise DeliveryFailed(f"not connected within {document.timeout_s:g} s") from None
        except ssl.SSLError as error:
            raise DeliveryFailed(f"the encrypted connection failed: {error.reason or 'closed'}") from None
        except OSError as error:
            raise DeliveryFailed(reason_of(error)) from None
        except UnicodeError:
            raise DeliveryFailed("this is no name of a host") from None
        return "sent"

    async def close(self) -> None:
        """Ends the connection."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream[1].close()
            with contextlib.suppress(OSError):  # TimeoutError among them
                async with asyncio.timeout(1.0):
                    await stream[1].wait_closed()

    async def _send_frame(self, message: bytes) -> None:
        try:
            reader, writer = await self._open_stream()
            writer.write(b"%d %b" % (len(message), message))
            await writer.drain()
            await asyncio.sleep(0)  # so that an end which has arrived is seen
            if reader.at_eof() or writer.is_closing():
                raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        except BaseException:  # also when cancelled: half a frame must be the last on its connection
            await self.close()
            raise

    async def _open_stream(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        stream = self._stream
        if stream is not None and not stream[0].at_eof() and not stream[1].is_closing():
            return stream
        await self.close()
        document = self._document
        context = tls_context(document.ca) if document.transport == "tls" else None
        self._stream = await asyncio.open_connection(*self._address, ssl=context)
        return self._stream
