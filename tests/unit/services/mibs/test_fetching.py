"""Modules from the places in the settings: asked by name, taken when they are that module."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.mib_texts import mib
from tests.unit.services.web_places import ok, web_place
from trishul.services.mibs.fetching import DependencyFetcher
from trishul.services.mibs.web_get import GetLimits

LIMITS = GetLimits(time_s=2.0, allow_private=True)
ANSWERS = {
    "/ACME-MIB": ok(mib("ACME-MIB")),
    "/OTHER-MIB": ok(mib("ACME-MIB")),
    "/PAGE-MIB": ok(b"<html>Not found</html>"),
}


async def test_each_name_has_its_outcome_and_each_text_its_file(tmp_path: Path) -> None:
    async with web_place(ANSWERS) as (port, asked):
        fetcher = DependencyFetcher(lambda: [f"http://127.0.0.1:{port}/@mib@"], LIMITS)
        found = await fetcher.fetch(["ACME-MIB", "OTHER-MIB", "PAGE-MIB", "GONE-MIB", "../x", "@mib@", "a/b"], tmp_path)
    assert [(each.name, each.status) for each in found.results] == [
        ("ACME-MIB", "fetched"),
        ("OTHER-MIB", "refused"),
        ("PAGE-MIB", "refused"),
        ("GONE-MIB", "not_found"),
        ("../x", "refused"),
        ("@mib@", "refused"),
        ("a/b", "refused"),
    ]
    assert found.results[1].error == "The text there defines ACME-MIB, not OTHER-MIB"
    assert "web page" in str(found.results[2].error)
    ((place, name),) = found.files
    assert (place.read_bytes(), name) == (mib("ACME-MIB"), "ACME-MIB")
    assert sorted(asked) == ["/ACME-MIB", "/GONE-MIB", "/OTHER-MIB", "/PAGE-MIB"]


async def test_the_places_are_tried_in_order(tmp_path: Path) -> None:
    async with web_place(ANSWERS) as (port, asked):
        places = [f"http://127.0.0.1:{port}/first/@mib@", f"http://127.0.0.1:{port}/@mib@"]
        found = await DependencyFetcher(lambda: places, LIMITS).fetch(["ACME-MIB"], tmp_path)
    assert asked == ["/first/ACME-MIB", "/ACME-MIB"]
    assert found.results[0].url == f"http://127.0.0.1:{port}/ACME-MIB"


@pytest.mark.parametrize("templates", [[], ["http://127.0.0.1:9/@mib@"]])
async def test_without_places_or_permission_nothing_is_fetched(tmp_path: Path, templates: list[str]) -> None:
    found = await DependencyFetcher(lambda: templates, GetLimits()).fetch(["ACME-MIB"], tmp_path)
    assert found.results[0].status == "refused"
    assert found.files == []
