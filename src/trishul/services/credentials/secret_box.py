"""The box that saved secrets lie in: sealed with AES-256-GCM under a key file in the data directory.

Owns the key file (made once, atomically, for its owner alone) and the form of a sealed text. Does not own what is in
it (`forms`). A sealed text is bound to octets of the caller's choice, so that one that was moved to another
row, or whose row was changed, does not open. This and `protocol.security.ciphers` are the two modules that import
`cryptography`: that one knows the ciphers of SNMPv3, which the peer chooses; this one what is at rest, which we choose.
It protects a copied or leaked database, not against somebody who can read the key file beside it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import stat
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from trishul.errors import CapabilityMissing, TrishulError

KEY_FILE = "credentials.key"
KEY_OCTETS = 32
_NONCE_OCTETS = 12
_FORM = b"\x01"
"""First octet of a sealed text: how the rest is made. A later form gets another one."""
_OWNER_ONLY = 0o600

_log = structlog.get_logger(__name__)


class KeyUnavailable(TrishulError):
    """The key file is not there although it is needed, or is none that can be used."""

    code = "credentials_key_unavailable"


class SealingKey:
    """Seals and opens; shows its octets to nobody."""

    __slots__ = ("_cipher",)

    def __init__(self, octets: bytes) -> None:
        try:
            self._cipher = AESGCM(octets)
        except UnsupportedAlgorithm as error:
            raise CapabilityMissing("AES-256-GCM", "this host's cipher library refuses it") from error

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """The sealed text; two of the same differ. Random nonces are safe for 2**32 of them (NIST SP 800-38D §8.3)."""
        nonce = secrets.token_bytes(_NONCE_OCTETS)
        return _FORM + nonce + self._cipher.encrypt(nonce, plain, bound_to)

    def unseal(self, sealed: bytes, bound_to: bytes) -> bytes | None:
        """What was sealed; None where key, binding or octets are not those of then."""
        body = sealed[len(_FORM) :]
        if sealed[: len(_FORM)] != _FORM or len(body) < _NONCE_OCTETS:
            return None
        try:
            return self._cipher.decrypt(body[:_NONCE_OCTETS], body[_NONCE_OCTETS:], bound_to)
        except InvalidTag:
            return None


def find_key(path: Path) -> SealingKey | None:
    """The key of the file, None where there is no file. Raises KeyUnavailable for one that cannot be used."""
    try:
        with path.open("rb") as file:
            _take_from_others(path, os.fstat(file.fileno()).st_mode)
            text = file.read(4 * KEY_OCTETS)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyUnavailable(f"The key file {path.name} cannot be read: {error.strerror}.") from error
    try:
        octets = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        octets = b""
    if len(octets) != KEY_OCTETS:
        raise KeyUnavailable(
            f"The key file {path.name} is damaged: it does not hold {2 * KEY_OCTETS} hexadecimal digits."
        )
    return SealingKey(octets)


def make_key(path: Path) -> SealingKey:
    """A new key in a new file, on the disk when this returns; the one that another process made first is taken.

    Raises KeyUnavailable.
    """
    new = path.with_name(f"{path.name}.{secrets.token_hex(6)}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_durably(new, f"{secrets.token_hex(KEY_OCTETS)}\n".encode())
        try:
            with contextlib.suppress(FileExistsError):
                os.link(new, path)  # a rename would take the place of a key that others use already
        finally:
            new.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise KeyUnavailable(f"The key file {path.name} cannot be made: {error.strerror}.") from error
    made = find_key(path)
    if made is None:
        raise KeyUnavailable(f"The key file {path.name} was taken away while it was made.")
    return made


def _write_durably(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """So that the file's name survives a power cut as well."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_from_others(path: Path, mode: int) -> None:
    """A copy or backup often comes back readable for everybody."""
    if not stat.S_IMODE(mode) & 0o077:
        return
    try:
        path.chmod(_OWNER_ONLY)
    except OSError:  # it is somebody else's file
        command = f"sudo chown {os.geteuid()} {shlex.quote(str(path))} && chmod 600 {shlex.quote(str(path))}"
        _log.warning(
            "the key file can be read by others; to close it, type the command", file=path.name, command=command
        )
    else:
        _log.warning("the key file could be read by others; it is for its owner alone now", file=path.name)
