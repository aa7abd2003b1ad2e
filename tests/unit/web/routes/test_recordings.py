"""`/api/simulator/recordings` takes files as a form, lists them, and deletes them; refusals name each file."""

from __future__ import annotations

import httpx

RECORDINGS = "/api/simulator/recordings"
LINE = b"1.3.6.1.2.1.1.5.0|4|edge-1\n"


async def test_a_recording_is_stored_listed_replaced_and_deleted(client: httpx.AsyncClient) -> None:
    files = {"files": ("router.snmprec", LINE)}
    stored = await client.post(RECORDINGS, files=files)
    assert (stored.status_code, stored.json()["results"][0]["status"]) == (200, "stored")
    assert (await client.get(RECORDINGS)).json()["recordings"][0]["community"] == "router"
    again = await client.post(RECORDINGS, files=files)
    assert (again.status_code, again.json()["files"]) == (409, ["router.snmprec"])
    replaced = await client.post(RECORDINGS, files=files, data={"replace": "true"})
    assert replaced.json()["results"][0]["status"] == "replaced"
    assert (await client.delete(f"{RECORDINGS}/router.snmprec")).json()["status"] == "deleted"
    assert (await client.delete(f"{RECORDINGS}/router.snmprec")).status_code == 404


async def test_what_is_no_recording_is_named(client: httpx.AsyncClient) -> None:
    refused = await client.post(RECORDINGS, files={"files": ("notes.txt", b"buy milk\n")})
    assert (refused.status_code, refused.json()["code"]) == (422, "upload_refused")
    assert refused.json()["errors"][0]["field"] == "notes.txt"
    assert (await client.post(RECORDINGS, files={"files": ("../x.snmprec", LINE)})).json()[
        "code"
    ] == "file_name_refused"
