"""Contract §1: sessions, the public paths, and errors."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.contract.served import PASSWORD, Server

PUBLIC = ["/api/meta", "/api/health", "/api/ready"]


def test_login_gives_a_token_and_the_user_name(shared_server: Server) -> None:
    with shared_server.client() as client:
        reply = client.post("/api/settings/login", json={"username": "admin", "password": PASSWORD})
    assert reply.status_code == 200
    assert set(reply.json()) == {"token", "username"}
    assert reply.json()["username"] == "admin"


@pytest.mark.parametrize(("name", "password"), [("admin", "wrong"), ("nobody", PASSWORD)])
def test_wrong_credentials_are_401(shared_server: Server, name: str, password: str) -> None:
    with shared_server.client() as client:
        reply = client.post("/api/settings/login", json={"username": name, "password": password})
    assert reply.status_code == 401
    assert reply.json()["code"] == "login_refused"
    shared_server.login()


@pytest.mark.parametrize("header", ["X-Auth-Token", "Authorization"])
def test_the_token_travels_in_either_header(shared_server: Server, header: str) -> None:
    token = shared_server.login()
    value = token if header == "X-Auth-Token" else f"Bearer {token}"
    with shared_server.client() as client:
        reply = client.get("/api/settings/check", headers={header: value})
    assert (reply.status_code, reply.json()) == (200, {"status": "authenticated", "user": "admin"})


@pytest.mark.parametrize(
    "headers", [{}, {"X-Auth-Token": "wrong"}, {"Authorization": "Basic YTpi"}, {"X-Auth-Token": "é"}]
)
def test_without_a_session_check_is_401(shared_server: Server, headers: dict[str, str]) -> None:
    with shared_server.client() as client:
        encoded = {name: value.encode() for name, value in headers.items()}
        assert client.get("/api/settings/check", headers=encoded).status_code == 401


def test_logout_ends_the_session(shared_server: Server) -> None:
    with shared_server.client(shared_server.login()) as client:
        reply = client.post("/api/settings/logout")
        assert (reply.status_code, reply.json()) == (200, {"status": "logged_out"})
        assert client.get("/api/settings/check").status_code == 401


@pytest.mark.fault("A changed password kept old sessions alive")
def test_new_credentials_end_all_other_sessions(server: Server) -> None:
    token, other = server.login(), server.login()
    body = {"current_password": PASSWORD, "username": "Jürgen 管理", "password": "new password"}
    with server.client(token) as client:
        reply = client.post("/api/settings/auth", json=body)
        assert reply.status_code == 200
        assert reply.json()["status"] == "updated"
        assert reply.json()["message"]
        assert client.get("/api/settings/check").json()["user"] == "Jürgen 管理"
    with server.client(other) as client:
        assert client.get("/api/settings/check").status_code == 401
        assert client.post("/api/settings/login", json={"username": "admin", "password": PASSWORD}).status_code == 401
    assert server.login("Jürgen 管理", "new password")


@pytest.mark.fault("Empty credentials were accepted")
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"current_password": "wrong"}, 403),
        ({"username": ""}, 422),
        ({"username": "  "}, 422),
        ({"password": "seven77"}, 422),
        ({"password": ""}, 422),
        ({"password": None}, 422),
        ({"username": 7}, 422),
    ],
)
def test_bad_new_credentials_change_nothing(client: httpx.Client, change: dict[str, object], status: int) -> None:
    body = {"current_password": PASSWORD, "username": "admin", "password": "new password"} | change
    reply = client.post("/api/settings/auth", json=body)
    assert reply.status_code == status
    assert PASSWORD not in reply.text
    assert client.post("/api/settings/login", json={"username": "admin", "password": PASSWORD}).status_code == 200


@pytest.mark.fault("Sessions were lost on a restart")
def test_sessions_survive_a_restart_and_a_kill(shared_server: Server) -> None:
    token = shared_server.login()
    for ending in (15, 9):
        shared_server.end(ending)
        shared_server.start()
        with shared_server.client(token) as client:
            assert client.get("/api/settings/check").status_code == 200


def test_tokens_are_stored_hashed(shared_server: Server) -> None:
    token = shared_server.login()
    files = [path for path in shared_server.data_dir.rglob("*") if path.is_file()]
    assert [path.name for path in files if token.encode() in path.read_bytes()] == []


def test_app_settings_take_any_subset(client: httpx.Client) -> None:
    before = client.get("/api/settings/app").json()
    assert set(before) == {
        "auto_start_simulator",
        "auto_start_trap_receiver",
        "session_timeout",
        "mib_auto_fetch",
        "mib_remote_sources",
        "keep_set_values",
        "kept_walks_count",
        "kept_walks_days",
        "kept_walks_megabytes",
        "simulator_address",
        "receiver_address",
    }
    reply = client.post("/api/settings/app", json={"session_timeout": 7200})
    assert reply.json() == {
        "status": "saved",
        "restart_required": False,
        "settings": before | {"session_timeout": 7200},
    }
    assert client.get("/api/settings/app").json()["session_timeout"] == 7200
    client.post("/api/settings/app", json={"session_timeout": 3600})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("session_timeout", 59),
        ("session_timeout", 86401),
        ("session_timeout", "3600"),
        ("session_timeout", None),
        ("auto_start_simulator", "yes"),
        ("mib_remote_sources", ["https://mibs.example/"]),
        ("mib_remote_sources", ["javascript:@mib@"]),
        ("unknown", 1),
    ],
)
def test_a_bad_setting_is_422_with_the_field_named(client: httpx.Client, name: str, value: object) -> None:
    before = client.get("/api/settings/app").json()
    reply = client.post("/api/settings/app", json={"mib_auto_fetch": True, name: value})
    assert reply.status_code == 422
    assert reply.json()["field"].startswith(name)
    assert client.get("/api/settings/app").json() == before


def test_auto_start_applies_at_the_next_start(server: Server) -> None:
    with server.client(server.login()) as client:
        client.post("/api/settings/app", json={"auto_start_simulator": True, "auto_start_trap_receiver": True})
    server.end()
    server.start()
    with server.client(server.login()) as client:
        assert client.get("/api/simulator/status").json()["running"] is True
        assert client.get("/api/traps/status").json()["running"] is True


@pytest.mark.fault("There was a default password, and it was kept in clear")
def test_the_first_start_prints_a_random_password_once(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", admin_password="").start()
    try:
        found = re.search(r"Log in as admin with the password (\S+)", server.log)
        assert found is not None
        assert server.login("admin", found[1])
        server.end()
        server.lines.clear()
        server.start()
        assert found[1] not in server.log
        assert "password" not in server.log.lower()
        assert server.login("admin", found[1])
    finally:
        server.end()


def test_a_lost_password_is_reset_beside_the_running_server(server: Server) -> None:
    token = server.login()
    with server.socket(token) as socket:
        socket.frame_of("full_state")
        outcome = subprocess.run(
            [sys.executable, "-m", "trishul.cli.main", "admin", "reset-password"],
            env=dict(os.environ, TRISHUL_DATA_DIR=str(server.data_dir)),
            input="the next password\n",
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
        assert "the next password" not in outcome.stdout + outcome.stderr
        assert socket.close_code(timeout_s=5) == 4001
    assert server.login("admin", "the next password")
    with server.client(token) as client:
        assert client.get("/api/settings/check").status_code == 401


@pytest.mark.parametrize("path", PUBLIC)
def test_public_paths_need_no_session(shared_server: Server, path: str) -> None:
    with shared_server.client() as client:
        assert client.get(path).status_code == 200


def test_public_replies_have_the_promised_members(shared_server: Server) -> None:
    with shared_server.client() as client:
        assert set(client.get("/api/meta").json()) == {"name", "version", "author", "description"}
        assert set(client.get("/api/health").json()) == {"status", "service", "version"}


def test_every_other_route_needs_a_session(shared_server: Server) -> None:
    with shared_server.client() as client:
        paths = client.get("/openapi.json").json()["paths"]
        asked = 0
        for path, methods in paths.items():
            for method in methods:
                if not path.startswith("/api") or path in (*PUBLIC, "/api/settings/login"):
                    continue
                for target in (path, path.rstrip("/"), path.replace("{", "").replace("}", "")):
                    reply = client.request(method, target, content=b"{", follow_redirects=False)
                    assert reply.status_code == 401, (method, target)
                    asked += 1
        assert client.get("/api/nothing/here").status_code == 401
    assert asked > 30


def test_errors_are_problem_details(client: httpx.Client) -> None:
    """RFC 9457."""
    for reply, status, code in (
        (client.get("/api/nothing/here"), 404, "not_found"),
        (client.delete("/api/settings/app"), 405, "method_not_allowed"),
        (
            client.post("/api/settings/app", content="x", headers={"content-type": "text/plain"}),
            415,
            "unsupported_media_type",
        ),
        (client.post("/api/settings/app", content=b" " * 1_100_000), 413, "body_too_large"),
        (
            client.post("/api/settings/app", content="{", headers={"content-type": "application/json"}),
            422,
            "malformed_json",
        ),
        (client.post("/api/settings/app", json={"session_timeout": 1}), 422, "invalid_input"),
        (client.get("/api/stats/weather"), 404, "not_found"),
    ):
        assert reply.status_code == status
        assert reply.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "code"} <= set(reply.json())
        assert (reply.json()["status"], reply.json()["code"]) == (status, code)


def test_five_hundred_bad_logins_are_slowed_and_logged_without_the_password(server: Server) -> None:
    codes = []
    with server.client() as client:
        for _ in range(500):
            reply = client.post("/api/settings/login", json={"username": "admin", "password": "gue55ed-secret"})
            codes.append(reply.status_code)
        assert set(codes) == {401, 429}
        assert codes.count(401) < 12
        assert int(reply.headers["retry-after"]) >= 1
        assert reply.json()["code"] == "too_many_attempts"
        assert client.get("/api/health").status_code == 200
    assert "login refused" in server.log
    assert "gue55ed-secret" not in server.log
