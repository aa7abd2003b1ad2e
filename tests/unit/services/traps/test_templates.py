"""Templates: kept under a name, without secrets."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput, LimitReached
from trishul.services.traps import templates as trap_templates
from trishul.services.traps.templates import NoSuchTemplate, TemplateExists, TrapTemplates
from trishul.store.database import Database
from trishul.store.trap_templates import TemplateRow, add_template

PORT_DOWN: dict[str, Any] = {
    "oid": "IF-MIB::linkDown",
    "varbinds": [{"oid": "IF-MIB::ifIndex.3", "value": "3"}],
    "credential": "lab",
    "pace": {"count": 5, "per_s": 2.0},
}


@pytest.fixture
def templates(database: Database) -> TrapTemplates:
    return TrapTemplates(database)


async def test_a_template_comes_back_as_it_was_kept(templates: TrapTemplates) -> None:
    kept = await templates.save(" Port down ", PORT_DOWN)
    assert kept.name == "Port down"
    with pytest.raises(TemplateExists):
        await templates.save("Port down", {})
    await templates.save("Port down", PORT_DOWN | {"kind": "inform"}, replace=True)
    (found,) = (await templates.all()).templates
    assert (found.trap.oid, found.trap.kind, found.trap.credential) == ("IF-MIB::linkDown", "inform", "lab")
    assert found.trap.pace is not None
    assert found.trap.pace.count == 5
    await templates.delete("Port down")
    with pytest.raises(NoSuchTemplate):
        await templates.delete("Port down")


REFUSED: list[tuple[str, dict[str, Any], str | None]] = [
    ("", {}, "name"),
    ("x" * 65, {}, "name"),
    ("a\nb", {}, "name"),
    ("ok", {"community": "secret"}, None),
    ("ok", {"auth_password": "secret"}, None),
    ("ok", {"port": "x"}, "port"),
    ("ok", {"varbinds": [{"oid": 1}]}, "varbinds[0].oid"),
]


async def test_what_is_no_template_is_refused_secrets_most_of_all(templates: TrapTemplates) -> None:
    for name, trap, field in REFUSED:
        with pytest.raises(InvalidInput) as refused:
            await templates.save(name, trap)
        assert refused.value.field == field
        assert "secret" not in str(refused.value)


async def test_limits_hold_and_a_damaged_row_hides_no_other(
    templates: TrapTemplates, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.write() as connection:
        await add_template(connection, TemplateRow("damaged", "{", 1.0))
    await templates.save("good", PORT_DOWN)
    assert [each.name for each in (await templates.all()).templates] == ["good"]
    with pytest.raises(LimitReached):
        await templates.save("large", {"oid": "x" * 70_000})
    monkeypatch.setattr(trap_templates, "MAX_TEMPLATES", 2)
    with pytest.raises(LimitReached):
        await templates.save("third", PORT_DOWN)
