"""Credentials are stored as they come; a change counts only on top of the newest revision."""

from __future__ import annotations

import msgspec
import pytest

from trishul.store.credentials import (
    CredentialNameTaken,
    CredentialRow,
    add_credential,
    delete_credential,
    load_credentials,
    replace_credential,
)
from trishul.store.database import Database

ROW = CredentialRow("0" * 32, "core routers", "{}", b"\x01sealed", 1, 1.0, 1.0)


def other(**changes: object) -> CredentialRow:
    return msgspec.structs.replace(ROW, **changes)


async def test_rows_come_back_in_the_order_of_their_names(database: Database) -> None:
    rows = [other(id="2", name="zürich"), other(id="3", name="Zürich"), other(id="4", name="管理")]
    async with database.write() as connection:
        for row in reversed(rows):
            await add_credential(connection, row)
        assert await load_credentials(connection) == [rows[1], rows[0], rows[2]]


async def test_two_credentials_cannot_have_one_name(database: Database) -> None:
    async with database.write() as connection:
        await add_credential(connection, ROW)
    with pytest.raises(CredentialNameTaken):
        async with database.write() as connection:
            await add_credential(connection, other(id="2"))
    async with database.write() as connection:
        await add_credential(connection, other(id="2", name="Core routers"))
    with pytest.raises(CredentialNameTaken):
        async with database.write() as connection:
            await replace_credential(connection, other(id="2", revision=2))


async def test_a_change_needs_the_revision_before_it(database: Database) -> None:
    async with database.write() as connection:
        await add_credential(connection, ROW)
        assert await replace_credential(connection, other(facts='{"a":1}', revision=2))
        assert not await replace_credential(connection, other(facts='{"b":1}', revision=2))
        assert not await replace_credential(connection, other(id="9", revision=3))
        assert await load_credentials(connection) == [other(facts='{"a":1}', revision=2)]


async def test_what_is_deleted_is_gone(database: Database) -> None:
    async with database.write() as connection:
        await add_credential(connection, ROW)
        await delete_credential(connection, ROW.id)
        await delete_credential(connection, ROW.id)
        assert await load_credentials(connection) == []


def test_a_row_prints_without_its_secrets() -> None:
    assert "sealed" not in repr(ROW)
