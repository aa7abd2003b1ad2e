"""Encryption of scoped PDUs: CBC-DES, 3DES-EDE and CFB128-AES (RFC 3414 §8, RFC 3826 §3, Reeder's 3DES draft).

The only module that imports `cryptography`, beside the box of saved secrets. Salts come in as counters and leave as
msgPrivacyParameters. DES is 3DES with one key three times, which is all that a modern library still offers; a host that
refuses a cipher, as FIPS mode does, is met when the cipher is made and named. Hot path: one object per key, flat
functions on bytes; measured by `bench/`.
"""

from __future__ import annotations

from typing import Protocol

from cryptography.exceptions import InternalError, UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB

from trishul.errors import CapabilityMissing
from trishul.protocol.security.protocols import PrivProtocol

SALT_OCTETS = 8
_DES_BLOCK_OCTETS, _AES_BLOCK_OCTETS = 8, 16
_DES_SALT_MASK, _AES_SALT_MASK = 2**32 - 1, 2**64 - 1


class PrivacyCipher(Protocol):
    """Encrypts and decrypts with one localized key."""

    def encrypt(self, plain: bytes, boots: int, time: int, salt: int) -> tuple[bytes, bytes]:
        """The encrypted octets and msgPrivacyParameters; a salt counter must not repeat while the key lives."""

    def decrypt(self, octets: bytes, boots: int, time: int, parameters: bytes) -> bytes | None:
        """The plain octets, padding included; None where salt or length are none that this cipher makes."""


def open_cipher(protocol: PrivProtocol, key: bytes) -> PrivacyCipher:
    """The cipher of a localized key of `protocol.key_octets`. Raises CapabilityMissing."""
    try:
        cipher: PrivacyCipher = _AesCipher(key) if protocol.cipher == "AES" else _DesCipher(protocol, key)
        cipher.encrypt(bytes(_DES_BLOCK_OCTETS), 0, 0, 0)
    except (InternalError, UnsupportedAlgorithm) as error:  # the former is what OpenSSL 3 and later make of FIPS mode
        raise CapabilityMissing(protocol.label, "this host's cipher library refuses it, as in FIPS mode") from error
    return cipher


class _DesCipher:
    """CBC with an initialization vector of pre-IV and salt (RFC 3414 §8.1.1.1; the 3DES draft §5.1.1.1 likewise)."""

    __slots__ = ("_decrypt", "_encrypt", "_last_block", "_pre_iv")

    def __init__(self, protocol: PrivProtocol, key: bytes) -> None:
        cipher_key, pre_iv = key[:-_DES_BLOCK_OCTETS], key[-_DES_BLOCK_OCTETS:]
        algorithm = TripleDES(cipher_key * 3 if protocol is PrivProtocol.DES else cipher_key)
        cipher = Cipher(algorithm, CBC(bytes(_DES_BLOCK_OCTETS)))
        self._encrypt = cipher.encryptor().update
        self._decrypt = cipher.decryptor().update
        self._last_block = 0
        """Of ciphertext that was made, as a number."""
        self._pre_iv = int.from_bytes(pre_iv, "big")

    def encrypt(self, plain: bytes, boots: int, time: int, salt: int) -> tuple[bytes, bytes]:
        del time  # is part of the salt of AES only
        number = boots << 32 | salt & _DES_SALT_MASK
        padded = plain + bytes(-len(plain) % _DES_BLOCK_OCTETS)
        # The context adds its last block of ciphertext to the first of plaintext; here it is to be the vector.
        first = int.from_bytes(padded[:_DES_BLOCK_OCTETS], "big") ^ number ^ self._pre_iv ^ self._last_block
        encrypted = self._encrypt(first.to_bytes(_DES_BLOCK_OCTETS, "big") + padded[_DES_BLOCK_OCTETS:])
        self._last_block = int.from_bytes(encrypted[-_DES_BLOCK_OCTETS:], "big")
        return encrypted[: len(padded)], number.to_bytes(SALT_OCTETS, "big")

    def decrypt(self, octets: bytes, boots: int, time: int, parameters: bytes) -> bytes | None:
        del boots, time  # the salt came whole (RFC 3414 §8.3.2 steps 1 to 3)
        if len(parameters) != SALT_OCTETS or len(octets) % _DES_BLOCK_OCTETS:
            return None
        vector = (int.from_bytes(parameters, "big") ^ self._pre_iv).to_bytes(_DES_BLOCK_OCTETS, "big")
        return self._decrypt(vector + octets)[_DES_BLOCK_OCTETS:]


class _AesCipher:
    """CFB128 with an initialization vector of boots, time and salt (RFC 3826 §3.1.2.1)."""

    __slots__ = ("_decrypt", "_encrypt", "_encrypt_block", "_last_block")

    def __init__(self, key: bytes) -> None:
        cipher = Cipher(AES(key), CFB(bytes(_AES_BLOCK_OCTETS)))
        self._encrypt = cipher.encryptor().update
        self._decrypt = cipher.decryptor().update
        self._encrypt_block = Cipher(AES(key), ECB()).encryptor().update  # noqa: S305 - one block, as CFB does inside
        self._last_block = bytes(_AES_BLOCK_OCTETS)
        """Of ciphertext that was made."""

    def encrypt(self, plain: bytes, boots: int, time: int, salt: int) -> tuple[bytes, bytes]:
        parameters = (salt & _AES_SALT_MASK).to_bytes(SALT_OCTETS, "big")
        vector = (boots << 32 | time).to_bytes(8, "big") + parameters
        # A first block that is encrypted to the vector: then the context stands where a new one would start.
        stream = int.from_bytes(self._encrypt_block(self._last_block), "big")
        first = (stream ^ int.from_bytes(vector, "big")).to_bytes(_AES_BLOCK_OCTETS, "big")
        encrypted = self._encrypt(first + plain + bytes(-len(plain) % _AES_BLOCK_OCTETS))
        self._last_block = encrypted[-_AES_BLOCK_OCTETS:]
        return encrypted[_AES_BLOCK_OCTETS : _AES_BLOCK_OCTETS + len(plain)], parameters

    def decrypt(self, octets: bytes, boots: int, time: int, parameters: bytes) -> bytes | None:
        if len(parameters) != SALT_OCTETS:  # RFC 3826 §3.3.2 step 1
            return None
        vector = (boots << 32 | time).to_bytes(8, "big") + parameters
        plain = self._decrypt(vector + octets + bytes(-len(octets) % _AES_BLOCK_OCTETS))
        return plain[_AES_BLOCK_OCTETS : _AES_BLOCK_OCTETS + len(octets)]
