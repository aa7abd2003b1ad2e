"""`POST /api/mibs/fetch-dependencies` and `mib_auto_fetch`, against the running server and a web server on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.contract.mib_texts import files, mib
from tests.contract.served import Server

TEXTS = {"/ACME-MIB": mib("ACME-MIB"), "/WRONG-MIB": mib("ACME-MIB"), "/PAGE-MIB": b"<html>no</html>"}


class Mirror(BaseHTTPRequestHandler):
    """Serves the texts."""

    def do_GET(self) -> None:
        if self.path == "/MOVED-MIB":
            self.send_response(302)
            self.send_header("Location", "http://localhost:1/MOVED-MIB")
            self.end_headers()
            return
        text = TEXTS.get(self.path)
        self.send_response(200 if text is not None else 404)
        self.send_header("Content-Length", str(len(text or b"")))
        self.end_headers()
        self.wfile.write(text or b"")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def mirror() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/@mib@"
    server.shutdown()


@pytest.fixture
def user(tmp_path: Path, mirror: str) -> Iterator[httpx.Client]:
    with Server(tmp_path / "data", mib_fetch_private="true") as server, server.client(server.login()) as client:
        while client.get("/api/mibs/status").json()["building"]:
            time.sleep(0.05)
        assert client.post("/api/settings/app", json={"mib_remote_sources": [mirror]}).status_code == 200
        yield client


def test_each_dependency_has_its_outcome(user: httpx.Client) -> None:
    wanted = ["ACME-MIB", "IF-MIB", "WRONG-MIB", "PAGE-MIB", "GONE-MIB", "MOVED-MIB", "x@y", "../x"]
    outcome = user.post("/api/mibs/fetch-dependencies", json={"dependencies": wanted}).json()
    assert {each["name"]: each["status"] for each in outcome["results"]} == {
        "ACME-MIB": "fetched",
        "IF-MIB": "present",
        "WRONG-MIB": "refused",
        "PAGE-MIB": "refused",
        "GONE-MIB": "not_found",
        "MOVED-MIB": "refused",
        "x@y": "refused",
        "../x": "refused",
    }
    assert outcome["fetched"] == 1
    assert user.get("/api/mibs/list").json()["mibs"] == ["ACME-MIB"]
    assert user.get("/api/mibs/resolve", params={"oid": "acmeValue.0"}).status_code == 200
    for body in ({}, {"dependencies": []}, {"dependencies": "ACME-MIB"}, {"dependencies": ["x"] * 101}):
        assert user.post("/api/mibs/fetch-dependencies", json=body).status_code == 422


def test_without_a_reload_it_is_stored_and_not_used(user: httpx.Client) -> None:
    body = {"dependencies": ["ACME-MIB"], "reload_after_fetch": False}
    assert user.post("/api/mibs/fetch-dependencies", json=body).json()["fetched"] == 1
    assert user.get("/api/mibs/resolve", params={"oid": "acmeValue.0"}).status_code == 404
    user.post("/api/mibs/reload")
    assert user.get("/api/mibs/resolve", params={"oid": "acmeValue.0"}).status_code == 200


def test_after_an_upload_missing_ones_are_fetched_only_where_the_setting_says_so(user: httpx.Client) -> None:
    dependent = mib("DEP-MIB", 99998, imports="acme FROM ACME-MIB")
    first = user.post("/api/mibs/upload", files=files(("DEP-MIB", dependent))).json()
    assert (first["missing_deps"], first["fetched"]) == (["ACME-MIB"], [])
    user.post("/api/settings/app", json={"mib_auto_fetch": True})
    second = user.post("/api/mibs/upload", files=files(("DEP-MIB", dependent)), params={"replace": "true"}).json()
    assert [each["status"] for each in second["fetched"]] == ["fetched"]
    assert (second["missing_deps"], second["results"][0]["status"]) == ([], "loaded")


@pytest.mark.fault("The URL of a MIB source reached internal addresses")
def test_private_addresses_are_refused_unless_the_operator_allows_them(server: Server, mirror: str) -> None:
    with server.client(server.login()) as client:
        client.post("/api/settings/app", json={"mib_remote_sources": [mirror]})
        outcome = client.post("/api/mibs/fetch-dependencies", json={"dependencies": ["ACME-MIB"]}).json()
    assert (outcome["fetched"], outcome["results"][0]["status"]) == (0, "refused")
    assert "not on the public internet" in outcome["results"][0]["error"]
