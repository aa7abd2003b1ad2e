"""The fields that say who we are: bounded, secret, and the same for every form."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from trishul.errors import InvalidInput
from trishul.protocol.security.keys import KeyForm
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.identities import NOTHING_CHOSEN
from trishul.web.security_fields import SecurityFields


def test_nothing_given_is_nothing_chosen() -> None:
    assert SecurityFields().identity() == NOTHING_CHOSEN


def test_a_user_comes_with_passwords_or_keys() -> None:
    fields = SecurityFields.model_validate(
        {
            "user": "bert",
            "auth_protocol": "SHA",
            "auth_password": "maplesyrup",
            "priv_protocol": "AES",
            "priv_key": "0x00ff",
            "priv_key_form": "localized",
        }
    )
    user = fields.identity().user
    assert user is not None
    assert (user.auth_secret, user.auth_form) == (Secret("maplesyrup"), KeyForm.PASSWORD)
    assert (user.priv_secret, user.priv_form) == (Secret(b"\x00\xff"), KeyForm.LOCALIZED)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"auth_password": "maplesyrup", "auth_key": "00"}, "auth_key"),
        ({"priv_password": "maplesyrup", "priv_key": "00"}, "priv_key"),
        ({"auth_key": "maplesyrup"}, "auth_key"),
    ],
)
def test_what_cannot_be_meant_names_its_field_and_no_secret(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        SecurityFields.model_validate(fields).identity()
    assert raised.value.field == field
    assert "maple" not in str(raised.value)


@pytest.mark.parametrize("name", sorted(SecurityFields.model_fields))
@pytest.mark.parametrize("value", [1, ["x"], {"x": 1}, True, "x" * 10_000], ids=["int", "list", "dict", "bool", "long"])
def test_values_of_another_type_or_of_absurd_length_are_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        SecurityFields.model_validate({name: value})


def test_secrets_are_shown_by_nothing() -> None:
    fields = SecurityFields.model_validate({"community": "hush", "auth_password": "hush", "priv_key": "hush"})
    assert "hush" not in repr(fields) + str(fields.model_dump()) + fields.model_dump_json()
