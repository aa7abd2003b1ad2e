"""Authentication and privacy protocols as tables: names, OIDs, hashes, lengths (RFC 3414, RFC 3826, RFC 7860).

Owns what the protocols are called, on the wire and by people; `digests` and `ciphers` do what they say. AES with 192
and 256 bits never became an RFC: hashes shorter than the key are extended in two ways. The Internet draft of
Blumenthal is what net-snmp means by `AES-256`; the one that Reeder's 3DES draft uses is what Cisco and others do,
net-snmp's `AES-256-C`.
"""

from __future__ import annotations

from enum import Enum, IntEnum, unique
from typing import NamedTuple

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput

_SNMP_AUTH_PROTOCOLS = "1.3.6.1.6.3.10.1.1"
_SNMP_PRIV_PROTOCOLS = "1.3.6.1.6.3.10.1.2"
_NET_SNMP_AES = "1.3.6.1.4.1.14832.1"
_CISCO_AES = "1.3.6.1.4.1.9.12.6.1"


class SecurityLevel(IntEnum):
    """Security levels in their order; the numbers are those of authFlag and privFlag in msgFlags (RFC 3412 §6.4)."""

    NO_AUTH_NO_PRIV = 0
    AUTH_NO_PRIV = 1
    AUTH_PRIV = 3

    @property
    def label(self) -> str:
        """The level as the RFCs and net-snmp write it: `authPriv`."""
        return _LEVEL_LABELS[self]


_LEVEL_LABELS = {
    SecurityLevel.NO_AUTH_NO_PRIV: "noAuthNoPriv",
    SecurityLevel.AUTH_NO_PRIV: "authNoPriv",
    SecurityLevel.AUTH_PRIV: "authPriv",
}
_LEVELS = {label.lower(): level for level, label in _LEVEL_LABELS.items()} | {
    "nanp": SecurityLevel.NO_AUTH_NO_PRIV,
    "anp": SecurityLevel.AUTH_NO_PRIV,
    "ap": SecurityLevel.AUTH_PRIV,
    "noauth": SecurityLevel.NO_AUTH_NO_PRIV,
    "auth": SecurityLevel.AUTH_NO_PRIV,
    "priv": SecurityLevel.AUTH_PRIV,
}
"""As net-snmp's `-l` takes them, and as Cisco's `snmp-server group` does."""


class _AuthRow(NamedTuple):
    label: str
    hash_name: str
    digest_octets: int
    mac_octets: int
    oid: Oid


@unique
class AuthProtocol(Enum):
    """Authentication protocols; `None` stands for none."""

    MD5 = _AuthRow("MD5", "md5", 16, 12, Oid(f"{_SNMP_AUTH_PROTOCOLS}.2"))
    SHA = _AuthRow("SHA", "sha1", 20, 12, Oid(f"{_SNMP_AUTH_PROTOCOLS}.3"))
    SHA224 = _AuthRow("SHA-224", "sha224", 28, 16, Oid(f"{_SNMP_AUTH_PROTOCOLS}.4"))
    SHA256 = _AuthRow("SHA-256", "sha256", 32, 24, Oid(f"{_SNMP_AUTH_PROTOCOLS}.5"))
    SHA384 = _AuthRow("SHA-384", "sha384", 48, 32, Oid(f"{_SNMP_AUTH_PROTOCOLS}.6"))
    SHA512 = _AuthRow("SHA-512", "sha512", 64, 48, Oid(f"{_SNMP_AUTH_PROTOCOLS}.7"))

    @property
    def label(self) -> str:
        """The name that net-snmp's `-a` takes."""
        return self.value.label

    @property
    def hash_name(self) -> str:
        """The hash as Python calls it."""
        return self.value.hash_name

    @property
    def digest_octets(self) -> int:
        """Length of the hash, and so of master and localized keys."""
        return self.value.digest_octets

    @property
    def mac_octets(self) -> int:
        """Length of msgAuthenticationParameters (RFC 3414 §6.3.1, RFC 7860 §4.2)."""
        return self.value.mac_octets

    @property
    def oid(self) -> Oid:
        """The value of usmUserAuthProtocol."""
        return self.value.oid


class KeyExtension(Enum):
    """How a localized key becomes long enough for a cipher."""

    BLUMENTHAL = "blumenthal"
    """Hash of all there is so far, appended (draft-blumenthal-aes-usm-04 §3.1.2.1)."""
    REEDER = "reeder"
    """The localized key as the password of the next part (draft-reeder-snmpv3-usm-3desede-00 §2.1)."""


class _PrivRow(NamedTuple):
    label: str
    cipher: str
    key_octets: int
    extension: KeyExtension
    oid: Oid


