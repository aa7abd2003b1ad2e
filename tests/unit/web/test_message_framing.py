"""RFC 9112 §6.1: a message that says twice how long it is may be two requests to somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.web.message_framing import MessageFraming

CHUNKED, LENGTH = (b"transfer-encoding", b"chunked"), (b"content-length", b"2")


@pytest.mark.parametrize(
    ("headers", "version", "passes"),
    [
        ([], "1.1", True),
        ([CHUNKED], "1.1", True),
        ([LENGTH], "1.0", True),
        ([CHUNKED, LENGTH], "1.1", False),
        ([CHUNKED], "1.0", False),
    ],
)
async def test_a_request_has_one_length_or_ends_its_connection(
    *, headers: list[tuple[bytes, bytes]], version: str, passes: bool
) -> None:
    reached: list[str] = []
    sent: list[dict[str, Any]] = []

    async def inner(_scope: object, _receive: object, _send: object) -> None:
        reached.append("inner")

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "http_version": version, "headers": headers}
    await MessageFraming(inner)(scope, None, send)  # type: ignore[arg-type]  # never received from
    assert bool(reached) is passes
    assert [message["status"] for message in sent[:1]] == ([] if passes else [400])
    assert passes or (b"connection", b"close") in sent[0]["headers"]
