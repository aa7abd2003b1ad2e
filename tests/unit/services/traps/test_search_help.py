"""Proposals at the cursor."""

from __future__ import annotations

import pytest

from tests.unit.notification_rows import LINK_DOWN, a_row, store
from trishul.services.traps.search_help import SearchHelp, search_language
from trishul.services.workbench import Workbench
from trishul.store.notification_marks import add_tags


def test_the_language_has_fields_and_examples() -> None:
    language = search_language()
    assert {field.name for field in language.fields} >= {"trap", "src", "var", "sev", "is"}
    assert next(field for field in language.fields if field.name == "ver").choices["2c"] == "SNMPv2c"
    assert all(example.query and example.meaning for example in language.examples)


async def test_proposals_fit_the_place_of_the_cursor(mib_workbench: Workbench) -> None:
    help_ = SearchHelp(mib_workbench.store, mib_workbench.mibs)
    async with mib_workbench.store.write() as connection:
        await store(connection, [a_row(trap_oid=LINK_DOWN, user_name="night ops", peer_address="[fe80::1]:9")])
        await add_tags(connection, [1], ["lab"])
    for query, at, start, length, first in (
        ("", 0, 0, 0, "trap:"),
        ("ver:3 se", 8, 6, 2, "sev:"),
        ("-(tr", 4, 2, 2, "trap:"),
        ("is:un", 5, 3, 2, "unresolved"),
        ("is:un x", 3, 3, 2, "resolved"),
        ("trap:", 5, 5, 0, "linkDown"),
        ("trap:coldS", 10, 5, 5, "coldStart"),
        ("src:fe", 6, 4, 2, "fe80::1"),
        ("user:", 5, 5, 0, '"night ops"'),
        ("tag:", 4, 4, 0, "lab"),
        ("after:", 6, 6, 0, "-5m"),
        ("var:ifAdm", 9, 4, 5, "ifAdminStatus"),
        ("var:ifAdminStatus=", 18, 18, 0, "up"),
    ):
        found = await help_.complete(query, at)
        assert (found.start, found.length, found.proposals[0].text) == (start, length, first), query


@pytest.mark.parametrize("query", ["nothing:", 'x"(', "var:nothing=", "id:1", "src:x"])
async def test_where_nothing_can_be_proposed_the_list_is_empty(workbench: Workbench, query: str) -> None:
    help_ = SearchHelp(workbench.store, workbench.mibs)
    assert (await help_.complete(query, 99)).proposals == []
