"""Targets and jobs are stored apart, one for each name, and no change is lost."""

from __future__ import annotations

import msgspec
import pytest

from trishul.store.database import Database
from trishul.store.saved_documents import (
    DocumentKind,
    DocumentNameTaken,
    SavedDocumentRow,
    add_saved_document,
    delete_saved_document,
    load_saved_documents,
    replace_saved_document,
)

ROW = SavedDocumentRow("1", "core", "{}", 1, 1.0, 1.0)
OTHERS = len(DocumentKind) - 1


@pytest.mark.parametrize("kind", list(DocumentKind))
async def test_rows_come_change_and_go(database: Database, kind: DocumentKind) -> None:
    changed = msgspec.structs.replace(ROW, name="edge", revision=2)
    async with database.write() as connection:
        await add_saved_document(connection, kind, ROW)
        assert await replace_saved_document(connection, kind, changed)
        assert not await replace_saved_document(connection, kind, changed)
        assert await load_saved_documents(connection, kind) == [changed]
        assert [await load_saved_documents(connection, other) for other in DocumentKind if other is not kind] == [
            []
        ] * OTHERS
        await delete_saved_document(connection, kind, ROW.id)
        assert await load_saved_documents(connection, kind) == []


async def test_a_name_is_taken_once(database: Database) -> None:
    other = msgspec.structs.replace(ROW, id="2", name="other")
    renamed = msgspec.structs.replace(other, name=ROW.name, revision=2)
    async with database.write() as connection:
        await add_saved_document(connection, DocumentKind.TARGET, ROW)
        await add_saved_document(connection, DocumentKind.TARGET, other)
    with pytest.raises(DocumentNameTaken):
        async with database.write() as connection:
            await add_saved_document(connection, DocumentKind.TARGET, msgspec.structs.replace(ROW, id="3"))
    with pytest.raises(DocumentNameTaken):
        async with database.write() as connection:
            await replace_saved_document(connection, DocumentKind.TARGET, renamed)
