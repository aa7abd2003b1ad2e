"""Whom the simulator answers besides its own community: saved credentials that are for it.

Passwords become master keys here, in a thread and once, so that a worker with many users never stops to hash. Does not
own the credentials nor when the worker is told (`simulator`).
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from trishul.services.credentials.forms import Credential
from trishul.workers.messages import ServeAskers, SnmpUser
from trishul.workers.users import snmp_user


class SimulatorCredentials(Protocol):
    """Where the saved credentials come from."""

    def for_simulator(self) -> list[Credential]:
        """Those that our simulated agents accept; one that was saved again is another object."""


class NoSimulatorCredentials:
    """For who has none saved."""

    def for_simulator(self) -> list[Credential]:
        """Nobody."""
        return []


class SimulatorAskers:
    """Gathers what the worker is told; who was not saved again costs nothing."""

    def __init__(self, credentials: SimulatorCredentials) -> None:
        self._credentials = credentials
        self._told: dict[str, tuple[Credential, SnmpUser | None]] = {}

    async def gather(self) -> ServeAskers:
        """Every user and community that is answered."""
        told, self._told = self._told, {}
        communities = []
        for credential in self._credentials.for_simulator():
            known = told.get(credential.id)
            if known is None or known[0] is not credential:
                known = (credential, await asyncio.to_thread(_user_of, credential))
            self._told[credential.id] = known
            if credential.identity.community is not None:
                communities.append(credential.identity.community.reveal())
        return ServeAskers([user for _, user in self._told.values() if user is not None], communities)


def _user_of(credential: Credential) -> SnmpUser | None:
    identity = credential.identity
    if identity.user is None:
        return None
    return snmp_user(identity.user.with_master_keys(), level=identity.level, engine_id=identity.engine_id)
