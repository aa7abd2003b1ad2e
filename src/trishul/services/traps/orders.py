"""Orders for runs: from what a form gives to a run that has begun, with everything checked before.

Owns that step, and the reading and judging of what may become a run. The runs themselves are `runs`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from trishul.errors import InvalidInput
from trishul.protocol.security.users import UserCredentials
from trishul.services.credentials.forms import Credential
from trishul.services.mibs.name_source import NameSource
from trishul.services.traps.checks import CheckedNotification, check_notification
from trishul.services.traps.courses import Replay, listed, repeated, replayed
from trishul.services.traps.reading import NotificationsRead, octets_of_base64, read_notifications
from trishul.services.traps.runs import TrapRun, TrapRunService
from trishul.services.traps.send_pace import Pace
from trishul.services.traps.sending import Notification, TrapSender, TrapToSend, check_v1_fields, read_notification
from trishul.snmp.target import Target
from trishul.store.database import Database


class TrapOrders:
    """Takes orders; what can be wrong is said before anything is sent."""

    def __init__(
        self,
        database: Database,
        names: NameSource,
        runs: TrapRunService,
        sender: Callable[[], TrapSender],
        for_receiver: Callable[[], Sequence[Credential]],
    ) -> None:
        """`for_receiver`: saved credentials whose users may open an SNMPv3 message that is read."""
        self._database = database
        self._names = names
        self._runs = runs
        self._sender = sender
        self._for_receiver = for_receiver

    async def repeat(self, trap: TrapToSend, pace: Pace) -> TrapRun:
        """Sends one notification at a pace. Raises InvalidInput, LimitReached, and what choosing an identity raises."""
        notification = read_notification(trap, self._names.names)
        target = await self._sender().find_target(trap)
        title = self._names.names.text_of(notification.trap_oid.contents)
        return self._runs.start(target, trap.kind, repeated(notification, pace, title))

    async def replay(self, addressee: TrapToSend, replay: Replay) -> TrapRun:
        """Sends stored notifications again. Raises the same."""
        target = await self._sender().find_target(addressee)
        course = await replayed(self._database, replay, as_v1=_is_v1(target))
        return self._runs.start(target, addressee.kind, course)

    async def send_list(
        self, addressee: TrapToSend, traps: Sequence[tuple[float, TrapToSend]], speed: float
    ) -> TrapRun:
        """Sends a list, each so many seconds after the start. Raises the same, with the place of the wrong one."""
        target = await self._sender().find_target(addressee)
        notifications: list[tuple[float, Notification]] = []
        names = self._names.names
        for index, (after_s, trap) in enumerate(traps):
            try:
                check_v1_fields(trap.v1, target)
                notifications.append((after_s, read_notification(trap, names)))
            except InvalidInput as error:
                raise InvalidInput(str(error), field=f"notifications.{index}.{error.field or 'oid'}") from None
            if index % 100 == 99:
                await asyncio.sleep(0)  # a thousand forms must not hold up a push
        return self._runs.start(target, addressee.kind, listed(notifications, speed))

    async def read(self, text: str, capture: str) -> NotificationsRead:
        """What is in a text or a file. Raises InvalidInput."""
        octets = octets_of_base64(capture) if capture and not text.strip() else b""
        users = [user for each in self._for_receiver() if (user := each.identity.user) is not None]
        if users:
            users = await asyncio.to_thread(_with_master_keys, users)
        return read_notifications(text, octets, users, self._names.names)

    def check(self, trap: TrapToSend, *, is_v1: bool) -> CheckedNotification:
        """What would arrive, and what its lint would say."""
        return check_notification(trap, self._names.library, self._names.names, is_v1=is_v1)


def _is_v1(target: Target) -> bool:
    return target.snmp_version.label == "1"


def _with_master_keys(users: Sequence[UserCredentials]) -> list[UserCredentials]:
    return [user.with_master_keys() for user in users]
