"""Which SNMPv3 users a receiver believes: at the engines that send traps, and at its own, which informs are sent to.

Users come and go while it runs. The same name may stand for several users with other secrets, at one engine or at any:
of traps the digest tells whose it is, and so it does of informs, though our own engine has one user of a name at a time
(RFC 3414 §5, usmUserTable). Owns who is believed; opening messages is `trap_senders` and `authority`.
"""

from __future__ import annotations

from trishul.engine.local_engine import LocalEngine
from trishul.engine.trap_senders import TrapSenders
from trishul.protocol.message_v3 import MessageV3
from trishul.protocol.security.users import LocalizedUser, UserCredentials


class ReceiverUsers:
    """Starts without users. `engine` is ours; without one there are no informs."""

    def __init__(self, engine: LocalEngine | None) -> None:
        self.senders = TrapSenders()
        self._engine = engine
        self._namesakes: dict[bytes, list[tuple[bytes, LocalizedUser]]] = {}
        """Users at our engine, the newest first, each with the engine that he was added for."""

    def add(self, credentials: UserCredentials, engine_id: bytes) -> None:
        """Believes a user at one engine, or at any when `engine_id` is empty. Raises InvalidInput, CapabilityMissing.

        A user of the same name stays beside him.
        """
        masters = credentials.with_master_keys()
        engine = self._engine
        is_ours = engine is not None and engine_id in {b"", engine.engine_id}
        user = masters.localized(engine.engine_id) if engine is not None and is_ours else None
        if self.senders.add_user(masters, engine_id) and user is not None and engine is not None:
            self._namesakes.setdefault(user.name, []).insert(0, (engine_id, user))
            engine.users[user.name] = user

    def remove(self, name: str, engine_id: bytes) -> int:
        """Believes no user of this name at this engine, or at any, any more; returns how many there were.

        What was learned of him is forgotten; users of the name at other engines stay.
        """
        octets = name.encode()
        engine = self._engine
        if engine is not None and octets in self._namesakes:
            kept = [each for each in self._namesakes.pop(octets) if each[0] != engine_id]
            engine.users.pop(octets, None)
            if kept:
                self._namesakes[octets] = kept
                engine.users[octets] = kept[0][1]
        return self.senders.remove_user(octets, engine_id)

    def put_forward(self, data: bytes, message: MessageV3) -> None:
        """Makes him the user of our engine, among those of the name, whose digest a message for us has."""
        namesakes = self._namesakes.get(message.user_name, ())
        if len(namesakes) < 2 or self._engine is None:
            return
        for _, user in namesakes:
            authenticator = user.authenticator
            if authenticator is not None and authenticator.is_authentic(
                data, message.mac_at, message.mac_end, message.end
            ):
                self._engine.users[user.name] = user
                return
