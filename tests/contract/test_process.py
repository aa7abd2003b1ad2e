"""The process: ready line, ports in use, orderly end, no orphans, a database that cannot be used."""

from __future__ import annotations

import os
import re
import socket
import stat
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.contract.forked import run_forked
from tests.contract.served import DATABASE, PATIENCE_S, READY_WITHIN_S, Server


class Outcome(NamedTuple):
    """How a start ended, and what it said."""

    returncode: int
    stderr: str


def run_serve(data_dir: Path, **settings: str) -> Outcome:
    """A start that is expected to fail."""
    environment = dict(os.environ, TRISHUL_DATA_DIR=str(data_dir), TRISHUL_PORT="0")
    environment |= {f"TRISHUL_{name.upper()}": value for name, value in settings.items()}
    done = run_forked(["serve"], environment, READY_WITHIN_S)
    return Outcome(done.returncode, done.stderr.decode())


def is_alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def goes(pid: int) -> bool:
    """Whether a process ends, without anybody's help."""
    deadline = time.monotonic() + PATIENCE_S
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_the_ready_line_names_the_bound_addresses(server: Server) -> None:
    with server.client(server.login()) as client:
        client.post("/api/settings/app", json={"auto_start_simulator": True})
    server.end()
    server.start()
    line = next(line for line in server.lines[::-1] if "ready:" in line)
    found = re.search(
        r"Trishul SNMP \S+ ready: http://127\.0\.0\.1:(\d+)  simulator 127\.0\.0\.1:(\d+)  receiver", line
    )
    assert found is not None
    assert int(found[1]) == server.port
    with server.client(server.login()) as client:
        assert client.get("/api/simulator/status").json()["port"] == int(found[2]) > 0


def test_a_used_http_port_is_one_line_and_an_exit_code(shared_server: Server, tmp_path: Path) -> None:
    outcome = run_serve(tmp_path / "second", port=str(shared_server.port))
    assert outcome.returncode == 1
    assert outcome.stderr.count("\n") == 1
    assert f"127.0.0.1:{shared_server.port} is used by another program" in outcome.stderr
    assert not (tmp_path / "second").exists()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"port": "70000"}, "TRISHUL_PORT"),
        ({"host": "192.0.2.1"}, "is not an address of this host"),
        ({"admin_password": "short"}, "at least 8 characters"),
        ({"database_url": "postgresql://x/y"}, "SQLite"),
    ],
)
def test_a_setting_that_cannot_be_is_one_line(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    outcome = run_serve(tmp_path / "data", **settings)
    assert outcome.returncode in (1, 2)
    assert words in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert "short\n" not in outcome.stderr


def test_a_damaged_database_is_set_aside_and_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "trishul.db").write_bytes(b"damaged" * 1000)
    with Server(tmp_path / "data") as server, server.client() as client:
        (notice,) = client.get("/api/health").json()["notices"]
        assert notice["code"] == "database_set_aside"
        assert (tmp_path / "data" / notice["file"]).read_bytes() == b"damaged" * 1000
        assert notice["file"] in server.log
        assert server.login()


def test_a_second_server_on_one_data_directory_is_refused(shared_server: Server) -> None:
    outcome = run_serve(shared_server.data_dir)
    assert outcome.returncode == 1
    assert f"used by another workbench (process {shared_server.process.pid})" in outcome.stderr  # type: ignore[union-attr]
    assert outcome.stderr.count("\n") == 1
    assert shared_server.login()


def test_sigterm_ends_everything_within_three_seconds(server: Server) -> None:
    with server.client(server.login()) as client:
        pids = [client.post(f"/api/{service}/start").json()["pid"] for service in ("simulator", "traps")]
        assert all(is_alive(pid) for pid in pids)
        with server.socket(server.login()):
            assert server.end() < 3
    assert server.process is not None
    assert server.process.returncode == 0
    said = "\n".join(server.lines)
    assert "the server stops" in said
    assert "stopped: workers ended, everything is saved" in said
    assert not any(is_alive(pid) for pid in pids)
    assert "Traceback" not in server.log


def test_systemd_hears_that_it_is_ready_lives_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(READY_WITHIN_S)
        monkeypatch.setenv("NOTIFY_SOCKET", manager.getsockname())
        monkeypatch.setenv("WATCHDOG_USEC", "1000000")
        with Server(tmp_path / "data") as server:
            ready, alive = manager.recv(500).decode(), manager.recv(500)
        assert ready.splitlines()[0] == "READY=1"
        assert f"ready: {server.url}" in ready
        assert alive == b"WATCHDOG=1"
        while (told := manager.recv(500)) == b"WATCHDOG=1":
            pass
        assert told == b"STOPPING=1"


def test_a_program_makes_private_files_and_its_kill_leaves_no_orphans(tmp_path: Path) -> None:
    with Server(tmp_path / "data", is_program=True) as server:
        assert stat.S_IMODE(server.data_dir.stat().st_mode) == 0o700
        assert stat.S_IMODE((server.data_dir / DATABASE).stat().st_mode) == 0o600
        with server.client(server.login()) as client:
            pids = [client.post(f"/api/{service}/start").json()["pid"] for service in ("simulator", "traps")]
        server.end(9)
    assert all(goes(pid) for pid in pids)


@pytest.mark.fault("A second instance on one host was impossible")
def test_two_servers_run_on_one_host(shared_server: Server, tmp_path: Path) -> None:
    other = Server(tmp_path / "other").start()
    try:
        for one in (shared_server, other):
            with one.client(one.login()) as client:
                assert client.post("/api/simulator/start").json()["status"] == "started"
    finally:
        other.end()


def test_ipv6_is_served_and_named(tmp_path: Path) -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this host has no IPv6")
    server = Server(tmp_path / "data", host="::1").start()
    try:
        assert server.url.startswith("http://[::1]:")
        assert server.login()
    finally:
        server.end()


def test_a_server_for_other_hosts_says_so(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", host="0.0.0.0").start()
    try:
        assert "other hosts may reach" in server.log
    finally:
        server.end()


def test_help_lists_every_setting_with_variable_and_default() -> None:
    outcome = run_forked(["serve", "--help"], os.environ, READY_WITHIN_S)
    assert outcome.returncode == 0
    text = " ".join(outcome.stdout.decode().split())
    for variable, default in (
        ("TRISHUL_HOST", "127.0.0.1"),
        ("TRISHUL_PORT", "8080"),
        ("TRISHUL_DATA_DIR", ""),
        ("TRISHUL_DATABASE_URL", ""),
        ("TRISHUL_ADMIN_USER", "admin"),
        ("TRISHUL_ADMIN_PASSWORD", ""),
        ("TRISHUL_SNMP_HOST", "127.0.0.1"),
        ("TRISHUL_SNMP_PORT", "1061"),
        ("TRISHUL_SNMP_COMMUNITY", ""),
        ("TRISHUL_TRAP_HOST", "127.0.0.1"),
        ("TRISHUL_TRAP_PORT", "1162"),
        ("TRISHUL_SESSION_TIMEOUT", "3600"),
        ("TRISHUL_ALLOWED_ORIGINS", "none"),
        ("TRISHUL_LOG_LEVEL", "info"),
        ("TRISHUL_LOG_FORMAT", "console"),
    ):
        assert variable in text
        if default:
            assert f"[{variable}; default: {default}]" in text
