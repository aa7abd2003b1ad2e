"""Users in net-snmp's words become credentials; what is wrong is said with the field's name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from trishul.errors import CapabilityMissing, InvalidInput
from trishul.protocol.security import digests
from trishul.protocol.security.keys import KeyForm
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.services.user_texts import UserText, identity_of, read_key

AUTH, PRIV = Secret("maplesyrup"), Secret("pancakes4")
BERT = UserText("bert", None, "SHA-256", AUTH, KeyForm.PASSWORD, "AES", PRIV)


def test_a_user_has_the_highest_level_that_his_secrets_allow() -> None:
    identity = identity_of(BERT)
    assert identity.user is not None
    assert (identity.user.auth, identity.user.priv) == (AuthProtocol.SHA256, PrivProtocol.AES128)
    assert (identity.version, identity.level) == ("3", SecurityLevel.AUTH_PRIV)
    assert identity_of(UserText("public")).level is SecurityLevel.NO_AUTH_NO_PRIV


def test_a_lower_level_may_be_chosen_in_the_words_of_net_snmp_and_cisco() -> None:
    assert identity_of(replace(BERT, level="authNoPriv")).level is SecurityLevel.AUTH_NO_PRIV
    assert identity_of(replace(BERT, level="noauth")).level is SecurityLevel.NO_AUTH_NO_PRIV


def test_protocols_are_named_as_net_snmp_and_cisco_name_them() -> None:
    identity = identity_of(replace(BERT, auth_protocol="sha", priv_protocol="AES-256-C"))
    assert identity.user is not None
    assert (identity.user.auth, identity.user.priv) == (AuthProtocol.SHA, PrivProtocol.AES256_REEDER)


def test_context_and_engine_id_come_along() -> None:
    identity = identity_of(replace(BERT, context="bridge1", engine_id="80:00:1f:88:04:61"))
    assert (identity.context, identity.engine_id) == ("bridge1", bytes.fromhex("80001f880461"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"user": ""}, "user"),
        ({"user": "x" * 33}, "user"),
        ({"user": "ü" * 17}, "user"),
        ({"user": "x" * 10_000}, "user"),
        ({"level": "highest"}, "level"),
        ({"auth_protocol": "SHA-3"}, "auth_protocol"),
        ({"priv_protocol": "ROT13"}, "priv_protocol"),
        ({"auth_secret": None}, "auth_password"),
        ({"priv_secret": None}, "priv_password"),
        ({"auth_protocol": None}, "auth_protocol"),
        ({"auth_protocol": None, "auth_secret": None}, "auth_protocol"),
        ({"priv_protocol": None}, "priv_protocol"),
        ({"auth_secret": Secret("1234567")}, "auth_password"),
        ({"priv_secret": Secret("1234567")}, "priv_password"),
        ({"auth_secret": Secret("x" * 10_000)}, "auth_password"),
        ({"priv_protocol": None, "priv_secret": None, "level": "authPriv"}, "priv_protocol"),
        ({"auth_form": KeyForm.MASTER}, "auth_key"),
        ({"auth_form": KeyForm.LOCALIZED}, "auth_key"),
        ({"priv_form": KeyForm.MASTER}, "priv_key"),
        ({"priv_form": KeyForm.LOCALIZED, "priv_secret": Secret(bytes(15))}, "priv_key"),
        ({"context": "ü" * 17}, "context"),
        ({"engine_id": "zz"}, "engine_id"),
        ({"engine_id": "8000"}, "engine_id"),
    ],
)
def test_what_cannot_be_meant_names_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        identity_of(replace(BERT, **changes))
    assert raised.value.field == field
    assert "maple" not in str(raised.value)


def test_keys_of_the_right_length_are_taken() -> None:
    keys = replace(BERT, auth_form=KeyForm.MASTER, auth_secret=Secret(bytes(32)))
    keys = replace(keys, priv_form=KeyForm.LOCALIZED, priv_secret=Secret(bytes(16)))
    assert identity_of(keys).level is SecurityLevel.AUTH_PRIV


def test_keys_that_were_tried_before_need_not_be_tried_again() -> None:
    wrong = replace(BERT, auth_form=KeyForm.MASTER)
    assert identity_of(wrong, tries_keys=False).level is SecurityLevel.AUTH_PRIV


def test_a_hash_that_this_host_refuses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ValueError(name)

    monkeypatch.setattr(digests.hashlib, "new", refuse)
    with pytest.raises(CapabilityMissing, match="MD5 cannot be used here"):
        identity_of(UserText("bert", auth_protocol="MD5", auth_secret=AUTH))


def test_a_key_is_read_from_hexadecimal_and_the_field_is_named_otherwise() -> None:
    assert read_key("0x00:ff", "auth_key").reveal() == b"\x00\xff"
    with pytest.raises(InvalidInput) as raised:
        read_key("maplesyrup", "priv_key")
    assert raised.value.field == "priv_key"
    assert "maple" not in str(raised.value)


def test_an_identity_prints_without_its_secrets() -> None:
    assert "maple" not in repr(identity_of(BERT)) + repr(BERT)
