"""Message authentication codes (RFC 3414 §6.3, §7.3, RFC 7860 §4)."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.errors import CapabilityMissing
from trishul.protocol.security.digests import Authenticator, digest
from trishul.protocol.security.protocols import AuthProtocol


@given(st.sampled_from(AuthProtocol), st.binary(min_size=1, max_size=200), st.binary(), st.binary())
def test_the_code_is_the_truncated_hmac_of_the_message_with_zeros(
    protocol: AuthProtocol, key: bytes, head: bytes, tail: bytes
) -> None:
    key = key[: protocol.digest_octets]
    authenticator = Authenticator(protocol, key)
    size = protocol.mac_octets
    expected = hmac.digest(key, head + bytes(size) + tail, protocol.hash_name)[:size]
    assert authenticator.mac(head, tail) == expected
    data = head + expected + tail
    assert authenticator.is_authentic(data, len(head), len(head) + size, len(data))
    assert authenticator.is_authentic(data + b"behind", len(head), len(head) + size, len(data))


def test_one_wrong_bit_anywhere_is_seen() -> None:
    authenticator = Authenticator(AuthProtocol.SHA256, bytes(32))
    head, tail = b"head", b"tail"
    data = head + authenticator.mac(head, tail) + tail
    for position in range(len(data)):
        wrong = bytearray(data)
        wrong[position] ^= 1
        assert not authenticator.is_authentic(bytes(wrong), 4, 28, len(data))


@pytest.mark.parametrize("size", [0, 11, 13, 24])
def test_a_code_of_another_length_is_wrong(size: int) -> None:
    """RFC 3414 §6.3.2 step 1."""
    authenticator = Authenticator(AuthProtocol.MD5, bytes(16))
    assert not authenticator.is_authentic(bytes(40), 4, 4 + size, 40)


def test_a_host_that_refuses_a_hash_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ValueError(f"[digital envelope routines] unsupported: {name}")

    monkeypatch.setattr(hashlib, "new", refuse)
    with pytest.raises(CapabilityMissing, match="MD5 cannot be used here") as caught:
        digest(AuthProtocol.MD5, b"")
    assert caught.value.protocol == "MD5"
