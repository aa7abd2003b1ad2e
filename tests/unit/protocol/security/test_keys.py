"""Keys from passwords, against published results (RFC 3414 A.3 and A.5, the drafts' appendices, other programs)."""

import pytest

from trishul.errors import InvalidInput
from trishul.protocol.security.keys import (
    KeyForm,
    KeyMaterial,
    auth_key,
    extended_key,
    key_change,
    localized_key,
    master_key,
    priv_key,
)
from trishul.protocol.security.protocols import AuthProtocol, KeyExtension, PrivProtocol
from trishul.protocol.security.secrets import Secret

ENGINE = bytes.fromhex("000000000000000000000002")
PASSWORD = b"maplesyrup"

KNOWN_KEYS = {
    AuthProtocol.MD5: ("9faf3283884e92834ebc9847d8edd963", "526f5eed9fcce26f8964c2930787d82b"),
    AuthProtocol.SHA: ("9fb5cc0381497b3793528939ff788d5d79145211", "6695febc9288e36282235fc7151f128497b38f3f"),
    AuthProtocol.SHA224: (
        "282a5867ee9aac639ad59df9572c7d3ac0fbc13a905b6df07dbbf00b",
        "0bd8827c6e29f8065e08e09237f177e410f69b90e1782be682075674",
    ),
    AuthProtocol.SHA256: (
        "ab51014d1e077f6017df2b12bee5f5aa72993177e9bb569c4dff5a4ca0b4afac",
        "8982e0e549e866db361a6b625d84cccc11162d453ee8ce3a6445c2d6776f0f8b",
    ),
    AuthProtocol.SHA384: (
        "e06eccdf2c68a06ed034723c9c26e0db3b669e1e2efed49150b55377a2e98f383c86fb836857444654b287c93f51ff64",
        "3b298f16164a11184279d5432bf169e2d2a48307de02b3d3f7e2b4f36eb6f0455a53689a3937eea07319a633d2ccba78",
    ),
    AuthProtocol.SHA512: (
        (
            "7e4396de5aadc77be853819b98c9406265b3a9c37cc3176569847a4e4f6fba63"
            "dd3a73d04924d31a63f95a601f9385af6be4ed1b37f87d040f7c6ed6f8d38a91"
        ),
        (
            "22a5a36cedfcc085807a128d7bc6c2382167ad6c0dbc5fdff856740f3d84c099"
            "ad1ea87a8db096714d9788bd544047c9021e4229ce27e4c0a69250adfcffbb0b"
        ),
    ),
}
"""Master and localized keys: RFC 3414 A.3.1 and A.3.2; the SHA-2 ones as several other programs have them."""

EXTENDED = [
    (AuthProtocol.MD5, PrivProtocol.AES192, "526f5eed9fcce26f8964c2930787d82bfa24a92467426c2f"),
    (AuthProtocol.MD5, PrivProtocol.AES256, "526f5eed9fcce26f8964c2930787d82bfa24a92467426c2f4b09192be10dfaec"),
    (AuthProtocol.SHA, PrivProtocol.AES192, "6695febc9288e36282235fc7151f128497b38f3f505e07eb"),
    (AuthProtocol.SHA, PrivProtocol.AES256, "6695febc9288e36282235fc7151f128497b38f3f505e07eb9af25568fa1f5dbe"),
    (AuthProtocol.SHA224, PrivProtocol.AES256, "0bd8827c6e29f8065e08e09237f177e410f69b90e1782be682075674e82d9bf0"),
    (AuthProtocol.MD5, PrivProtocol.AES192_REEDER, "526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0"),
    (AuthProtocol.MD5, PrivProtocol.AES256_REEDER, "526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0a3a40abfac5acc12"),
    (AuthProtocol.SHA, PrivProtocol.AES192_REEDER, "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78"),
    (AuthProtocol.SHA, PrivProtocol.AES256_REEDER, "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9c"),
    (
        AuthProtocol.SHA224,
        PrivProtocol.AES256_REEDER,
        "0bd8827c6e29f8065e08e09237f177e410f69b90e1782be68207567422c34be4",
    ),
    (AuthProtocol.SHA256, PrivProtocol.AES256, "8982e0e549e866db361a6b625d84cccc11162d453ee8ce3a6445c2d6776f0f8b"),
    (
        AuthProtocol.SHA512,
        PrivProtocol.AES256_REEDER,
        "22a5a36cedfcc085807a128d7bc6c2382167ad6c0dbc5fdff856740f3d84c099",
    ),
    (AuthProtocol.MD5, PrivProtocol.TRIPLE_DES, "526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0a3a40abfac5acc12"),
    (AuthProtocol.SHA, PrivProtocol.TRIPLE_DES, "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9c"),
    (AuthProtocol.MD5, PrivProtocol.DES, "526f5eed9fcce26f8964c2930787d82b"),
    (AuthProtocol.SHA, PrivProtocol.AES128, "6695febc9288e36282235fc7151f1284"),
]


@pytest.mark.parametrize("protocol", AuthProtocol)
def test_password_to_key_gives_the_known_results(protocol: AuthProtocol) -> None:
    """RFC 3414 A.3."""
    master = master_key(protocol, PASSWORD)
    known_master, known_localized = KNOWN_KEYS[protocol]
    assert master.hex() == known_master
    assert localized_key(protocol, master, ENGINE).hex() == known_localized
    assert auth_key(protocol, KeyMaterial.password(PASSWORD), ENGINE).hex() == known_localized


