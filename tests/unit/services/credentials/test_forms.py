"""A credential keeps its meaning through all of its forms, and its row cannot be bent to another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from trishul.errors import InvalidInput
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.forms import CredentialDraft, changed, checked, draft_of, require_name, sealed_row
from trishul.services.credentials.secret_box import SealingKey
from trishul.services.user_texts import UserText
from trishul.store.credentials import CredentialRow

KEY = SealingKey(bytes(32))
BLANK = CredentialRow("id", "", "", b"", 0, 1.0, 1.0)
COMMUNITY = CredentialDraft("lab", "community", Secret("s3cret"), for_receiver=True)
BERT = UserText(
    "bert",
    auth_protocol="sha256",
    auth_secret=Secret("maplesyrup"),
    priv_protocol="aes",
    priv_secret=Secret("pancakes4"),
    context="bridge1",
    engine_id="0x80001f880461",
)
USER = CredentialDraft("core", "user", user=BERT, for_simulator=True)


def row_of(draft: CredentialDraft) -> CredentialRow:
    return sealed_row(draft, checked(draft, "id"), KEY, BLANK)


@pytest.mark.parametrize("draft", [COMMUNITY, USER])
def test_a_draft_comes_back_from_its_row_with_the_names_that_net_snmp_takes(draft: CredentialDraft) -> None:
    found, is_open = draft_of(row_of(draft), KEY)
    user = draft.user and replace(draft.user, auth_protocol="SHA-256", priv_protocol="AES", engine_id="80001f880461")
    assert is_open
    assert found == replace(draft, user=user)
    assert checked(found, "id") == checked(draft, "id")


def test_a_row_holds_no_secret_that_can_be_read() -> None:
    stored = repr(msgspec.to_builtins(row_of(USER))).encode() + msgspec.msgpack.encode(row_of(COMMUNITY))
    for secret in (b"maplesyrup", b"pancakes4", b"s3cret"):
        assert secret not in stored


@pytest.mark.parametrize(
    "change",
    [
        {"id": "other"},
        {"name": "other"},
        {"facts": msgspec.json.encode({"kind": "user", "user": "root"}).decode()},
        {"sealed": row_of(replace(USER, name="other")).sealed},
    ],
)
def test_a_row_that_was_bent_does_not_open(change: dict[str, Any]) -> None:
    found, is_open = draft_of(msgspec.structs.replace(row_of(USER), **change), KEY)
    assert not is_open
    assert found.user is None or found.user.auth_secret is None


def test_without_its_key_a_row_tells_its_facts_alone() -> None:
    found, is_open = draft_of(row_of(USER), None)
    assert not is_open
    assert found.user is not None
    assert (found.user.user, found.user.auth_protocol, found.user.auth_secret) == ("bert", "SHA-256", None)


def test_each_row_follows_the_one_before() -> None:
    first = row_of(USER)
    second = sealed_row(USER, checked(USER, "id"), KEY, first)
    assert (first.revision, second.revision) == (1, 2)
    assert second.sealed != first.sealed


def test_what_a_change_does_not_name_stays() -> None:
    found = changed(USER, {"name": "renamed", "user": "ernie", "for_receiver": True})
    assert (found.name, found.for_receiver, found.for_simulator) == ("renamed", True, True)
    assert found.user is not None
    assert (found.user.user, found.user.auth_secret) == ("ernie", Secret("maplesyrup"))


def test_a_protocol_that_goes_takes_its_secret_with_it() -> None:
    found = changed(USER, {"priv_protocol": None})
    assert found.user is not None
    assert found.user.priv_secret is None
    assert checked(found, "id").identity.level is SecurityLevel.AUTH_NO_PRIV


def test_a_community_has_nothing_of_a_user() -> None:
    with pytest.raises(InvalidInput) as raised:
        changed(COMMUNITY, {"auth_protocol": "SHA"})
    assert raised.value.field == "auth_protocol"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(COMMUNITY, community=None), "community"),
        (replace(COMMUNITY, community=Secret("")), "community"),
        (replace(COMMUNITY, community=Secret("ü" * 128)), "community"),
        (replace(COMMUNITY, user=BERT), "user"),
        (replace(USER, community=Secret("public")), "community"),
        (replace(USER, user=None), "user"),
        (replace(USER, name=""), "name"),
    ],
)
def test_what_makes_no_credential_names_its_field(draft: CredentialDraft, field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        checked(draft, "id")
    assert raised.value.field == field


def test_a_name_is_kept_trimmed_and_composed() -> None:
    assert require_name("  core / north \u0041\u030a ") == "core / north \u00c5"
    assert require_name("管" * 64) == "管" * 64


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "x" * 10_000, "tab\tbed", "nul\0", "\u202eright", ".", ".."])
def test_names_that_nobody_could_read_or_reach_are_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        require_name(name)
    assert raised.value.field == "name"
