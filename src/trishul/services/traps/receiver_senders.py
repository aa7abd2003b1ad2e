"""Whose notifications the receiver takes: saved credentials that are for it, and the community it was started with.

Owns what the worker is told: all users and communities, and which of them were saved again. Passwords become master
keys here, in a thread and once, so that a worker with hundreds of users starts at once and never stops to hash. Does
not own the credentials nor when the worker is told (`traps`).
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from trishul.services.credentials.forms import Credential
from trishul.workers.messages import AcceptSenders, SnmpUser
from trishul.workers.users import snmp_user


class ReceiverCredentials(Protocol):
    """Where the saved credentials come from."""

    def for_receiver(self) -> list[Credential]:
        """Those that our receiver accepts; one that was saved again is another object."""


class NoReceiverCredentials:
    """For who has none saved."""

    def for_receiver(self) -> list[Credential]:
        """Nobody."""
        return []


class ReceiverSenders:
    """Gathers what the worker is told; remembers what that was."""

    def __init__(self, credentials: ReceiverCredentials) -> None:
        self._credentials = credentials
        self._told: dict[str, tuple[Credential, SnmpUser | None]] = {}

    async def gather(self, community: str | None) -> AcceptSenders:
        """Everybody whose notifications are taken; of who was saved again what was learned is forgotten.

        Without a community that of every sender is taken; with one, it and the saved ones are.
        """
        told = self._told
        self._told = {}
        renewed: list[str] = []
        communities: list[bytes] | None = [community.encode()] if community else None
        for credential in self._credentials.for_receiver():
            known = told.get(credential.id)
            if known is None or known[0] is not credential:
                if known is not None and known[1] is not None:
                    renewed.append(known[1].name)
                known = (credential, await asyncio.to_thread(_user_of, credential))
            self._told[credential.id] = known
            if communities is not None and credential.identity.community is not None:
                communities.append(credential.identity.community.reveal())
        users = [user for _, user in self._told.values() if user is not None]
        return AcceptSenders(communities, users, renewed)


def _user_of(credential: Credential) -> SnmpUser | None:
    identity = credential.identity
    if identity.user is None:
        return None
    return snmp_user(identity.user.with_master_keys(), level=identity.level, engine_id=identity.engine_id)
