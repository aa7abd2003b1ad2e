"""Passwords: hashed with argon2id in a thread, compared, made up.

Owns the only place that sees a password in clear, and only for the time of one call. Does not own who may log in
(`sessions`). Texts are compared in Unicode NFC (RFC 8265 §3.3, §4.2), so that two keyboards that compose an accent
differently agree.
"""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_PASSWORD_LENGTH = 8
MAX_PASSWORD_LENGTH = 1024
CONCURRENT_HASHES = 2  # each takes 64 MiB and one core for some 50 ms


def normalise(text: str) -> str:
    """The one form in which names and passwords are kept and compared."""
    return unicodedata.normalize("NFC", text)


def make_password() -> str:
    """A random password of 96 bits, easy to copy by hand."""
    return secrets.token_urlsafe(12)


class PasswordKeeper:
    """Hashes and verifies off the event loop, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(CONCURRENT_HASHES)
        self._stand_in: str | None = None
        self.waiting = 0

    async def hash(self, password: str) -> str:
        """The argon2id text that is stored."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, normalise(password))

    async def verify(
        self, password_hash: str | None, password: str, at_its_turn: Callable[[], None] = lambda: None
    ) -> bool:
        """Whether the password fits; without a hash (no such user) it takes as long and says no.

        Raises what `at_its_turn` raises, which is called before the password is looked at.
        """
        self.waiting += 1
        try:
            async with self._slots:
                at_its_turn()
                if self._stand_in is None:
                    self._stand_in = await asyncio.to_thread(self._hasher.hash, secrets.token_urlsafe())
                fits = await asyncio.to_thread(self._verify, password_hash or self._stand_in, normalise(password))
        finally:
            self.waiting -= 1
        return fits and password_hash is not None

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
