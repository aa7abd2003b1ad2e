"""No token reaches a log line, whoever writes it and in whatever format."""

from __future__ import annotations

import asyncio
import logging

import pytest
import structlog

from trishul.services.logs import configure_logs


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_tokens_are_blanked_in_every_log_line(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    configure_logs("debug", log_format)
    structlog.get_logger("ours").info("opened /api/ws?token=S3CRET", path="/api/ws?a=b&token=S3CRET&c=d")
    logging.getLogger("somebody").warning('"GET /api/ws?token=%s" 101', "S3CRET")
    try:
        raise ValueError("bad url /api/ws?token=S3CRET")
    except ValueError:
        logging.getLogger("somebody").exception("failed")
    written = capsys.readouterr().err
    assert "S3CRET" not in written
    assert written.count("token=") >= 4


def test_the_web_server_does_not_log_requests_even_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("debug", "console")
    for name in ("uvicorn.error", "uvicorn.access", "websockets.server"):
        logging.getLogger(name).info("GET /api/ws?token=S3CRET")
    assert capsys.readouterr().err == ""


def test_lines_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("warning", "json")
    structlog.get_logger("ours").info("quiet")
    structlog.get_logger("ours").warning("loud", code=7)
    written = capsys.readouterr().err
    assert '"code": 7' in written
    assert "quiet" not in written


def test_a_reply_that_the_end_of_the_server_breaks_off_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info", "console")
    try:
        raise asyncio.CancelledError("Task cancelled, timeout graceful shutdown exceeded")
    except asyncio.CancelledError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    (line,) = capsys.readouterr().err.splitlines()
    assert "warning" in line
    assert "a reply was broken off, because the server stops" in line
