"""TLS by certificate files: read, checked in words, and read again when they change.

Owns the two files and the context of the server. A new pair is tried on a context of its own first, so that a half
written renewal never takes the place of one that works. Does not own the listening socket (`server`), nor TLS in front
of us, which is a proxy's.
"""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import structlog

from trishul.errors import InvalidInput

LOOK_EVERY_S = 30.0

_log = structlog.get_logger(__name__)


class TlsFiles:
    """Certificate (with its chain) and private key in PEM; without a key file, the key is beside the certificate."""

    def __init__(self, certificate: Path, key: Path | None) -> None:
        self._certificate = certificate
        self._key = key or certificate
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._seen = self._changed_at()

    def open(self) -> None:
        """Make the context ready. Raises InvalidInput, which names the file and what is wrong with it."""
        self._load_into(self.context)

    def read_again(self) -> bool:
        """Take up files that changed; says whether it did. Raises InvalidInput, and the pair before goes on."""
        found = self._changed_at()
        if found == self._seen:
            return False
        self._seen = found
        self._load_into(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
        self._load_into(self.context)
        return True

    async def keep_fresh(self) -> None:
        """Look every half minute; never ends by itself."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                if await asyncio.to_thread(self.read_again):
                    _log.info("the TLS certificate was read again", file=str(self._certificate))
            except InvalidInput as error:
                _log.error("the new TLS certificate is not used, the one before goes on", reason=str(error))

    def _load_into(self, context: ssl.SSLContext) -> None:
        _require(self._certificate, b"-----BEGIN CERTIFICATE-----", "certificate", "TRISHUL_TLS_CERTIFICATE")
        _require(self._key, b"PRIVATE KEY-----", "private key", "TRISHUL_TLS_KEY")

        def refuse_to_decrypt() -> str:
            raise InvalidInput(
                f"The private key in {self._key} is encrypted. A server that starts by itself has nobody to ask for "
                "its password: decrypt it (openssl pkey -in KEY -out PLAIN) and let only the server's user read it"
            )

        try:
            context.load_cert_chain(self._certificate, self._key, password=refuse_to_decrypt)
        except ssl.SSLError as error:
            if error.reason == "KEY_VALUES_MISMATCH":
                raise InvalidInput(
                    f"The private key in {self._key} is not that of the certificate in {self._certificate}"
                ) from None
            raise InvalidInput(
                f"{self._certificate} and {self._key} cannot be used for TLS: {error.reason or 'they are damaged'}"
            ) from None

    def _changed_at(self) -> tuple[int, ...]:
        """When the files changed, and 0 for one that is not there."""
        return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in (self._certificate, self._key))


def _require(path: Path, mark: bytes, what: str, variable: str) -> None:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{variable}: {path} cannot be read: {error.strerror}") from None
    if mark not in text:
        raise InvalidInput(f"{variable}: {path} holds no {what} in PEM")
