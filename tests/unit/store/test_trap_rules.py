"""Rules in the store: in their order, and a number never comes back."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.trap_rules import add_rule, delete_rule, load_rules, order_rules, replace_rule


async def test_rules_keep_their_order_through_every_change(database: Database) -> None:
    async with database.write() as connection:
        made = [await add_rule(connection, text, 1.0) for text in "abc"]
        await order_rules(connection, [3, 1, 2])
        await replace_rule(connection, 1, "A", 2.0)
        rows = await load_rules(connection)
        assert [(row.id, row.document, row.updated_at) for row in rows] == [(3, "c", 1.0), (1, "A", 2.0), (2, "b", 1.0)]
        assert [row.position for row in made] == [0, 1, 2]
        await delete_rule(connection, 3)
        assert (await add_rule(connection, "d", 3.0)).id == 4
        assert [row.document for row in await load_rules(connection)] == ["A", "b", "d"]
