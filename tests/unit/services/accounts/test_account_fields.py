"""Names and passwords are taken in one form, or refused by field."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidInput
from trishul.services.accounts.account_fields import require_password, require_user_name


def test_user_names_are_kept_in_one_form() -> None:
    """RFC 8265 §3.3.2: NFC is applied to user names."""
    assert require_user_name("  Ju\u0308rgen ") == "Jürgen"


@pytest.mark.parametrize("name", ["", "   ", "x" * 129, "line\nbreak"])
def test_a_bad_name_is_refused_by_field(name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        require_user_name(name)
    assert refusal.value.field == "username"


@pytest.mark.parametrize("password", ["", "seven77", "x" * 1025])
def test_a_bad_password_is_refused_by_field_and_not_repeated(password: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        require_password(password)
    assert refusal.value.field == "password"
    assert not password or password not in str(refusal.value)
