"""What systemd hears of this process: that it is ready, that it ends, that its event loop still turns (sd_notify).

Owns the few lines of that protocol: datagrams of `NAME=value` to the unix socket that NOTIFY_SOCKET names. Where none
is named nobody wants to hear anything. A message that cannot be sent is left out: no service fails by being watched.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping
from contextlib import suppress

from trishul.services.background import end_background, run_in_background


class ServiceManager:
    """The other end of NOTIFY_SOCKET; without one every call does nothing."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address  # @ means an abstract name
        self.heartbeat_s = _heartbeat_s(environment)
        """Seconds between two signs of life; None where nobody waits for them."""
        self._heartbeat: asyncio.Task[None] | None = None

    def ready(self, status: str) -> None:
        """The service serves; from now on a sign of life comes from the event loop, if one is wanted."""
        self._send(f"READY=1\nSTATUS={status}")
        if self._address and self.heartbeat_s is not None:
            self._heartbeat = run_in_background(self._keep_beating(self.heartbeat_s), "signs of life")

    def stopping(self) -> None:
        """The end has begun: rows are stored and sockets closed, which may take a moment."""
        self._send("STOPPING=1")

    async def close(self) -> None:
        """No more signs of life."""
        await end_background(self._heartbeat)

    async def _keep_beating(self, interval_s: float) -> None:
        while True:
            self._send("WATCHDOG=1")
            await asyncio.sleep(interval_s)

    def _send(self, message: str) -> None:
        if self._address:
            with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.setblocking(False)
                sender.sendto(message.encode(), self._address)


def _heartbeat_s(environment: Mapping[str, str]) -> float | None:
    """Half of what systemd waits, as sd_watchdog_enabled(3) advises; None where it does not wait for this process."""
    wanted_of = environment.get("WATCHDOG_PID", "")
    if wanted_of and wanted_of != str(os.getpid()):
        return None
    try:
        patience_us = int(environment.get("WATCHDOG_USEC", ""))
    except ValueError:
        return None
    return patience_us / 2e6 if patience_us > 0 else None
