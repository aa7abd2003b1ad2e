"""The libraries inside the program, from their own metadata."""

from __future__ import annotations

from importlib.metadata import version

from trishul.services.installed_packages import installed_packages


def test_what_is_required_and_what_that_requires_is_listed_with_its_licence() -> None:
    found = {each.name.lower(): each for each in installed_packages()}
    assert found["starlette"].version == version("starlette"), "fastapi requires it"
    assert "greenlet" in found, "sqlalchemy[asyncio] requires it"
    assert all(each.licence for each in found.values()), [each for each in found.values() if not each.licence]
    assert max(len(each.licence) for each in found.values()) <= 80


def test_neither_the_program_itself_nor_what_only_its_tests_need_is_listed() -> None:
    found = {each.name.lower() for each in installed_packages()}
    assert found.isdisjoint({"trishul-snmp", "pytest", "playwright"})
