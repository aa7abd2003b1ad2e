"""Contract §4 "MIBs" and §2, §3 where MIBs are concerned, against the running server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.contract.mib_texts import files, mib, zipped
from tests.contract.served import Server
from trishul.library.sources import LibraryPlaces

NEVER = "NOWHERE-MIB"


@pytest.fixture
def user(server: Server) -> Iterator[httpx.Client]:
    with server.client(server.login()) as client:
        settle(client)
        yield client


@pytest.fixture
def reader(shared_server: Server) -> Iterator[httpx.Client]:
    """For what changes nothing, or must not."""
    with shared_server.client(shared_server.login()) as client:
        settle(client)
        yield client


def settle(client: httpx.Client) -> dict[str, Any]:
    """Waits until the library is ready."""
    deadline = time.monotonic() + 60
    while (status := client.get("/api/mibs/status").json())["building"] or not status["loaded"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return dict(status)


def upload(client: httpx.Client, *pairs: tuple[str, bytes], **options: Any) -> httpx.Response:
    return client.post("/api/mibs/upload", files=files(*pairs), **options)


def counters(client: httpx.Client) -> dict[str, Any]:
    return dict(client.get("/api/stats/mibs").json())


def test_a_warm_server_answers_from_the_library_that_is_there(server: Server) -> None:
    """Its first answer needs no build: the index is the very file that the server before left."""
    index = LibraryPlaces(server.data_dir).index
    with server.client(server.login()) as client:
        settle(client)
    server.end()
    left = index.stat()
    server.start()
    with server.client(server.login()) as client:
        reply = client.get("/api/mibs/resolve", params={"oid": "1.3.6.1.2.1.2.2.1.2.3"})
    assert reply.json()["output"] == "IF-MIB::ifDescr.3"
    assert (index.stat().st_ino, index.stat().st_mtime_ns) == (left.st_ino, left.st_mtime_ns)


def test_status_lists_every_module_with_its_state(reader: httpx.Client) -> None:
    status = reader.get("/api/mibs/status").json()
    assert set(status) >= {"loaded", "failed", "total", "mibs", "errors"}
    assert status["loaded"] == len(status["mibs"]) > 400
    (interfaces,) = (each for each in status["mibs"] if each["name"] == "IF-MIB")
    assert set(interfaces) >= {
        *("name", "file", "status", "imports", "missing_deps", "objects", "traps", "error"),
    }
    assert (interfaces["status"], interfaces["missing_deps"], interfaces["traps"]) == ("loaded", [], 2)
    assert "SNMPv2-SMI" in interfaces["imports"]
    page = reader.get("/api/mibs/status", params={"limit": 10, "offset": 5}).json()
    assert [each["name"] for each in page["mibs"]] == [each["name"] for each in status["mibs"][5:15]]
    assert page["next"] == 15


def test_t6_an_upload_is_pushed_counted_and_used(server: Server, user: httpx.Client) -> None:
    with server.socket(server.login()) as socket:
        before = socket.frame_of("full_state")["mibs"]
        outcome = upload(user, ("ACME-MIB.my", mib("ACME-MIB"))).json()
        answered_at = time.monotonic()
        pushed = socket.frame_of("mibs", timeout_s=5)["mibs"]
        assert time.monotonic() - answered_at < 1
        stats = socket.frame_of("stats", timeout_s=5)["data"]["mibs"]
    assert (pushed["loaded"], pushed["traps_available"]) == (before["loaded"] + 1, before["traps_available"] + 1)
    assert outcome["mibs"] == pushed
    assert (stats["upload_count"], stats["reload_count"], stats["delete_count"]) == (1, 0, 0)
    (result,) = outcome["results"]
    assert (result["filename"], result["status"], result["mib_name"]) == ("ACME-MIB.my", "loaded", "ACME-MIB")
    assert (result["objects"], result["traps"], result["missing_deps"], result["error"]) == (1, 1, [], None)
    resolved = user.get("/api/mibs/resolve", params={"oid": "acmeValue.0", "mode": "numeric"}).json()
    assert resolved["output"] == "1.3.6.1.4.1.99999.1.0"


def test_progress_of_a_build_is_pushed(server: Server, user: httpx.Client) -> None:
    with server.socket(server.login()) as socket:
        upload(user, ("ACME-MIB", mib("ACME-MIB")))
        frame = socket.frame_of("mib_progress", timeout_s=5)
    assert set(frame) == {"type", "job", "phase", "done", "total", "module"}
    assert frame["job"] == "upload"


def test_several_files_and_archives_at_once_with_dependencies_among_them(user: httpx.Client) -> None:
    needs = "acme FROM ACME-MIB"
    outcome = upload(
        user,
        ("pack.zip", zipped({"v/ACME-MIB.mib": mib("ACME-MIB"), "v/README.txt": b"Read me", "__MACOSX/._x": b"x"})),
        ("DEP-MIB", mib("DEP-MIB", 99998, imports=needs)),
    ).json()
    by_name = {result["filename"]: result for result in outcome["results"]}
    assert by_name["ACME-MIB.mib"]["status"] == by_name["DEP-MIB"]["status"] == "loaded"
    assert by_name["ACME-MIB.mib"]["source"] == "pack.zip/v/ACME-MIB.mib"
    assert (by_name["README.txt"]["status"], by_name["README.txt"]["error"]) == (
        "skipped",
        "No module begins in this text",
    )
    assert (outcome["uploaded"], outcome["skipped"], outcome["missing_deps"]) == (2, 1, [])
    assert user.get("/api/mibs/list").json()["mibs"] == ["ACME-MIB.mib", "DEP-MIB"]
    assert counters(user)["upload_count"] == 1


def test_a_missing_dependency_is_named_and_met_later(user: httpx.Client) -> None:
    (result,) = upload(user, ("DEP-MIB", mib("DEP-MIB", 99998, imports="acme FROM ACME-MIB"))).json()["results"]
    assert (result["status"], result["missing_deps"]) == ("missing_deps", ["ACME-MIB"])
    upload(user, ("ACME-MIB", mib("ACME-MIB")))
    (dependent,) = (each for each in user.get("/api/mibs/status").json()["mibs"] if each["name"] == "DEP-MIB")
    assert (dependent["status"], dependent["missing_deps"]) == ("loaded", [])


def test_an_existing_file_needs_replace(user: httpx.Client) -> None:
    upload(user, ("ACME-MIB", mib("ACME-MIB")))
    refused = upload(user, ("ACME-MIB", mib("ACME-MIB", traps=3)))
    assert (refused.status_code, refused.json()["code"], refused.json()["files"]) == (
        409,
        "already_exists",
        ["ACME-MIB"],
    )
    assert user.get("/api/mibs/traps", params={"module": "ACME-MIB"}).json()["total"] == 1
    for options in ({"data": {"replace": "true"}}, {"params": {"replace": "true"}}):
        assert upload(user, ("ACME-MIB", mib("ACME-MIB", traps=3)), **options).status_code == 200
    assert user.get("/api/mibs/traps", params={"module": "ACME-MIB"}).json()["total"] == 3


def test_a_failed_batch_changes_nothing(shared_server: Server, reader: httpx.Client) -> None:
    before = reader.get("/api/mibs/status").json()
    reply = upload(reader, ("ACME-MIB", mib("ACME-MIB")), ("page.html", b"<!DOCTYPE html><html>"))
    problem = reply.json()
    assert (reply.status_code, problem["code"]) == (422, "upload_refused")
    assert problem["errors"] == [{"field": "page.html", "message": "This is a web page, not a MIB"}]
    assert [result["status"] for result in problem["results"]] == ["not_stored", "error"]
    assert reader.get("/api/mibs/status").json() == before
    assert list((shared_server.data_dir / "mibs").iterdir()) == []
    assert list((shared_server.data_dir / "uploads").iterdir()) == []
    assert counters(reader)["upload_count"] == 0


def test_validation_finds_what_an_upload_would_and_writes_nothing(shared_server: Server, reader: httpx.Client) -> None:
    before = reader.get("/api/mibs/status").json()
    batch = files(
        ("DEP-MIB", mib("DEP-MIB", 99998, imports=f"acme FROM ACME-MIB other FROM {NEVER}")),
        ("ACME-MIB", mib("ACME-MIB")),
        ("x.pdf", b"%PDF-1.4"),
    )
    found = reader.post("/api/mibs/validate-batch", files=batch).json()
    dependent, acme, pdf = found["files"]
    assert set(acme) >= {"filename", "mib_name", "valid", "imports", "missing_deps", "errors"}
    assert (dependent["mib_name"], dependent["valid"], dependent["missing_deps"]) == ("DEP-MIB", True, [NEVER])
    assert (acme["valid"], acme["missing_deps"], acme["errors"]) == (True, [], [])
    assert (pdf["valid"], pdf["errors"]) == (False, ["This is a PDF document, not a MIB"])
    assert (found["global_missing_deps"], found["can_upload"]) == ([NEVER], False)
    assert reader.get("/api/mibs/status").json() == before
    assert not any((shared_server.data_dir / "mibs").iterdir())


def test_deleting_takes_an_uploaded_file_away_and_nothing_else(server: Server, user: httpx.Client) -> None:
    upload(user, ("ACME-MIB.my", mib("ACME-MIB")))
    with server.socket(server.login()) as socket:
        before = socket.frame_of("full_state")["mibs"]
        assert user.delete("/api/mibs/ACME-MIB.my").json()["status"] == "deleted"
        assert socket.frame_of("mibs")["mibs"]["loaded"] == before["loaded"] - 1
    assert user.get("/api/mibs/resolve", params={"oid": "acmeValue.0"}).status_code == 404
    for name, status, code in (
        ("ACME-MIB.my", 404, "not_found"),
        ("IF-MIB", 409, "standard_module"),
        ("..%5c..%5ctrishul.db", 404, "not_found"),
        ("x@y", 404, "not_found"),
        ("%00", 404, "not_found"),
    ):
        reply = user.delete(f"/api/mibs/{name}")
        assert (reply.status_code, reply.json()["code"]) == (status, code), name
    assert user.delete("/api/mibs/..%2f..%2ftrishul.db").status_code in (404, 405)
    assert counters(user)["delete_count"] == 1
    assert (server.data_dir / "trishul.db").exists()


def test_a_reload_takes_up_files_that_were_put_there_by_hand(server: Server, user: httpx.Client) -> None:
    (server.data_dir / "mibs").mkdir(exist_ok=True)
    (server.data_dir / "mibs" / "ACME-MIB").write_bytes(mib("ACME-MIB"))
    before = user.get("/api/mibs/status").json()["loaded"]
    with server.socket(server.login()) as socket:
        socket.frame_of("full_state")
        reply = user.post("/api/mibs/reload").json()
        assert socket.frame_of("mibs")["mibs"]["loaded"] == before + 1
    assert (reply["status"], reply["loaded"], reply["changed"]) == ("reloaded", before + 1, True)
    assert user.post("/api/mibs/reload").json()["changed"] is False
    assert counters(user)["reload_count"] == 2


def test_findings_and_the_text_they_are_about(user: httpx.Client) -> None:
    text = mib(
        "ACME-MIB",
        extra='acmeOdd OBJECT-TYPE SYNTAX Nothing MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= { acme 2 }',
    )
    upload(user, ("ACME-MIB", text))
    found = user.get("/api/mibs/diagnostics", params={"module": "ACME-MIB", "severity": "error"}).json()
    (finding,) = (each for each in found["diagnostics"] if each["code"] == "unknown-type")
    assert finding["severity"] == "error"
    assert text.decode().splitlines()[finding["line"] - 1].startswith("acmeOdd")
    source = user.get("/api/mibs/ACME-MIB/source").json()
    assert source["text"] == text.decode()
    assert finding in source["diagnostics"]
    page = user.get("/api/mibs/diagnostics", params={"limit": 5}).json()
    assert (len(page["diagnostics"]), page["next"]) == (5, 5)
    assert user.get("/api/mibs/NOWHERE-MIB/source").status_code == 404
    assert user.get("/api/mibs/diagnostics", params={"module": NEVER}).status_code == 404
    assert user.get("/api/mibs/diagnostics", params={"severity": "bad"}).status_code == 422


def test_notifications_objects_and_names(reader: httpx.Client) -> None:
    traps = reader.get("/api/mibs/traps").json()
    (link_down,) = (each for each in traps["traps"] if each["full_name"] == "IF-MIB::linkDown")
    assert link_down["oid"] == "1.3.6.1.6.3.1.1.5.3"
    assert [each["name"] for each in link_down["objects"]] == ["ifIndex", "ifAdminStatus", "ifOperStatus"]
    assert link_down["objects"][0]["oid"] == "1.3.6.1.2.1.2.2.1.1"
    objects = reader.get("/api/mibs/objects", params={"module": "IF-MIB"}).json()["objects"]
    assert "ifDescr" in {each["name"] for each in objects}
    assert reader.get("/api/mibs/objects", params={"module": NEVER}).status_code == 404
    for asked, mode, output in (
        ("1.3.6.1.2.1.1.1.0", "name", "SNMPv2-MIB::sysDescr.0"),
        (".1.3.6.1.2.1.1.1.0", "name", "SNMPv2-MIB::sysDescr.0"),
        ("sysDescr.0", "numeric", "1.3.6.1.2.1.1.1.0"),
        ("IF-MIB::ifDescr.3", "numeric", "1.3.6.1.2.1.2.2.1.2.3"),
        ("enterprises.9", "numeric", "1.3.6.1.4.1.9"),
    ):
        reply = reader.get("/api/mibs/resolve", params={"oid": asked, "mode": mode}).json()
        assert (reply["input"], reply["output"], reply["mode"]) == (asked, output, mode)
    unknown = reader.get("/api/mibs/resolve", params={"oid": "ifDescrr.0"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    assert "ifDescr" in unknown.json()["detail"]
    assert reader.get("/api/mibs/resolve", params={"oid": "1..2"}).status_code in (404, 422)
    assert reader.get("/api/mibs/resolve", params={"oid": "1.3", "mode": "odd"}).status_code == 422


def test_the_library_survives_a_restart_and_a_kill(server: Server, user: httpx.Client) -> None:
    upload(user, ("ACME-MIB", mib("ACME-MIB")))
    status = user.get("/api/mibs/status").json()
    server.end(9)
    server.start()
    with server.client(server.login()) as client:
        assert settle(client)["loaded"] == status["loaded"]
        assert client.get("/api/mibs/resolve", params={"oid": "acmeValue.0"}).status_code == 200
