"""RFC 9112 §3.2.2: a server accepts the absolute form, and its host counts instead of the Host header."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.web.absolute_form import AbsoluteForm


@pytest.mark.parametrize(
    ("target", "path", "raw_path", "host"),
    [
        ("/api/health", "/api/health", b"/api/health", b"sent"),
        ("http://bench.lan:8080/api/health", "/api/health", b"/api/health", b"bench.lan:8080"),
        ("HTTPS://bench.lan/a%20b", "/a b", b"/a%20b", b"bench.lan"),
        ("ws://bench.lan/api/ws", "/api/ws", b"/api/ws", b"bench.lan"),
        ("http://bench.lan", "/", b"/", b"bench.lan"),
        ("http://me@bench.lan/", "/", b"/", b"me@bench.lan"),
        ("*", "*", b"*", b"sent"),
        ("bench.lan:443", "bench.lan:443", b"bench.lan:443", b"sent"),
        ("ftp://bench.lan/", "ftp://bench.lan/", b"ftp://bench.lan/", b"sent"),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_host_and_path_are_those_of_the_target(
    kind: str, target: str, path: str, raw_path: bytes, host: bytes
) -> None:
    seen: dict[str, Any] = {}

    async def note(scope: Any, _receive: Any, _send: Any) -> None:
        seen.update(scope)

    headers = [(b"host", b"sent"), (b"accept", b"*/*")]
    scope: Any = {"type": kind, "path": target, "raw_path": target.encode(), "headers": headers}
    await AbsoluteForm(note)(scope, None, None)  # type: ignore[arg-type]
    assert (seen["path"], seen["raw_path"]) == (path, raw_path)
    assert [value for name, value in seen["headers"] if name == b"host"] == [host]
    assert (b"accept", b"*/*") in seen["headers"]
