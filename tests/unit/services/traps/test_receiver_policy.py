"""The receiver's policy: any subset is checked and saved, defaults stay defaults."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.services.traps.receiver_policy import PolicyKeeper, ReceiverPolicy
from trishul.store.database import Database
from trishul.store.settings import save_settings


async def opened(database: Database, defaults: ReceiverPolicy | None = None) -> PolicyKeeper:
    keeper = PolicyKeeper(database, defaults)
    await keeper.open()
    return keeper


async def test_a_subset_is_saved_and_the_rest_follows_the_defaults(database: Database) -> None:
    keeper = await opened(database)
    told: list[ReceiverPolicy] = []
    keeper.listeners.append(lambda: told.append(keeper.current))
    saved = await keeper.update({"keep_rows": 1000})
    assert (saved.status, saved.policy) == ("saved", ReceiverPolicy(keep_rows=1000))
    assert told == [saved.policy]
    again = await opened(database, ReceiverPolicy(keep_rows=5, keep_days=3))
    assert again.current == ReceiverPolicy(keep_rows=1000, keep_days=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("keep_rows", -1),
        ("keep_rows", "7"),
        ("keep_rows", None),
        ("keep_days", 1e9),
        ("keep_megabytes", 2**40),
        ("rate_per_source", -0.5),
        ("max_octets", 65_536),
        ("allowed_networks", ["192.0.2.1/24"]),
        ("allowed_networks", ["example.org"]),
        ("allowed_networks", ["192.0.2.1"] * 257),
    ],
)
async def test_a_value_that_cannot_be_is_refused_with_its_field(database: Database, name: str, value: Any) -> None:
    keeper = await opened(database)
    with pytest.raises(InvalidInput) as refused:
        await keeper.update({"keep_days": 4, name: value})
    assert refused.value.field == name
    assert keeper.current == (await opened(database)).current == ReceiverPolicy()


async def test_a_field_that_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(InvalidInput, match="colour"):
        await (await opened(database)).update({"colour": "blue"})


async def test_a_damaged_row_falls_back_to_the_defaults(database: Database) -> None:
    async with database.write() as connection:
        await save_settings(connection, {"traps.policy": '{"keep_rows": "many"}'})
    assert (await opened(database)).current == ReceiverPolicy()
