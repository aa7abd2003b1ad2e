"""What users decide about notifications while the receiver runs: how long they stay.

Owns names, defaults and checks, and what was saved. Only what somebody has changed is saved, so that defaults may come
from the operator's configuration. Does not own what follows from it (`retention`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import msgspec
import structlog
from msgspec import Meta, Struct

from trishul.errors import InvalidInput
from trishul.services.wrong_fields import read_struct
from trishul.store.database import Database
from trishul.store.settings import load_settings, save_settings

_SETTING = "traps.policy"
_MOST = 2**31 - 1

_log = structlog.get_logger(__name__)

Limit = Annotated[int, Meta(ge=0, le=_MOST)]


class ReceiverPolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The policy; 0 stands for no limit."""

    keep_rows: Limit = 0
    """The oldest notifications go when there are more; pinned ones stay, here and below."""
    keep_days: Annotated[int, Meta(ge=0, le=36_500)] = 0
    """They go when they are older."""
    keep_megabytes: Limit = 4096
    """The oldest go when the database holds more."""


class PolicySaved(Struct, frozen=True):
    """The whole policy after a change."""

    status: str
    policy: ReceiverPolicy


class PolicyKeeper:
    """Reads from memory, writes through to the store."""

    def __init__(self, database: Database, defaults: ReceiverPolicy | None = None) -> None:
        self._database = database
        self._defaults = msgspec.to_builtins(defaults or ReceiverPolicy())
        self._saved: dict[str, Any] = {}
        self.listeners: list[Callable[[], None]] = []
        """Called after every change."""
        self.current = self._merged({})

    async def open(self) -> None:
        """Loads what was saved; where that is damaged the defaults apply."""
        async with self._database.read() as connection:
            text = (await load_settings(connection)).get(_SETTING)
        if text is None:
            return
        try:
            saved = msgspec.json.decode(text, type=dict[str, Any])
            self.current, self._saved = self._merged(saved), saved
        except (InvalidInput, msgspec.MsgspecError) as error:
            _log.warning("the saved policy of the receiver is not usable, its defaults apply", reason=str(error))

    async def update(self, changes: Mapping[str, Any]) -> PolicySaved:
        """Checks and saves any subset. Raises InvalidInput with the field; nothing is saved then."""
        saved = self._saved | dict(changes)
        policy = self._merged(saved)
        async with self._database.write() as connection:
            await save_settings(connection, {_SETTING: msgspec.json.encode(saved).decode()})
        self.current, self._saved = policy, saved
        for listener in self.listeners:
            listener()
        return PolicySaved("saved", policy)

    def _merged(self, saved: Mapping[str, Any]) -> ReceiverPolicy:
        return read_struct({**self._defaults, **saved}, ReceiverPolicy)
