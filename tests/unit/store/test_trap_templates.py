"""The table of templates: kept, replaced, forgotten."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.trap_templates import (
    TemplateRow,
    add_template,
    count_templates,
    delete_template,
    has_template,
    load_templates,
    replace_template,
)


async def test_templates_are_listed_by_name_and_go_by_name(database: Database) -> None:
    async with database.write() as connection:
        await add_template(connection, TemplateRow("second", "{}", 1.0))
        await add_template(connection, TemplateRow("first", "{}", 2.0))
        await replace_template(connection, TemplateRow("second", '{"oid":"1.3"}', 3.0))
        assert [(row.name, row.updated_at) for row in await load_templates(connection)] == [
            ("first", 2.0),
            ("second", 3.0),
        ]
        assert await count_templates(connection) == 2
        assert await has_template(connection, "first")
        assert await delete_template(connection, "first")
        assert not await delete_template(connection, "first")
        assert not await has_template(connection, "first")
