"""Settings that users change are checked as a whole and saved one by one."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.services.settings import AppSettings, Settings
from trishul.store.database import Database
from trishul.store.settings import save_settings


async def opened(database: Database) -> Settings:
    settings = Settings(database, 1800)
    await settings.open()
    return settings


async def test_the_first_start_has_the_defaults(database: Database) -> None:
    assert (await opened(database)).current == AppSettings(session_timeout=1800)


async def test_any_subset_is_saved_and_the_rest_stays(database: Database) -> None:
    settings = await opened(database)
    await settings.update({"auto_start_simulator": True})
    await settings.update({"mib_remote_sources": ["https://mibs.example/asn1/@mib@"], "session_timeout": 60})
    expected = AppSettings(
        auto_start_simulator=True, session_timeout=60, mib_remote_sources=("https://mibs.example/asn1/@mib@",)
    )
    assert settings.current == expected
    assert (await opened(database)).current == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("session_timeout", 59),
        ("session_timeout", 86401),
        ("session_timeout", "600"),
        ("session_timeout", 600.5),
        ("session_timeout", True),
        ("session_timeout", None),
        ("auto_start_simulator", "yes"),
        ("auto_start_trap_receiver", 1),
        ("mib_auto_fetch", None),
        ("mib_remote_sources", "https://mibs.example/@mib@"),
        ("mib_remote_sources", ["ftp://mibs.example/@mib@"]),
        ("mib_remote_sources", ["https://mibs.example/no-placeholder"]),
        ("mib_remote_sources", ["https://@mib@.example/x"]),
        ("mib_remote_sources", ["https:///@mib@"]),
        ("mib_remote_sources", ["https://mibs.example:port/@mib@"]),
        ("mib_remote_sources", ["https://[::1/@mib@"]),
        ("mib_remote_sources", ["https://mibs.example/@mib@\n"]),
        ("mib_remote_sources", ["https://mibs.example/@mib@" + "x" * 3000]),
        ("mib_remote_sources", ["https://mibs.example/@mib@"] * 33),
        ("mib_remote_sources", [1]),
        ("simulator_address", "127.0.0.1"),
        ("receiver_address", "127.0.0.1:70000"),
        ("receiver_address", None),
        ("colour", "blue"),
    ],
)
async def test_one_bad_value_is_named_and_nothing_is_saved(database: Database, name: str, value: Any) -> None:
    settings = await opened(database)
    before = settings.current
    with pytest.raises(InvalidInput) as refusal:
        await settings.update({"auto_start_simulator": True, name: value})
    assert refusal.value.field == name
    assert settings.current == before
    assert (await opened(database)).current == before


async def test_a_damaged_row_falls_back_alone(database: Database) -> None:
    async with database.write() as connection:
        await save_settings(connection, {"session_timeout": "7", "auto_start_simulator": "true", "mib_auto_fetch": "{"})
    assert (await opened(database)).current == AppSettings(session_timeout=1800, auto_start_simulator=True)
