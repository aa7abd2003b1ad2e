"""`/api/mibs/{name}/…`: details, dependents, edited texts and older ones, against the running server."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.contract.mib_texts import files, mib
from tests.contract.served import Server

FAULTY = mib("ACME-MIB").replace(b"::= { acme 1 }", b":= { acme 1 }")


@pytest.fixture
def user(server: Server) -> Iterator[httpx.Client]:
    with server.client(server.login()) as client:
        deadline = time.monotonic() + 60
        while (status := client.get("/api/mibs/status").json())["building"] or not status["loaded"]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield client


def test_a_check_names_the_place_the_line_the_edit_and_where_imports_are(user: httpx.Client) -> None:
    using = mib("USER-MIB", 5, imports="acmeValue FROM ACME-MIB nothing FROM NOWHERE-MIB")
    checked = user.post("/api/mibs/validate-batch", files=files(("ACME-MIB", FAULTY), ("USER-MIB", using))).json()
    acme, other = checked["files"]
    found = next(each for each in acme["findings"] if each["code"] == "wrong-assignment")
    assert found["excerpt"][found["mark_start"] :].startswith(":=")
    edit = found["edit"]
    text = FAULTY.decode()
    assert text[: edit["start"]] + edit["replacement"] + text[edit["end"] :] == mib("ACME-MIB").decode()
    places = {each["name"]: each["place"] for each in other["dependencies"]}
    assert places == {"SNMPv2-SMI": "library", "ACME-MIB": "batch", "NOWHERE-MIB": "missing"}
    assert user.get("/api/mibs/ACME-MIB/details").status_code == 404


def test_a_text_is_saved_kept_and_restored(user: httpx.Client) -> None:
    assert user.post("/api/mibs/upload", files=files(("ACME-MIB", FAULTY))).is_success
    before = user.get("/api/mibs/ACME-MIB/details").json()
    saved = user.put("/api/mibs/ACME-MIB/text", json={"text": mib("ACME-MIB").decode(), "based_on": before["sha256"]})
    assert saved.json()["results"][0]["status"] == "loaded"
    after = user.get("/api/mibs/ACME-MIB/details").json()
    assert not [each for each in after["findings"] if each["code"] == "wrong-assignment"]
    stale = user.put("/api/mibs/ACME-MIB/text", json={"text": FAULTY.decode(), "based_on": before["sha256"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "text_changed")
    (kept,) = user.get("/api/mibs/ACME-MIB/revisions").json()["revisions"]
    changes = user.get(f"/api/mibs/ACME-MIB/revisions/{kept['id']}/differences").json()["changes"]
    assert changes == []
    assert user.get("/api/mibs/ACME-MIB/revisions/none/differences").status_code == 404
    assert user.get(f"/api/mibs/ACME-MIB/revisions/{kept['id']}").json()["text"] == FAULTY.decode()
    assert user.post(f"/api/mibs/ACME-MIB/revisions/{kept['id']}/restore").is_success
    assert user.get("/api/mibs/ACME-MIB/details").json()["sha256"] == before["sha256"]
    assert len(user.get("/api/mibs/ACME-MIB/revisions").json()["revisions"]) == 2


def test_what_would_be_no_mib_is_refused_and_nothing_is_kept(user: httpx.Client) -> None:
    assert user.post("/api/mibs/upload", files=files(("ACME-MIB", FAULTY))).is_success
    refused = user.put("/api/mibs/ACME-MIB/text", json={"text": "hello"})
    assert (refused.status_code, refused.json()["code"]) == (422, "upload_refused")
    assert user.get("/api/mibs/ACME-MIB/revisions").json()["revisions"] == []
    assert user.put("/api/mibs/.hidden/text", json={"text": "hello"}).json()["code"] == "file_name_refused"


def test_a_deletion_says_beforehand_what_depends_on_the_file(user: httpx.Client) -> None:
    using = mib("USER-MIB", 5, imports="acmeValue FROM ACME-MIB")
    assert user.post("/api/mibs/upload", files=files(("ACME-MIB", mib("ACME-MIB")), ("USER-MIB", using))).is_success
    found = user.get("/api/mibs/ACME-MIB/dependents").json()
    assert [each["name"] for each in found["dependents"]] == ["USER-MIB"]
    assert user.delete("/api/mibs/ACME-MIB").is_success
    assert user.get("/api/mibs/ACME-MIB/dependents").status_code == 404
    assert {"name": "ACME-MIB", "place": "missing"} in user.get("/api/mibs/USER-MIB/details").json()["imports"]
