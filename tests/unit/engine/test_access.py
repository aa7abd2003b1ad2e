"""The decisions of the View-based Access Control Model, step by step (RFC 3415 §3.2 and §4)."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid
from trishul.engine.access import (
    EVERY_OTHER_COMMUNITY,
    AccessControl,
    AccessEntry,
    AccessResult,
    AccessTables,
    CommunityName,
    GroupMember,
    SecurityModel,
    ViewType,
    best_entry,
)
from trishul.engine.views import ViewFamily
from trishul.protocol.security.protocols import SecurityLevel

SYS_NAME = Oid("1.3.6.1.2.1.1.5.0").contents
IF_DESCR = Oid("1.3.6.1.2.1.2.2.1.2.1").contents
NO_AUTH, AUTH, PRIV = SecurityLevel.NO_AUTH_NO_PRIV, SecurityLevel.AUTH_NO_PRIV, SecurityLevel.AUTH_PRIV
ANY, V1, V2C, USM = SecurityModel.ANY, SecurityModel.V1, SecurityModel.V2C, SecurityModel.USM

TABLES = AccessTables(
    communities=(CommunityName(b"public", b"anybody"),),
    members=(
        GroupMember(USM, b"bert", "admins"),
        GroupMember(V2C, b"anybody", "guests"),
        GroupMember(USM, b"lost", "group without entries"),
    ),
    entries=(
        AccessEntry("admins", b"", USM, AUTH, ("all", "system", "")),
        AccessEntry("guests", b"", ANY, NO_AUTH, ("system", "", "missing")),
    ),
    families=(ViewFamily.of("all", "1"), ViewFamily.of("system", "1.3.6.1.2.1.1")),
)


def decide(
    name: bytes = b"bert",
    model: SecurityModel = USM,
    level: SecurityLevel = AUTH,
    view_type: ViewType = ViewType.READ,
    context: bytes = b"",
    variable: bytes = SYS_NAME,
) -> AccessResult:
    return AccessControl(TABLES).is_access_allowed(model, name, level, view_type, context, variable, {b"", b"sw1"})


def test_who_has_a_view_with_the_instance_is_allowed() -> None:
    assert decide() is AccessResult.ACCESS_ALLOWED
    assert decide(level=PRIV) is AccessResult.ACCESS_ALLOWED
    assert decide(b"anybody", V2C, NO_AUTH) is AccessResult.ACCESS_ALLOWED


def test_an_unknown_context_comes_before_everything() -> None:
    assert decide(b"nobody", context=b"elsewhere") is AccessResult.NO_SUCH_CONTEXT


@pytest.mark.parametrize(("name", "model"), [(b"nobody", USM), (b"bert", V2C), (b"anybody", V1)])
def test_a_name_belongs_to_a_group_for_one_security_model(name: bytes, model: SecurityModel) -> None:
    assert decide(name, model) is AccessResult.NO_GROUP_NAME


def test_no_entry_for_the_group_level_or_context_is_said() -> None:
    assert decide(b"lost") is AccessResult.NO_ACCESS_ENTRY
    assert decide(level=NO_AUTH) is AccessResult.NO_ACCESS_ENTRY
    assert decide(context=b"sw1") is AccessResult.NO_ACCESS_ENTRY


def test_a_view_without_a_name_or_without_families_is_none() -> None:
    assert decide(view_type=ViewType.NOTIFY) is AccessResult.NO_SUCH_VIEW
    assert decide(b"anybody", V2C, NO_AUTH, ViewType.WRITE) is AccessResult.NO_SUCH_VIEW
    assert decide(b"anybody", V2C, NO_AUTH, ViewType.NOTIFY) is AccessResult.NO_SUCH_VIEW


def test_each_kind_of_access_has_its_view() -> None:
    assert decide(variable=IF_DESCR) is AccessResult.ACCESS_ALLOWED
    assert decide(variable=IF_DESCR, view_type=ViewType.WRITE) is AccessResult.NOT_IN_VIEW


ENTRIES = {
    "any": AccessEntry("g", b"", ANY, PRIV, ("any", "", ""), is_exact=False),
    "usm": AccessEntry("g", b"", USM, NO_AUTH, ("usm", "", ""), is_exact=False),
    "usm auth": AccessEntry("g", b"", USM, AUTH, ("usm auth", "", ""), is_exact=False),
    "sw": AccessEntry("g", b"sw", USM, NO_AUTH, ("sw", "", ""), is_exact=False),
    "swi": AccessEntry("g", b"swi", USM, NO_AUTH, ("swi", "", ""), is_exact=False),
    "sw1": AccessEntry("g", b"sw1", USM, NO_AUTH, ("sw1", "", "")),
}


@pytest.mark.parametrize(
    ("entries", "context", "model", "level", "chosen"),
    [
        ("any,usm", b"", USM, PRIV, "usm"),  # a: the model of the message before any
        ("any,usm", b"", V2C, PRIV, "any"),
        ("any", b"", USM, AUTH, None),  # a level above the message's does not count
        ("sw,sw1", b"sw1", USM, NO_AUTH, "sw1"),  # b: the context itself before prefixes
        ("sw,sw1", b"sw10", USM, NO_AUTH, "sw"),  # an exact entry is for its context only
        ("usm auth,sw,swi", b"switch", USM, PRIV, "swi"),  # c: the longest prefix before the level
        ("usm,usm auth", b"x", USM, PRIV, "usm auth"),  # d: the highest level
        ("usm,usm auth", b"x", USM, NO_AUTH, "usm"),
        ("sw", b"s", USM, PRIV, None),
    ],
)
def test_the_entry_that_counts_is_chosen_as_vacm_access_table_says(
    entries: str, context: bytes, model: int, level: int, chosen: str | None
) -> None:
    given = [ENTRIES[name] for name in entries.split(",")]
    for ordered in (given, given[::-1]):
        entry = best_entry(ordered, context, model, level)
        assert (None if entry is None else entry.views[0]) == chosen


def test_a_community_stands_for_a_name_or_for_nobody() -> None:
    control = AccessControl(TABLES)
    assert control.security_name_of(b"public") == b"anybody"
    assert control.security_name_of(b"guess") is None
    row = CommunityName(EVERY_OTHER_COMMUNITY, b"stranger")
    assert AccessControl(AccessTables(communities=(row,))).security_name_of(b"guess") == b"stranger"


def test_a_community_is_not_shown() -> None:
    assert "public" not in repr(TABLES)


def test_remembered_decisions_have_a_bound() -> None:
    control = AccessControl(TABLES)
    for number in range(5000):
        assert control.find_view(USM, b"%d" % number, AUTH, ViewType.READ, b"") is AccessResult.NO_GROUP_NAME
    assert len(control._remembered) <= 4096
