"""Ciphers against other implementations: OpenSSL's command line for DES and AES, pysnmp for 3DES."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.security.exchanges import credentials
from trishul.protocol.security.ciphers import open_cipher
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

PLAIN = b"This is a scoped PDU?"
BOOTS, TIME = 0x01020304, 0x0A0B0C0D
SALT = 0x1122334455667788
KNOWN = [
    (PrivProtocol.DES, "6695febc9288e36282235fc7151f1284", 0x11223344,
     "c7b55bb718a3255904a2f68db3680d63790706b23a05f832", "0102030411223344"),
    (PrivProtocol.TRIPLE_DES, "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9c", 0x55667788,
     "5f75f4741f20a1981d2e8979985a89bcf8d783ec9b54280f", "0102030455667788"),
    (PrivProtocol.AES128, "6695febc9288e36282235fc7151f1284", SALT,
     "00cc813aa51d9160c3fb9e78c7e26e1c01d626550e", "1122334455667788"),
    (PrivProtocol.AES192, "6695febc9288e36282235fc7151f128497b38f3f505e07eb", SALT,
     "cc7f0c9917fddee43a7ec7959bed238af8d325180a", "1122334455667788"),
    (PrivProtocol.AES256, "6695febc9288e36282235fc7151f128497b38f3f505e07eb9af25568fa1f5dbe", SALT,
     "fa68d9a56de839eb08135bc2c2abf43236817866b8", "1122334455667788"),
]  # fmt: skip


@pytest.mark.parametrize(("protocol", "key", "salt", "encrypted", "parameters"), KNOWN)
def test_octets_are_those_of_other_implementations(
    protocol: PrivProtocol, key: str, salt: int, encrypted: str, parameters: str
) -> None:
    """RFC 3414 §8.1.1, RFC 3826 §3.1.2 and §3.1.3."""
    cipher = open_cipher(protocol, bytes.fromhex(key))
    octets, sent = cipher.encrypt(PLAIN, BOOTS, TIME, salt)
    assert (octets.hex(), sent.hex()) == (encrypted, parameters)
    plain = cipher.decrypt(octets, BOOTS, TIME, sent)
    assert plain is not None
    assert plain[: len(PLAIN)] == PLAIN
    assert len(plain) - len(PLAIN) < 8


@given(
    st.sampled_from(PrivProtocol),
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=300),
    st.integers(0, 2**31 - 1),
    st.integers(0, 2**31 - 1),
    st.integers(0, 2**70),
)
def test_what_goes_in_comes_out(
    protocol: PrivProtocol, key: bytes, plain: bytes, boots: int, time: int, salt: int
) -> None:
    cipher = open_cipher(protocol, key[: protocol.key_octets])
    octets, parameters = cipher.encrypt(plain, boots, time, salt)
    decrypted = cipher.decrypt(octets, boots, time, parameters)
    assert decrypted is not None
    assert decrypted[: len(plain)] == plain


@pytest.mark.parametrize("protocol", PrivProtocol)
def test_salts_of_another_length_are_refused(protocol: PrivProtocol) -> None:
    """RFC 3414 §8.3.2 step 1, RFC 3826 §3.3.2 step 1."""
    cipher = open_cipher(protocol, bytes(range(protocol.key_octets)))
    for size in (0, 7, 9):
        assert cipher.decrypt(bytes(16), 1, 1, bytes(size)) is None


@pytest.mark.parametrize("protocol", [PrivProtocol.DES, PrivProtocol.TRIPLE_DES])
def test_octets_that_are_no_whole_blocks_are_refused(protocol: PrivProtocol) -> None:
    """RFC 3414 §8.1.1.3."""
    cipher = open_cipher(protocol, bytes(range(protocol.key_octets)))
    assert cipher.decrypt(bytes(15), 1, 1, bytes(8)) is None
    assert cipher.decrypt(b"", 1, 1, bytes(8)) == b""


def test_a_user_without_privacy_does_not_load_the_cipher_library() -> None:
    code = (
        "import sys; from tests.unit.protocol.security.exchanges import credentials as c;"
        "from trishul.protocol.security.protocols import AuthProtocol as A, PrivProtocol as P;"
        "import trishul.protocol.security.usm; c('u', A.SHA256).localized(b'12345');"
        "assert 'cryptography' not in sys.modules; c('u', A.SHA256, P.AES128).localized(b'12345');"
        "assert 'cryptography' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


FIPS_CONFIGURATION = """\
openssl_conf = init
[init]
alg_section = algorithms
[algorithms]
default_properties = fips=yes
"""


def test_a_host_that_refuses_a_cipher_is_named(tmp_path: Path) -> None:
    """As on a host in FIPS mode: the library offers nothing that is not approved."""
    (tmp_path / "openssl.cnf").write_text(FIPS_CONFIGURATION)
    code = (
        "from trishul.protocol.security.ciphers import open_cipher;"
        "from trishul.protocol.security.protocols import PrivProtocol as P;"
        "from trishul.errors import CapabilityMissing\n"
        "try: open_cipher(P.DES, bytes(range(16)))\n"
        "except CapabilityMissing as error: print(error)"
    )
    environment = {"OPENSSL_CONF": str(tmp_path / "openssl.cnf"), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.startswith("DES cannot be used here"), done.stderr


def test_a_user_s_cipher_is_that_of_his_protocol() -> None:
    user = credentials("u", AuthProtocol.SHA, PrivProtocol.AES256).localized(b"12345")
    assert user.cipher is not None


@pytest.mark.parametrize("protocol", list(PrivProtocol))
def test_kept_contexts_encrypt_as_new_ones_do_whatever_came_before(protocol: PrivProtocol) -> None:
    """NIST SP 800-38A §6.2 and §6.3: both modes chain on the last block of ciphertext alone."""
    key = bytes(range(protocol.key_octets))
    kept = open_cipher(protocol, key)
    rng = random.Random(7)
    for number in range(100):
        plain = rng.randbytes(rng.randrange(1, 200))
        boots, time, salt = rng.randrange(2**31), rng.randrange(2**31), rng.getrandbits(64)
        made = kept.encrypt(plain, boots, time, salt)
        assert made == open_cipher(protocol, key).encrypt(plain, boots, time, salt)
        reader = kept if number % 2 else open_cipher(protocol, key)
        read = reader.decrypt(made[0], boots, time, made[1])
        assert read is not None
        assert read[: len(plain)] == plain
        if number % 10 == 0:
            kept.decrypt(rng.randbytes(24), boots, time, made[1])


@pytest.mark.parametrize("protocol", list(PrivProtocol))
def test_no_octets_at_all_are_encrypted_to_none_and_harm_no_later_message(protocol: PrivProtocol) -> None:
    cipher = open_cipher(protocol, bytes(range(protocol.key_octets)))
    octets, parameters = cipher.encrypt(b"", 1, 2, 3)
    assert octets == b""
    assert cipher.decrypt(octets, 1, 2, parameters) == b""
    octets, parameters = cipher.encrypt(b"a message", 1, 2, 4)
    assert (cipher.decrypt(octets, 1, 2, parameters) or b"").startswith(b"a message")