@pytest.mark.parametrize(("auth", "priv", "expected"), EXTENDED)
def test_privacy_keys_grow_as_both_drafts_say(auth: AuthProtocol, priv: PrivProtocol, expected: str) -> None:
    """draft-blumenthal-aes-usm-04, draft-reeder-snmpv3-usm-3desede-00 appendix B."""
    assert priv_key(priv, auth, KeyMaterial.password(PASSWORD), ENGINE).hex() == expected


def test_reeder_s_second_part_is_whole_in_his_appendix() -> None:
    localized = bytes.fromhex(KNOWN_KEYS[AuthProtocol.SHA][1])
    key = extended_key(KeyExtension.REEDER, AuthProtocol.SHA, localized, ENGINE, 40)
    assert key.hex() == "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9cd2d5065547743fb5"


def test_blumenthal_s_extension_repeats_until_it_is_long_enough() -> None:
    localized = bytes.fromhex(KNOWN_KEYS[AuthProtocol.MD5][1])
    key = extended_key(KeyExtension.BLUMENTHAL, AuthProtocol.MD5, localized, ENGINE, 48)
    assert key.hex() == (
        "526f5eed9fcce26f8964c2930787d82bfa24a92467426c2f4b09192be10dfaecf0e919ede2ddaa44c67a3ed12eda7a81"
    )


@pytest.mark.parametrize(
    ("protocol", "new_master", "new_key", "delta"),
    [
        (
            AuthProtocol.MD5,
            "01add273107c4e596b4b00f82b1d42a7",
            "87021d7bd9d101ba05ea6e3bf9d9bd4a",
            "8805615141676cc9196174e742a32551",
        ),
        (
            AuthProtocol.SHA,
            "3a51a6d736aa347b83dc4a87e3e55ee4d698ac71",
            "78e2dcce79d59403b58c1bbaa5bff46391f1cd25",
            "9c1017f4fd483d2de8d5fadbf84392cb06457051",
        ),
    ],
)
def test_key_change_gives_the_known_results(protocol: AuthProtocol, new_master: str, new_key: str, delta: str) -> None:
    """RFC 3414 A.5."""
    master = master_key(protocol, b"newsyrup")
    assert master.hex() == new_master
    new = localized_key(protocol, master, ENGINE)
    assert new.hex() == new_key
    zeros = bytes(protocol.digest_octets)
    old = bytes.fromhex(KNOWN_KEYS[protocol][1])
    assert key_change(protocol, old, new, zeros) == zeros + bytes.fromhex(delta)


def test_key_change_wants_equal_lengths() -> None:
    with pytest.raises(InvalidInput):
        key_change(AuthProtocol.MD5, bytes(16), bytes(16), bytes(15))


@pytest.mark.parametrize("auth", AuthProtocol)
@pytest.mark.parametrize("priv", PrivProtocol)
def test_all_three_forms_lead_to_the_same_keys(auth: AuthProtocol, priv: PrivProtocol) -> None:
    password = KeyMaterial.password(PASSWORD)
    master = KeyMaterial.from_hex(KeyForm.MASTER, KNOWN_KEYS[auth][0])
    localized = KeyMaterial.from_hex(KeyForm.LOCALIZED, "0x" + KNOWN_KEYS[auth][1])
    assert password.master(auth) == master
    assert master.master(auth) is master
    assert auth_key(auth, master, ENGINE) == auth_key(auth, localized, ENGINE) == auth_key(auth, password, ENGINE)
    expected = priv_key(priv, auth, password, ENGINE)
    assert len(expected) == priv.key_octets
    assert priv_key(priv, auth, master, ENGINE) == priv_key(priv, auth, localized, ENGINE) == expected
    finished = KeyMaterial(KeyForm.LOCALIZED, Secret(expected))
    assert priv_key(priv, auth, finished, ENGINE) == expected


def test_short_passwords_are_refused() -> None:
    """RFC 3414 §11.2."""
    with pytest.raises(InvalidInput, match="at least 8"):
        KeyMaterial.password("seven77")
    KeyMaterial.password("eight888")
    with pytest.raises(InvalidInput):
        KeyMaterial.password("x" * 2000)
    with pytest.raises(InvalidInput):
        master_key(AuthProtocol.MD5, b"")


def test_keys_of_wrong_length_are_refused_without_showing_them() -> None:
    for form, digits in ((KeyForm.MASTER, "ab" * 15), (KeyForm.MASTER, "ab" * 17), (KeyForm.LOCALIZED, "ab" * 15)):
        with pytest.raises(InvalidInput) as caught:
            auth_key(AuthProtocol.MD5, KeyMaterial.from_hex(form, digits), ENGINE)
        assert "abab" not in str(caught.value)
    with pytest.raises(InvalidInput) as caught:
        KeyMaterial.from_hex(KeyForm.MASTER, "not a key")
    assert "not a key" not in str(caught.value)


def test_material_shows_no_secret() -> None:
    assert "maple" not in repr(KeyMaterial.password(PASSWORD))
