"""`/api/credentials`: saved, listed, changed, tried and deleted; what goes in as a secret never comes out."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from trishul.services.workbench import Workbench

BERT = {
    "name": "core",
    "kind": "user",
    "user": "bert",
    "auth_protocol": "sha256",
    "auth_password": "maplesyrup",
    "priv_protocol": "aes",
    "priv_password": "pancakes4",
}
LAB = {"name": "lab", "kind": "community", "community": "hush-hush"}
SECRETS = ("maplesyrup", "pancakes4", "hush-hush")


@pytest.fixture
async def saved(client: httpx.AsyncClient) -> dict[str, Any]:
    """The record of a user."""
    reply = await client.post("/api/credentials", json=BERT)
    assert reply.status_code == 201
    record: dict[str, Any] = reply.json()
    return record


async def test_a_saved_user_is_shown_without_his_passwords(client: httpx.AsyncClient, saved: dict[str, Any]) -> None:
    assert (saved["auth_protocol"], saved["has_auth_secret"], saved["level"]) == ("SHA-256", True, "authPriv")
    await client.post("/api/credentials", json=LAB)
    listed = await client.get("/api/credentials")
    assert [record["name"] for record in listed.json()["data"]] == ["core", "lab"]
    read = await client.get("/api/credentials/core")
    assert read.json() == saved
    for secret in SECRETS:
        assert secret not in listed.text + read.text + str(saved)


async def test_a_slash_at_the_end_makes_no_difference(client: httpx.AsyncClient, saved: dict[str, Any]) -> None:
    assert (await client.get("/api/credentials/")).json()["data"] == [saved]
    assert (await client.post("/api/credentials/", json=LAB)).status_code == 201


async def test_any_printable_name_is_reached_by_its_address(client: httpx.AsyncClient) -> None:
    for name in ("test", "core/north", "a?b#c", "100 %", "管理 Ærø", "x" * 64, "'\"<>"):
        address = f"/api/credentials/{quote(name, safe='')}"
        assert (await client.post("/api/credentials", json=BERT | {"name": name})).status_code == 201
        assert (await client.get(address)).json()["name"] == name
        assert (await client.delete(address)).json() == {"status": "deleted", "name": name}
        assert (await client.get(address)).status_code == 404


async def test_a_change_without_secrets_keeps_them(
    client: httpx.AsyncClient, saved: dict[str, Any], workbench: Workbench
) -> None:
    before = workbench.credentials.get("core").identity.user
    reply = await client.patch("/api/credentials/core", json={"name": "edge", "context": "bridge1", "revision": 1})
    assert reply.status_code == 200
    assert (reply.json()["name"], reply.json()["context"], reply.json()["revision"]) == ("edge", "bridge1", 2)
    assert workbench.credentials.get("edge").identity.user == before
    assert (await client.get("/api/credentials/core")).json()["code"] == "no_such_credential"


async def test_a_protocol_of_null_goes_with_its_secret(client: httpx.AsyncClient, saved: dict[str, Any]) -> None:
    reply = await client.patch("/api/credentials/core", json={"priv_protocol": None})
    assert (reply.json()["level"], reply.json()["has_priv_secret"]) == ("authNoPriv", False)


async def test_of_two_clients_that_edit_at_once_one_is_told(client: httpx.AsyncClient, saved: dict[str, Any]) -> None:
    edits = [
        client.patch("/api/credentials/core", json={"user": user, "revision": saved["revision"]})
        for user in ("ernie", "grover")
    ]
    replies = await asyncio.gather(*edits)
    assert sorted(reply.status_code for reply in replies) == [200, 409]
    assert next(reply for reply in replies if reply.status_code == 409).json()["code"] == "changed_meanwhile"


async def test_a_taken_name_is_a_conflict(client: httpx.AsyncClient, saved: dict[str, Any]) -> None:
    assert (await client.post("/api/credentials", json=BERT)).json()["code"] == "name_taken"
    assert (await client.post("/api/credentials", json=BERT | {"name": "Core"})).status_code == 201
    assert (await client.patch("/api/credentials/Core", json={"name": "core"})).status_code == 409


UNUSABLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"name": ""}, "name"),
    ({"name": "x" * 65}, "name"),
    ({"name": "x" * 10_000}, "name"),
    ({"name": "\t"}, "name"),
    ({"kind": "key"}, "kind"),
    ({"user": "ü" * 17}, "user"),
    ({"level": "very"}, "level"),
    ({"auth_protocol": "ROT13"}, "auth_protocol"),
    ({"auth_password": "short"}, "auth_password"),
    ({"auth_password": "x" * 10_000}, "auth_password"),
    ({"auth_key": "00"}, "auth_key"),
    ({"priv_protocol": None}, "priv_protocol"),
    ({"engine_id": "80"}, "engine_id"),
    ({"community": "public"}, "community"),
    ({"for_receiver": "yes"}, "for_receiver"),
    ({"surprise": 1}, "surprise"),
)


async def test_what_cannot_be_saved_names_its_field(client: httpx.AsyncClient) -> None:
    for changes, field in UNUSABLE:
        reply = await client.post("/api/credentials", json=BERT | changes)
        assert (reply.status_code, reply.json()["field"]) == (422, field)
        assert "maple" not in reply.text
    assert (await client.get("/api/credentials")).json() == {"data": []}


async def test_no_value_of_any_field_is_more_than_refused(client: httpx.AsyncClient) -> None:
    fields = {**BERT, **LAB, "level": "", "auth_key": "", "auth_key_form": "", "engine_id": "", "for_simulator": False}
    for field in fields:
        for value in (None, 1, -1.5, True, [], {}, "x" * 10_000, "\u0000", "💥"):
            for method, path in (("POST", ""), ("PATCH", "/core"), ("POST", "/test")):
                reply = await client.request(method, f"/api/credentials{path}", json=BERT | {field: value})
                assert reply.status_code < 500, (method, path, field, value)


async def test_null_is_no_way_to_leave_something_out(client: httpx.AsyncClient, saved: dict[str, Any]) -> None:
    for field in ("name", "user", "community", "for_receiver", "auth_password", "context"):
        reply = await client.patch("/api/credentials/core", json={field: None})
        assert (reply.status_code, reply.json()["field"]) == (422, field)


async def test_who_is_not_there_is_not_found(client: httpx.AsyncClient) -> None:
    for method, body in (("GET", None), ("PATCH", {"user": "x"}), ("DELETE", None)):
        reply = await client.request(method, "/api/credentials/nobody", json=body)
        assert (reply.status_code, reply.json()["code"]) == (404, "no_such_credential")


async def test_one_that_the_receiver_accepts_is_deleted_by_force_alone(
    client: httpx.AsyncClient, saved: dict[str, Any]
) -> None:
    await client.patch("/api/credentials/core", json={"for_receiver": True})
    await client.post("/api/traps/start")
    assert (await client.get("/api/credentials/core")).json()["used_by"] == ["the trap receiver"]
    refused = await client.delete("/api/credentials/core")
    assert (refused.status_code, refused.json()["code"]) == (409, "credential_in_use")
    assert "the trap receiver" in refused.json()["detail"]
    assert (await client.delete("/api/credentials/core?force=true")).status_code == 200


async def test_a_lost_key_is_told_in_the_list_and_when_the_credential_is_used(
    client: httpx.AsyncClient, saved: dict[str, Any], workbench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "data" / "credentials.key").write_text("00" * 32)
    await workbench.credentials.open()
    (record,) = (await client.get("/api/credentials")).json()["data"]
    assert not record["can_be_opened"]
    walked = await client.post("/api/walk/execute", json={"target": "127.0.0.1", "credential": "core"})
    assert (walked.status_code, walked.json()["code"]) == (409, "credential_locked")
    assert "Put the right key file back" in walked.json()["detail"]


async def test_a_trial_says_what_happened_as_a_result(client: httpx.AsyncClient, saved: dict[str, Any]) -> None:
    body = {"target": "no-such-host.invalid", "credential": "core"}
    reply = await client.post("/api/credentials/test", json=body)
    assert reply.status_code == 200
    assert (reply.json()["works"], reply.json()["outcome"]) == (False, "unreachable")
    reply = await client.post("/api/credentials/test", json=body | {"credential": "nobody"})
    assert (reply.status_code, reply.json()["field"]) == (422, "credential")
