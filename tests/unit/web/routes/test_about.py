"""`/api/settings/about`."""

from __future__ import annotations

import platform

import httpx

from trishul.services.about import about


async def test_versions_and_libraries_are_told(user: httpx.AsyncClient) -> None:
    found = (await user.get("/api/settings/about")).json()
    assert (found["name"], found["version"], found["python"]) == (
        "Trishul SNMP",
        about().version,
        platform.python_version(),
    )
    assert {"fastapi", "SQLAlchemy"} <= {each["name"] for each in found["packages"] if each["part"] == "server"}
