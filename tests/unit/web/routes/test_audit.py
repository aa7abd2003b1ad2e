"""`/api/settings/audit`: pages, search and files."""

from __future__ import annotations

import httpx

from trishul.services.workbench import Workbench


async def test_pages_follow_each_other(user: httpx.AsyncClient, workbench: Workbench) -> None:
    for number in range(3):
        workbench.audit.note("eve", "192.0.2.1", f"step.{number}")
    first = (await user.get("/api/settings/audit", params={"limit": 2, "q": "step"})).json()
    assert ([each["action"] for each in first["data"]], first["total"]) == (["step.2", "step.1"], 3)
    rest = (await user.get("/api/settings/audit", params={"before": first["next"], "q": "step"})).json()
    assert ([each["action"] for each in rest["data"]], rest["next"]) == (["step.0"], None)


async def test_both_forms_are_files(user: httpx.AsyncClient, workbench: Workbench) -> None:
    workbench.audit.note("eve", "192.0.2.1", "step")
    for form, begin in (("csv", "id,at,username"), ("json", "[")):
        reply = await user.get("/api/settings/audit/export", params={"format": form, "q": "step"})
        assert reply.headers["content-disposition"] == f'attachment; filename="audit-log.{form}"'
        assert reply.text.startswith(begin)
        assert "192.0.2.1" in reply.text
    assert (await user.get("/api/settings/audit/export", params={"format": "xml"})).status_code == 422
