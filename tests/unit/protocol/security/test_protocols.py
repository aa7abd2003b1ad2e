"""Names of protocols as net-snmp, Cisco and the RFCs write them."""

from collections.abc import Callable

import pytest

from trishul.errors import InvalidInput
from trishul.protocol.security.protocols import (
    AuthProtocol,
    PrivProtocol,
    SecurityLevel,
    parse_auth_protocol,
    parse_priv_protocol,
    parse_security_level,
)

AUTH_NAMES = {
    AuthProtocol.MD5: ["MD5", "md5", "HMAC-MD5-96", "usmHMACMD5AuthProtocol", "1.3.6.1.6.3.10.1.1.2"],
    AuthProtocol.SHA: ["SHA", "sha1", "SHA-1", "HMAC-SHA-96", "usmHMACSHAAuthProtocol", ".1.3.6.1.6.3.10.1.1.3"],
    AuthProtocol.SHA224: ["SHA-224", "SHA224", "usmHMAC128SHA224AuthProtocol"],
    AuthProtocol.SHA256: ["SHA-256", "sha256", "SHA2-256", "hmac-sha-256", "usmHMAC192SHA256AuthProtocol"],
    AuthProtocol.SHA384: ["SHA-384", "SHA 384"],
    AuthProtocol.SHA512: ["SHA-512", "sha_512", "1.3.6.1.6.3.10.1.1.7"],
    None: ["none", "noAuth", "usmNoAuthProtocol"],
}
PRIV_NAMES = {
    PrivProtocol.DES: ["DES", "des56", "CBC-DES", "usmDESPrivProtocol", "1.3.6.1.6.3.10.1.2.2"],
    PrivProtocol.TRIPLE_DES: ["3DES", "3des-ede", "3DES168", "usm3DESEDEPrivProtocol"],
    PrivProtocol.AES128: ["AES", "AES128", "aes-128", "aes 128", "usmAesCfb128Protocol"],
    PrivProtocol.AES192: ["AES-192", "AES192", "aes 192"],
    PrivProtocol.AES256: ["AES-256", "AES256", "usmAES256PrivProtocol"],
    PrivProtocol.AES192_REEDER: ["AES-192-C", "AES192C", "aes192-cisco", "1.3.6.1.4.1.9.12.6.1.1"],
    PrivProtocol.AES256_REEDER: ["AES-256-C", "AES256C", "AES256-Reeder", "usmAES256CiscoPrivProtocol"],
    None: ["none", "noPriv", "usmNoPrivProtocol"],
}


@pytest.mark.parametrize(("protocol", "name"), [(key, name) for key, names in AUTH_NAMES.items() for name in names])
def test_authentication_protocols_have_many_names(protocol: AuthProtocol | None, name: str) -> None:
    assert parse_auth_protocol(name) is protocol


@pytest.mark.parametrize(("protocol", "name"), [(key, name) for key, names in PRIV_NAMES.items() for name in names])
def test_privacy_protocols_have_many_names(protocol: PrivProtocol | None, name: str) -> None:
    assert parse_priv_protocol(name) is protocol


def test_every_label_is_a_name_of_its_protocol() -> None:
    for auth in AuthProtocol:
        assert parse_auth_protocol(auth.label) is auth
    for priv in PrivProtocol:
        assert parse_priv_protocol(priv.label) is priv


@pytest.mark.parametrize("parse", [parse_auth_protocol, parse_priv_protocol, parse_security_level])
@pytest.mark.parametrize("name", ["", "SHA-3", "AES-512", "ROT13", "x" * 1000])
def test_other_names_are_refused_and_the_known_ones_told(parse: Callable[[str], object], name: str) -> None:
    with pytest.raises(InvalidInput, match="use one of"):
        parse(name)


def test_digests_are_as_long_as_rfc_3414_and_rfc_7860_say() -> None:
    assert [(protocol.digest_octets, protocol.mac_octets) for protocol in AuthProtocol] == [
        (16, 12), (20, 12), (28, 16), (32, 24), (48, 32), (64, 48),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("noAuthNoPriv", SecurityLevel.NO_AUTH_NO_PRIV),
        ("authnopriv", SecurityLevel.AUTH_NO_PRIV),
        ("AuthPriv", SecurityLevel.AUTH_PRIV),
        ("nanp", SecurityLevel.NO_AUTH_NO_PRIV),
        ("ap", SecurityLevel.AUTH_PRIV),
    ],
)
def test_levels_are_read_as_net_snmp_reads_them(name: str, level: SecurityLevel) -> None:
    assert parse_security_level(name) is level
    assert parse_security_level(level.label) is level


def test_levels_are_in_order() -> None:
    assert SecurityLevel.NO_AUTH_NO_PRIV < SecurityLevel.AUTH_NO_PRIV < SecurityLevel.AUTH_PRIV
