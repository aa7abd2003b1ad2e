"""A query's text as a search over stored and coming notifications, by the names of this moment.

Owns what the language asks of the MIB library. The language itself is `trishul.search`.
"""

from __future__ import annotations

import re
import time

from trishul.datatypes.oid import Oid
from trishul.errors import UnknownName
from trishul.library.names import Names
from trishul.search.criteria import Criteria
from trishul.search.parser import parse_query
from trishul.search.resolving import Surroundings, resolve
from trishul.services.traps.kinds import GENERIC_TRAPS, trap_kind
from trishul.services.traps.notification_match import NotificationMatcher, name_contains
from trishul.smi.model import BaseType
from trishul.store.notification_walk import Search

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,20}", re.ASCII)
_INTEGERS = frozenset({BaseType.INTEGER, BaseType.COUNTER32, BaseType.GAUGE32, BaseType.UNSIGNED32, BaseType.COUNTER64})


class LibraryNames:
    """What the language asks about names, answered by a MIB library."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def oid_of(self, text: str) -> Oid:
        """The OID of a name or number; the generic traps are known without a MIB. Raises InvalidInput, UnknownName."""
        try:
            return self._names.oid_of(text)
        except UnknownName:
            for oid, name in GENERIC_TRAPS.items():
                if name == text:
                    return Oid(oid)
            raise

    def number_meant(self, oid: Oid, text: str) -> int | None:
        """The integer that a text means for an object of an integer type: a number, or one of its labels."""
        found = self._names.type_of(oid.contents)
        if found is None or found.base not in _INTEGERS:
            return None
        for label, number in found.labels:
            if text in {label, f"{label}({number})"}:
                return number
        is_shown_plainly = found.display_hint in {"", "d"}
        return int(text) if is_shown_plainly and _WHOLE_NUMBER.fullmatch(text) else None

    def is_resolved(self, trap_oid: str) -> bool:
        """Whether a notification has a name."""
        return trap_kind(trap_oid, self._names).is_resolved

    def name_contains(self, trap_oid: str, piece: str) -> bool:
        """Whether a piece of text, in small letters, stands in its name."""
        return name_contains(trap_oid, piece, self._names)


def read_search(text: str, names: Names) -> Search:
    """What a query looks for among stored notifications. Raises InvalidQuery."""
    known = LibraryNames(names)
    criteria = _criteria(text, known)
    return Search(criteria, NotificationMatcher(criteria, names).matches, known)


def read_matcher(text: str, names: Names) -> NotificationMatcher:
    """The same as a predicate alone, for rows that come. Raises InvalidQuery."""
    return NotificationMatcher(_criteria(text, LibraryNames(names)), names)


def _criteria(text: str, known: LibraryNames) -> Criteria:
    return resolve(parse_query(text), Surroundings(known, time.time_ns()))
