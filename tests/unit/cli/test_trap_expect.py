"""`trishul trap expect`: what it asks, what it prints, how it ends."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from trishul.cli.main import run

RECORD = {
    "id": 7, "time_str": "2026-01-31T12:00:00.000+00:00", "source": "192.0.2.1:50123", "version": "2c",
    "trap_name": "IF-MIB::linkDown", "varbinds": [{"name": "IF-MIB::ifDescr.3", "display": "Gi0/3\x1b[2J"}],
}  # fmt: skip
VERDICT = {"holds": True, "verdict": "1 of 1 notifications came.", "data": [RECORD]}


class Server(HTTPServer):
    """Answers what it is told to, and keeps what it was asked."""

    answer: tuple[int, object] = (200, VERDICT)
    asked: tuple[str, str, Any] = ("", "", None)


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked = (self.path, self.headers["X-Auth-Token"], body)
        status, answer = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as made:
        monkeypatch.setenv("TRISHUL_URL", f"http://127.0.0.1:{made.server_port}/")
        monkeypatch.setenv("TRISHUL_TOKEN", "a-token")
        thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_what_came_is_printed_and_the_exit_code_says_that_it_came(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["trap", "expect", "trap:linkDown", "--count", "2", "--within", "5", "--after-id", "3"]) == 0
    wanted = {"match": "trap:linkDown", "count": 2, "within_s": 5.0, "absent": False, "after_id": 3}
    assert server.asked == ("/api/traps/expect", "a-token", wanted)
    out, err = capsys.readouterr()
    assert out == (
        "7 2026-01-31T12:00:00.000+00:00 192.0.2.1:50123 2c IF-MIB::linkDown IF-MIB::ifDescr.3=Gi0/3\\x1b[2J\n"
    )
    assert err == "1 of 1 notifications came.\n"


def test_an_inbox_is_named(server: Server) -> None:
    assert run(["trap", "expect", "--inbox", "run42"]) == 0
    assert server.asked[2]["inbox"] == "run42"


def test_what_did_not_come_is_told_and_fails(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.answer = (200, VERDICT | {"holds": False, "data": [], "verdict": "0 of 1; the nearest fails."})
    assert run(["trap", "expect", "-o", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "0 of 1; the nearest fails."


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        ((422, {"detail": "It is one of these (at character 5)", "expected": ["1", "2c"]}), 2, "expected: 1, 2c"),
        ((401, {"detail": "Log in first"}), 1, "Log in first"),
        ((500, b"<html>"), 1, "The server answered 500"),
    ],
)
def test_what_the_server_refuses_is_told_in_its_words(
    server: Server, capsys: pytest.CaptureFixture[str], answer: tuple[int, object], code: int, words: str
) -> None:
    server.answer = answer
    assert run(["trap", "expect", "ver:4"]) == code
    assert words in capsys.readouterr().err


def test_a_server_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRISHUL_TOKEN", "a-token")
    assert run(["trap", "expect", "--server", "http://127.0.0.1:9"]) == 3
    assert "cannot be reached" in capsys.readouterr().err
    assert run(["trap", "expect", "--server", "file:///etc/passwd"]) == 2
    monkeypatch.delenv("TRISHUL_TOKEN")
    assert run(["trap", "expect"]) == 2
    assert "TRISHUL_TOKEN" in capsys.readouterr().err
