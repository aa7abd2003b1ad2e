"""What users change while the server runs (contract §1, `/api/settings/app`): checked, saved, handed out.

Owns names, defaults and checks. Does not own what the operator fixes at start (`configuration`). Unknown or damaged
rows in the store fall back to the default one by one, so that one bad row never hides the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
import msgspec.structs
import structlog
from msgspec import Struct

from trishul.errors import InvalidInput
from trishul.services.bind_addresses import parse_bind_address
from trishul.store.database import Database
from trishul.store.settings import load_settings, save_settings

MIN_SESSION_TIMEOUT_S = 60
MAX_SESSION_TIMEOUT_S = 86400
MAX_REMOTE_SOURCES = 32
MAX_SOURCE_LENGTH = 2048
KEPT_WALKS_LIMITS: Mapping[str, int] = MappingProxyType(
    {"kept_walks_count": 100_000, "kept_walks_days": 36_500, "kept_walks_megabytes": 1_000_000}
)
"""The most that each limit of kept walks may be."""
SERVICE_ADDRESSES = ("simulator_address", "receiver_address")
MODULE_PLACEHOLDER = "@mib@"

_log = structlog.get_logger(__name__)


class AppSettings(Struct, frozen=True, kw_only=True):
    """The settings as the contract names them; `session_timeout` is in seconds."""

    auto_start_simulator: bool = False
    auto_start_trap_receiver: bool = False
    session_timeout: int = 3600
    mib_auto_fetch: bool = False
    mib_remote_sources: tuple[str, ...] = ()
    keep_set_values: Literal["memory", "restart"] = "memory"
    """How long values live that managers set on simulated devices."""
    kept_walks_count: int = 1000
    """So many kept walks stay; pinned ones are not counted and always stay."""
    kept_walks_days: int = 90
    kept_walks_megabytes: int = 1000
    simulator_address: str = ""
    """Host and port, as `127.0.0.1:1061`; empty for those that the server was started with."""
    receiver_address: str = ""


_FIELD_TYPES: Mapping[str, Any] = {field.name: field.type for field in msgspec.structs.fields(AppSettings)}


class Settings:
    """Reads from memory, writes through to the store."""

    def __init__(self, database: Database, default_session_timeout_s: int) -> None:
        self._database = database
        self.listeners: list[Callable[[], None]] = []
        """Called after every change."""
        self.current = AppSettings(session_timeout=default_session_timeout_s)

    async def open(self) -> None:
        """Load what was saved."""
        async with self._database.read() as connection:
            saved = await load_settings(connection)
        for name in AppSettings.__struct_fields__:
            if name not in saved:
                continue
            try:
                self.current = _merge(self.current, {name: msgspec.json.decode(saved[name])})
            except (InvalidInput, msgspec.MsgspecError) as error:
                _log.warning("a saved setting is not usable, its default applies", setting=name, reason=str(error))

    async def update(self, changes: Mapping[str, Any]) -> AppSettings:
        """Check and save any subset; InvalidInput names the field and nothing is saved."""
        unknown = [name for name in changes if name not in AppSettings.__struct_fields__]
        if unknown:
            raise InvalidInput(f"There is no setting '{unknown[0][:64]}'.", field=unknown[0][:64])
        merged = _merge(self.current, changes)
        texts = {name: msgspec.json.encode(getattr(merged, name)).decode() for name in changes}
        async with self._database.write() as connection:
            await save_settings(connection, texts)
        self.current = merged
        for listener in self.listeners:
            listener()
        return merged


def _merge(current: AppSettings, changes: Mapping[str, Any]) -> AppSettings:
    values = {name: getattr(current, name) for name in AppSettings.__struct_fields__}
    for name, value in changes.items():
        try:
            values[name] = msgspec.convert(value, _FIELD_TYPES[name], strict=True)
        except msgspec.ValidationError as error:
            raise InvalidInput(f"{name}: {error}", field=name) from None
    merged = AppSettings(**values)
    _require_timeout(merged.session_timeout)
    _require_sources(merged.mib_remote_sources)
    _require_kept_walks(merged)
    for name in SERVICE_ADDRESSES:
        if address := getattr(merged, name):
            parse_bind_address(address, name)
    return merged


def _require_timeout(timeout_s: int) -> None:
    if not MIN_SESSION_TIMEOUT_S <= timeout_s <= MAX_SESSION_TIMEOUT_S:
        raise InvalidInput(
            f"The session timeout must lie between {MIN_SESSION_TIMEOUT_S} and {MAX_SESSION_TIMEOUT_S} seconds.",
            field="session_timeout",
        )


def _require_kept_walks(merged: AppSettings) -> None:
    for name, most in KEPT_WALKS_LIMITS.items():
        if not 1 <= getattr(merged, name) <= most:
            raise InvalidInput(f"{name} must lie between 1 and {most:,}.", field=name)


def _require_sources(sources: tuple[str, ...]) -> None:
    if len(sources) > MAX_REMOTE_SOURCES:
        raise InvalidInput(f"At most {MAX_REMOTE_SOURCES} sources are kept.", field="mib_remote_sources")
    for source in sources:
        if not _is_source_template(source):
            raise InvalidInput(
                f"'{source[:200]}' is no http or https URL with {MODULE_PLACEHOLDER} in its path.",
                field="mib_remote_sources",
            )


def _is_source_template(source: str) -> bool:
    if len(source) > MAX_SOURCE_LENGTH or not source.isprintable() or " " in source:
        return False
    try:
        parts = urlsplit(source)
        host, _ = parts.hostname, parts.port  # `.port` raises on a port that is no number
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(host)
    return is_web and MODULE_PLACEHOLDER in parts.path + parts.query and MODULE_PLACEHOLDER not in parts.netloc
