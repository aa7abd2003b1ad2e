"""What is kept of a token."""

from __future__ import annotations

from trishul.services.accounts.caller import TOKEN_PREFIX, hash_token


def test_a_token_is_kept_as_a_hash_whatever_characters_it_has() -> None:
    assert len(hash_token(TOKEN_PREFIX + "abc")) == 32
    assert hash_token("\udc80") != hash_token("")
