"""A choice in a form becomes one identity, or the field is named that stands against it."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.protocol.message import Version
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.credentials import UnknownCredential
from trishul.services.credentials.forms import Credential, CredentialDraft, checked
from trishul.services.credentials.identities import ChosenIdentity, NoCredentials, choose_identity, target_as
from trishul.services.user_texts import UserText

BERT = UserText("bert", "authNoPriv", "SHA", Secret("maplesyrup"), context="bridge1", engine_id="80001f880461")


class Saved:
    """A community and a user."""

    def get(self, name: str) -> Credential:
        if name == "lab":
            return checked(CredentialDraft("lab", "community", Secret("s3cret")), "1")
        if name == "core":
            return checked(CredentialDraft("core", "user", user=BERT), "2")
        return NoCredentials().get(name)


def chosen(**choice: Any) -> Any:
    return choose_identity(ChosenIdentity(**choice), Saved())


def test_who_chooses_nothing_is_public() -> None:
    assert (chosen().version, chosen().community) == ("2c", Secret("public"))
    assert chosen(version="1").version == "1"


def test_a_community_may_be_anything_even_nothing() -> None:
    assert chosen(community=Secret("")).community == Secret("")


def test_a_saved_credential_brings_its_version() -> None:
    assert (chosen(credential="core").version, chosen(credential="core").level) == ("3", SecurityLevel.AUTH_NO_PRIV)
    assert chosen(credential="core", version="3").user.name == "bert"
    assert chosen(credential="lab").version == "2c"
    assert chosen(credential="lab", version="1").version == "1"


def test_a_user_in_full_means_version_three() -> None:
    assert chosen(user=BERT).version == "3"
    assert chosen(user=BERT, version="3", community=Secret("left over")).community is None


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({"version": "3"}, "user"),
        ({"version": "2c", "user": BERT}, "version"),
        ({"version": "1", "credential": "core"}, "version"),
        ({"version": "3", "credential": "lab"}, "version"),
        ({"credential": "core", "community": Secret("x")}, "credential"),
        ({"credential": "core", "user": BERT}, "credential"),
        ({"credential": "nobody"}, "credential"),
        ({"user": UserText("")}, "user"),
    ],
)
def test_what_does_not_go_together_names_its_field(choice: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        chosen(**choice)
    assert raised.value.field == field


def test_a_target_is_asked_as_the_identity_says() -> None:
    target = target_as(chosen(credential="core"), "192.0.2.1", 161, timeout_s=2, retries=1)
    assert (target.snmp_version, target.security_level) == (Version.V3, SecurityLevel.AUTH_NO_PRIV)
    assert (target.context, target.engine_id) == ("bridge1", bytes.fromhex("80001f880461"))
    assert target_as(chosen(credential="lab"), "192.0.2.1", 161, timeout_s=2, retries=1).community == b"s3cret"


def test_a_target_that_is_none_names_the_field_of_the_form() -> None:
    with pytest.raises(InvalidInput) as raised:
        target_as(chosen(), " ", 161, timeout_s=1, retries=0)
    assert raised.value.field == "target"


def test_who_has_saved_nothing_knows_no_name() -> None:
    with pytest.raises(UnknownCredential):
        NoCredentials().get("core")
