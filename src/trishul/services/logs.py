"""Where log lines go: stderr, one line per event, for people or for machines.

Owns the set-up of structlog and of the standard library's logging, and the last line of defence against secrets:
whatever a library logs, the value of a `token` parameter never leaves this process. Loggers of the web server stay at
warning, because at info they print request URLs.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"(token=)[^&\s\"']+", re.IGNORECASE)
_QUIET_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "websockets", "alembic", "aiosqlite", "asyncio")


def redact_tokens(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: blank the value of every `token=` in any text of the event."""
    for key, value in event.items():
        if isinstance(value, str) and "oken=" in value:
            event[key] = _TOKEN.sub(r"\1…", value)
    return event


def note_broken_off(record: logging.LogRecord) -> bool:
    """Filter: a reply that the server's end breaks off, such as the rows of a long walk, is one line and no fault."""
    if record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError):
        record.msg, record.args, record.exc_info = "a reply was broken off, because the server stops", (), None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def configure_logs(level: str, log_format: str) -> None:
    """Send everything from `level` on to stderr in the given format."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        redact_tokens,
    ]
    renderer: structlog.typing.Processor
    if log_format == "json":
        renderer = structlog.processors.JSONRenderer()
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger("uvicorn.error").addFilter(note_broken_off)
