"""Rules for notifications as people make them and as they are told: a search, and what is done with what it fits.

Owns the document and what can be wrong with it. Does not own their order (`rules`) nor their running
(`judgement`, `runner`).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.traps.notification_marking import checked_tags
from trishul.services.traps.notification_query import read_matcher
from trishul.services.traps.records import TrapRecord
from trishul.services.wrong_fields import field_named, read_struct

MAX_NAME_CHARACTERS = 64
MAX_SAME = 8
MAX_FORWARDS = 10

SeverityName = Literal["debug", "info", "notice", "warning", "error", "critical"]


class RuleDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that people say about a rule."""

    name: str
    query: str = ""
    """In the language of searches; the empty one fits every notification."""
    enabled: bool = True
    add_tags: list[str] = []
    severity: SeverityName | None = None
    """None leaves what an earlier rule said, or the MIB hints at."""
    mute_until: float | None = None
    """Until then, in seconds since 1970, what fits is tagged `muted` and counts as read."""
    forward: list[str] = []
    """Names of destinations that what fits is sent to, unless it is muted."""
    stop: bool = False
    """Later rules do not look at what fits."""
    cleared_by: str | None = None
    """A query for what ends what fits: until then that is tagged `open`, afterwards `cleared`."""
    same: list[str] = []
    """Objects whose instances and values must be the same in both, besides the sender."""


class TrapRule(RuleDocument, frozen=True, kw_only=True):
    """A rule, and how it does."""

    id: int
    matched: int
    """Notifications that it fitted since the server started."""
    last_matched_at: float | None
    """In seconds since 1970."""
    error: str
    """Why it cannot be run now, such as a name that no loaded MIB defines any more; empty where it can."""
    created_at: float
    updated_at: float


class TrapRuleList(msgspec.Struct, frozen=True):
    """All rules in the order in which they are run."""

    rules: list[TrapRule]
    waiting: int
    """Stored notifications that rules have not looked at yet, at most."""


class RulePreview(msgspec.Struct, frozen=True):
    """What a rule would have done with the last notifications, had it been alone."""

    looked_at: int
    matching: int
    changing: int
    """Those that would look different now."""
    forwarding: int
    """Those that would have been forwarded."""
    data: list[TrapRecord]
    """The newest of those that fit, as they would be."""


def read_rule(data: Any, names: Names) -> RuleDocument:
    """The document in a JSON value. Raises InvalidInput with the field, InvalidQuery."""
    document = read_struct(data, RuleDocument)
    name = document.name.strip()
    if not 1 <= len(name) <= MAX_NAME_CHARACTERS or not name.isprintable():
        raise InvalidInput(f"A name has 1 to {MAX_NAME_CHARACTERS} characters that can be printed", field="name")
    if document.mute_until is not None and not 0 <= document.mute_until <= 1e11:
        raise InvalidInput("It is a time in seconds since 1970", field="mute_until")
    checked_tags(document.add_tags, "add_tags")
    with field_named("query"):
        read_matcher(document.query, names)
    if document.cleared_by is not None:
        with field_named("cleared_by"):
            read_matcher(document.cleared_by, names)
    _check_same(document, names)
    if len(document.forward) > MAX_FORWARDS or len(set(document.forward)) < len(document.forward):
        raise InvalidInput(f"At most {MAX_FORWARDS} destinations are named, each once", field="forward")
    return msgspec.structs.replace(document, name=name)


def _check_same(document: RuleDocument, names: Names) -> None:
    if document.same and document.cleared_by is None:
        raise InvalidInput("Only a rule with cleared_by compares objects", field="same")
    if len(document.same) > MAX_SAME:
        raise InvalidInput(f"At most {MAX_SAME} objects are compared", field="same")
    with field_named("same"):
        for name in document.same:
            names.oid_of(name)
