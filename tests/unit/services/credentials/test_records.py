"""A record tells which secrets there are, and none of them."""

from __future__ import annotations

import msgspec

from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.forms import CredentialDraft, checked
from trishul.services.credentials.records import record_of
from trishul.services.user_texts import UserText
from trishul.store.credentials import CredentialRow

ROW = CredentialRow("id", "core", "{}", b"sealed", 3, 1.0, 2.0)
DRAFT = CredentialDraft("core", "user", user=UserText("bert", None, "SHA", Secret("maplesyrup")))


def test_a_user_is_told_with_his_level_and_without_his_password() -> None:
    record = record_of(ROW, DRAFT, checked(DRAFT, "id"), None, ["the simulator"])
    assert (record.user, record.level, record.auth_protocol) == ("bert", "authNoPriv", "SHA")
    assert (record.has_auth_secret, record.auth_form, record.has_priv_secret) == (True, "password", False)
    assert (record.used_by, record.revision) == (["the simulator"], 3)
    assert b"maple" not in msgspec.json.encode(record)


def test_a_community_is_told_without_being_told() -> None:
    draft = CredentialDraft("lab", "community", Secret("s3cret"))
    record = record_of(ROW, draft, checked(draft, "id"), None, [])
    assert (record.has_community, record.level, record.auth_form) == (True, None, None)
    assert b"s3cret" not in msgspec.json.encode(record)


def test_one_that_does_not_open_says_what_there_is_and_why() -> None:
    locked = CredentialDraft("core", "user", user=UserText("bert", "authNoPriv", "SHA"))
    record = record_of(ROW, locked, None, "The key file is missing.", [])
    assert (record.can_be_opened, record.problem) == (False, "The key file is missing.")
    assert (record.has_auth_secret, record.level) == (True, "authNoPriv")


def test_one_whose_row_is_damaged_has_its_name_at_least() -> None:
    assert record_of(ROW, None, None, "It is damaged.", []).name == "core"
