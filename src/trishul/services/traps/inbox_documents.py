"""Inboxes as people ask for them and as they are told: an isolated list, and what it catches.

Owns the document and what can be wrong with it. A community is a secret: it is asked for here, kept sealed by
`inboxes`, and told to nobody.
"""

from __future__ import annotations

import re
import secrets
from typing import Any, Literal, TypeAlias

import msgspec

from trishul.errors import InvalidInput
from trishul.services.traps.notification_marking import checked_tags
from trishul.services.wrong_fields import read_struct
from trishul.transport.addresses import check_port

LONGEST_LIFE_S = 30 * 86_400.0
MAX_COMMUNITY_OCTETS = 255
MAX_USER_OCTETS = 32
"""RFC 3411 §5, SnmpAdminString (SIZE(0..32)) as usmUserName has it."""

CaughtBy: TypeAlias = Literal["port", "community", "user", "tag"]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


class InboxOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An inbox that is wanted: exactly one of port, community, user and tag says what it catches."""

    name: str = ""
    """Letters, digits, `.`, `_` and `-`; made up where it is left out."""
    port: int | None = None
    """A port of its own; 0: any free one."""
    community: str | None = None
    user: str | None = None
    """Of SNMPv3."""
    tag: str | None = None
    """What is sent with a community that ends in `+TAG`, over SNMPv3 with this context, or gets the tag from a rule."""
    expires_in_s: float | None = None
    """It goes by itself then."""

    def __repr__(self) -> str:
        return f"InboxOrder(name={self.name!r})"


class InboxDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an inbox; a community is sealed beside it."""

    by: CaughtBy
    port: int | None = None
    user: str | None = None
    tag: str | None = None
    created_at: float
    expires_at: float | None = None


class TrapInbox(InboxDocument, frozen=True, kw_only=True):
    """An inbox."""

    name: str
    query: str
    """In the language of searches: what it caught."""
    address: str | None
    """Where it listens, if that is a port of its own."""
    is_open: bool
    """Whether it catches now; not while the receiver is stopped."""
    problem: str
    """Why it cannot catch; empty where it can."""
    count: int
    """Notifications that it has."""


class TrapInboxList(msgspec.Struct, frozen=True):
    """All of them by name."""

    data: list[TrapInbox]


def read_order(data: Any) -> InboxOrder:
    """What a JSON value asks for. Raises InvalidInput with the field that is wrong."""
    order = read_struct(data, InboxOrder)
    if order.name and not _NAME.fullmatch(order.name):
        raise InvalidInput("A name has 1 to 64 letters, digits, '.', '_' and '-', no sign in front", field="name")
    if sum(each is not None for each in (order.port, order.community, order.user, order.tag)) != 1:
        raise InvalidInput("Give exactly one of port, community, user and tag", field="port")
    if order.port is not None:
        check_port(order.port)
    _check_length(order.community, MAX_COMMUNITY_OCTETS, "community")
    _check_length(order.user, MAX_USER_OCTETS, "user")
    if order.tag is not None:
        checked_tags([order.tag], "tag")
        if "+" in order.tag:
            raise InvalidInput("A plus sign stands in front of the tag of a community, not in it", field="tag")
    if order.expires_in_s is not None and not 0 < order.expires_in_s <= LONGEST_LIFE_S:
        raise InvalidInput(f"It is above 0 and at most {LONGEST_LIFE_S:,.0f} seconds", field="expires_in_s")
    return order if order.name else msgspec.structs.replace(order, name=f"inbox-{secrets.token_hex(4)}")


def document_of(order: InboxOrder, now: float) -> InboxDocument:
    """What is kept of it; `now` in seconds since 1970."""
    return InboxDocument(
        by=_caught_by(order),
        port=order.port,
        user=order.user,
        tag=order.tag,
        created_at=now,
        expires_at=None if order.expires_in_s is None else now + order.expires_in_s,
    )


def _caught_by(order: InboxOrder) -> CaughtBy:
    if order.port is not None:
        return "port"
    if order.community is not None:
        return "community"
    return "user" if order.user is not None else "tag"


def _check_length(text: str | None, most: int, field: str) -> None:
    if text is not None and not 0 < len(text.encode(errors="replace")) <= most:
        raise InvalidInput(f"It has 1 to {most} octets", field=field)
