"""Passwords are kept as argon2id and compared in one Unicode form."""

from __future__ import annotations

import unicodedata

import pytest

from trishul.services.accounts.passwords import PasswordKeeper, make_password, normalise


async def test_a_password_is_kept_as_argon2id(passwords: PasswordKeeper) -> None:
    kept = await passwords.hash("correct horse")
    assert kept.startswith("$argon2id$")
    assert await passwords.verify(kept, "correct horse")
    assert not await passwords.verify(kept, "wrong horse")


async def test_without_a_user_the_answer_is_no_after_the_same_work(passwords: PasswordKeeper) -> None:
    assert not await passwords.verify(None, "whatever")
    assert passwords.waiting == 0


async def test_a_damaged_hash_lets_nobody_in(passwords: PasswordKeeper) -> None:
    assert not await passwords.verify("not a hash", "whatever")


async def test_composed_and_decomposed_letters_are_the_same_password(passwords: PasswordKeeper) -> None:
    """RFC 8265 §4.2.2: NFC is applied to passwords."""
    kept = await passwords.hash(unicodedata.normalize("NFD", "pässword"))
    assert await passwords.verify(kept, unicodedata.normalize("NFC", "pässword"))
    assert normalise("ä") == "ä"


@pytest.mark.fault("There was a default password, and it was kept in clear")
def test_made_up_passwords_are_long_and_never_the_same() -> None:
    assert len({make_password() for _ in range(100)}) == 100
    assert len(make_password()) >= 16
