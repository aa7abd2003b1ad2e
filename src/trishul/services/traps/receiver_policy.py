"""What users decide about notifications while the receiver runs: whose are taken, and how long they stay.

Owns names, defaults and checks, and what was saved. Only what somebody has changed is saved, so that defaults may come
from the operator's configuration. Does not own what follows from it (`retention`, the receiver's worker).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import ip_network
from typing import Annotated, Any

import msgspec
import structlog
from msgspec import Meta, Struct

from trishul.errors import InvalidInput
from trishul.services.wrong_fields import read_struct
from trishul.store.database import Database
from trishul.store.settings import load_settings, save_settings

MAX_NETWORKS = 256
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
    rate_per_source: Annotated[float, Meta(ge=0, le=1e9)] = 0
    """Datagrams a second that are taken from one host; the others are dropped before they are read."""
    allowed_networks: tuple[Annotated[str, Meta(max_length=64)], ...] = ()
    """Only what comes from these is taken; none stands for all."""
    max_octets: Annotated[int, Meta(ge=0, le=65_535)] = 0
    """Larger datagrams are dropped before they are read."""
    max_varbinds: Annotated[int, Meta(ge=0, le=65_535)] = 0
    """Notifications with more variable bindings are dropped; those of SNMPv1 and v2c before they are read."""
    fold_window_s: Annotated[float, Meta(ge=0, le=3600)] = 0
    """Of equal traps of one host within so many seconds the first has a row, and the last for all the others.

    Not unless it is asked for: who sends the same trap again while testing wants to see it again.
    """

    def __post_init__(self) -> None:
        """Raises ValueError for what is no network, which is told with the field."""
        if len(self.allowed_networks) > MAX_NETWORKS:
            raise InvalidInput(f"At most {MAX_NETWORKS} networks are kept", field="allowed_networks")
        for network in self.allowed_networks:
            try:
                ip_network(network)
            except ValueError as error:
                raise InvalidInput(f"This is no network: {error}", field="allowed_networks") from None


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
