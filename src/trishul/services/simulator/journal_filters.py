"""Which requests of a journal a question means, and by how much another one misses it.

Owns the filters, each with its words: the same that decide say what is different where nothing fits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

import msgspec

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.simulator.request_filters import is_from, object_name, read_kind, read_network, read_object
from trishul.workers.agent_messages import JournaledRequest

_VERSIONS = ("1", "2c", "3")

Filter: TypeAlias = Callable[[JournaledRequest], str | None]
"""None for a request that fits, otherwise what is different about it."""


class JournalFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which requests are meant; what is left out does not matter."""

    oid: str | None = None
    """One of the names that were asked for is this one or lies below it; by number or name."""
    pdu: str | None = None
    """GetRequest, GetNextRequest, GetBulkRequest or SetRequest; also get, getnext, getbulk or set."""
    source: str | None = None
    """Address or network of the manager."""
    version: str | None = None
    """1, 2c or 3."""
    since: float | None = None
    """Unix seconds."""
    until: float | None = None
    last_s: float | None = None
    """Within so many seconds until now."""
    min_repetitions: int | None = None
    max_repetitions: int | None = None
    """GETBULK with at least, or at most, so many repetitions."""
    is_error: bool | None = None
    """Whether it was answered with an error."""


class JournalFilters:
    """The filters of a question; as text, what is meant."""

    def __init__(self, wanted: JournalFilter, names: Names) -> None:
        """Raises InvalidInput that names the field."""
        self._names = names
        self._words: list[str] = []
        self._is_of_kind = False
        self._filters: list[Filter] = []
        if wanted.pdu is not None:
            self._add_kind(read_kind(wanted.pdu))
        if wanted.oid is not None:
            self._add_object(read_object(wanted.oid, names))
        if wanted.min_repetitions is not None or wanted.max_repetitions is not None:
            self._add_repetitions(wanted.min_repetitions, wanted.max_repetitions)
        if wanted.version is not None:
            self._add_version(wanted.version)
        if wanted.source is not None:
            self._add_source(wanted.source)
        if wanted.is_error is not None:
            self._add_outcome(is_error=wanted.is_error)
        self._add_times(wanted)

    def __str__(self) -> str:
        return ", ".join(self._words if self._is_of_kind else ("any request", *self._words))

    def fits(self, request: JournaledRequest) -> bool:
        """Whether a request is meant."""
        return all(each(request) is None for each in self._filters)

    def misses(self, request: JournaledRequest) -> list[str]:
        """What is different about a request that is not meant, in words."""
        return [missed for each in self._filters if (missed := each(request)) is not None]

    def _add(self, words: str, each: Filter) -> None:
        self._words.append(words)
        self._filters.append(each)

    def _add_kind(self, label: str) -> None:
        self._is_of_kind = True
        self._add(label, lambda request: None if request.pdu == label else f"it is a {request.pdu}")

    def _add_object(self, oid: Oid) -> None:
        subtree = f"{oid}."
        name = self._names.text_of(oid.contents)

        def each(request: JournaledRequest) -> str | None:
            is_there = any(f"{asked}.".startswith(subtree) for asked in request.names)
            return None if is_there else f"not below {name}"

        self._add(f"of {name}", each)

    def _add_repetitions(self, least: int | None, most: int | None) -> None:
        low = [] if least is None else [f"at least {least:,}"]
        high = [] if most is None else [f"at most {most:,}"]

        def each(request: JournaledRequest) -> str | None:
            repetitions = request.max_repetitions
            if repetitions is None:
                return "it has no max-repetitions"
            is_within = (least is None or repetitions >= least) and (most is None or repetitions <= most)
            return None if is_within else f"max-repetitions is {repetitions:,}"

        self._add(f"with max-repetitions {' and '.join(low + high)}", each)

    def _add_version(self, version: str) -> None:
        if version not in _VERSIONS:
            raise InvalidInput(f"It is one of {', '.join(_VERSIONS)}", field="version")
        self._add(
            f"by version {version}",
            lambda request: None if request.version == version else f"by version {request.version}",
        )

    def _add_source(self, source: str) -> None:
        network = read_network(source)
        self._add(
            f"from {source.strip()}",
            lambda request: None if is_from(request.source, network) else f"from {request.source.rpartition(':')[0]}",
        )

    def _add_outcome(self, *, is_error: bool) -> None:
        words = {True: "answered with an error", False: "answered without an error"}

        def each(request: JournaledRequest) -> str | None:
            if not request.is_answered:
                return "not answered"
            return None if (request.varbinds is None) == is_error else words[not is_error]

        self._add(words[is_error], each)

    def _add_times(self, wanted: JournalFilter) -> None:
        if wanted.last_s is not None:
            earliest = time.time() - wanted.last_s
            self._add(f"within {wanted.last_s:,g} s", lambda request: None if request.at >= earliest else "earlier")
        if wanted.since is not None:
            since = wanted.since
            self._add("since then", lambda request: None if request.at >= since else "earlier")
        if wanted.until is not None:
            until = wanted.until
            self._add("until then", lambda request: None if request.at <= until else "later")


def name_text(request: JournaledRequest, names: Names) -> str:
    """The first name that was asked for, and how many others there were."""
    if not request.names:
        return "nothing"
    others = request.names_total - 1
    first = object_name(request.names[0], names)
    return f"{first} and {others:,} more" if others else first