@unique
class PrivProtocol(Enum):
    """Privacy protocols; `None` stands for none. `key_octets` counts the pre-IV of DES and 3DES."""

    DES = _PrivRow("DES", "DES", 16, KeyExtension.BLUMENTHAL, Oid(f"{_SNMP_PRIV_PROTOCOLS}.2"))
    TRIPLE_DES = _PrivRow("3DES", "3DES", 32, KeyExtension.REEDER, Oid(f"{_SNMP_PRIV_PROTOCOLS}.3"))
    AES128 = _PrivRow("AES", "AES", 16, KeyExtension.BLUMENTHAL, Oid(f"{_SNMP_PRIV_PROTOCOLS}.4"))
    AES192 = _PrivRow("AES-192", "AES", 24, KeyExtension.BLUMENTHAL, Oid(f"{_NET_SNMP_AES}.3"))
    AES256 = _PrivRow("AES-256", "AES", 32, KeyExtension.BLUMENTHAL, Oid(f"{_NET_SNMP_AES}.4"))
    AES192_REEDER = _PrivRow("AES-192-C", "AES", 24, KeyExtension.REEDER, Oid(f"{_CISCO_AES}.1"))
    AES256_REEDER = _PrivRow("AES-256-C", "AES", 32, KeyExtension.REEDER, Oid(f"{_CISCO_AES}.2"))

    @property
    def label(self) -> str:
        """The name that net-snmp's `-x` takes; net-snmp has no 3DES."""
        return self.value.label

    @property
    def cipher(self) -> str:
        """The cipher alone: `DES`, `3DES` or `AES`."""
        return self.value.cipher

    @property
    def key_octets(self) -> int:
        """Octets of the localized key that the protocol uses."""
        return self.value.key_octets

    @property
    def extension(self) -> KeyExtension:
        """How shorter localized keys grow; DES and AES-128 never need it."""
        return self.value.extension

    @property
    def oid(self) -> Oid:
        """The value of usmUserPrivProtocol."""
        return self.value.oid


_AUTH_NAMES: dict[str, AuthProtocol | None] = {
    "md5": AuthProtocol.MD5,
    "md596": AuthProtocol.MD5,
    "sha": AuthProtocol.SHA,
    "sha1": AuthProtocol.SHA,
    "sha96": AuthProtocol.SHA,
    **{f"sha{bits}": AuthProtocol[f"SHA{bits}"] for bits in (224, 256, 384, 512)},
    **{f"sha2{bits}": AuthProtocol[f"SHA{bits}"] for bits in (224, 256, 384, 512)},
    "usmhmacmd5auth": AuthProtocol.MD5,
    "usmhmacshaauth": AuthProtocol.SHA,
    "usmhmac128sha224auth": AuthProtocol.SHA224,
    "usmhmac192sha256auth": AuthProtocol.SHA256,
    "usmhmac256sha384auth": AuthProtocol.SHA384,
    "usmhmac384sha512auth": AuthProtocol.SHA512,
    "usmnoauth": None,
    "noauth": None,
    "none": None,
}

_PRIV_NAMES: dict[str, PrivProtocol | None] = {
    "des": PrivProtocol.DES,
    "des56": PrivProtocol.DES,
    "cbcdes": PrivProtocol.DES,
    "3des": PrivProtocol.TRIPLE_DES,
    "3des168": PrivProtocol.TRIPLE_DES,
    "3desede": PrivProtocol.TRIPLE_DES,
    "des3": PrivProtocol.TRIPLE_DES,
    "tripledes": PrivProtocol.TRIPLE_DES,
    "tdes": PrivProtocol.TRIPLE_DES,
    "aes": PrivProtocol.AES128,
    "aes128": PrivProtocol.AES128,
    **{f"aes{bits}": PrivProtocol[f"AES{bits}"] for bits in (192, 256)},
    **{f"aes{bits}blumenthal": PrivProtocol[f"AES{bits}"] for bits in (192, 256)},
    **{
        f"aes{bits}{word}": PrivProtocol[f"AES{bits}_REEDER"]
        for bits in (192, 256)
        for word in ("c", "cisco", "reeder")
    },
    "usmdespriv": PrivProtocol.DES,
    "usm3desedepriv": PrivProtocol.TRIPLE_DES,
    "usmaescfb128": PrivProtocol.AES128,
    "usmaes128priv": PrivProtocol.AES128,
    **{f"usmaes{bits}priv": PrivProtocol[f"AES{bits}"] for bits in (192, 256)},
    **{f"usmaes{bits}ciscopriv": PrivProtocol[f"AES{bits}_REEDER"] for bits in (192, 256)},
    "usmnopriv": None,
    "nopriv": None,
    "none": None,
}


def parse_auth_protocol(name: str) -> AuthProtocol | None:
    """The protocol of a name such as `SHA`, `sha1`, `SHA-256`, `hmac-sha-256`, or its OID. Raises InvalidInput."""
    for protocol in AuthProtocol:
        if name.strip(". ") == str(protocol.oid):
            return protocol
    word = _plain(name)
    for form in (word, word.removeprefix("hmac")):
        if form in _AUTH_NAMES:
            return _AUTH_NAMES[form]
    known = ", ".join(protocol.label for protocol in AuthProtocol)
    raise InvalidInput(f"{name[:40]!r} is no authentication protocol; use one of {known}", field="auth_protocol")


def parse_priv_protocol(name: str) -> PrivProtocol | None:
    """The protocol of a name such as `AES`, `AES192`, `AES-256-C`, `3DES`, or its OID. Raises InvalidInput."""
    for protocol in PrivProtocol:
        if name.strip(". ") == str(protocol.oid):
            return protocol
    word = _plain(name)
    if word in _PRIV_NAMES:
        return _PRIV_NAMES[word]
    known = ", ".join(protocol.label for protocol in PrivProtocol)
    raise InvalidInput(f"{name[:40]!r} is no privacy protocol; use one of {known}", field="priv_protocol")


def parse_security_level(name: str) -> SecurityLevel:
    """The level of a name such as `authPriv`, in any case. Raises InvalidInput."""
    level = _LEVELS.get(_plain(name))
    if level is None:
        known = ", ".join(_LEVEL_LABELS.values())
        raise InvalidInput(f"{name[:40]!r} is no security level; use one of {known}", field="security_level")
    return level


def _plain(name: str) -> str:
    """A name without case, separators and the words that say nothing."""
    word = name.strip().lower()
    for separator in "-_ /":
        word = word.replace(separator, "")
    return word.removesuffix("protocol")
