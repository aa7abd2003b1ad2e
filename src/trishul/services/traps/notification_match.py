"""The criteria of a query as a predicate on one row: for live frames, expectations, and rows that SQL cannot judge.

Owns what each criterion means for a row. `store.notification_search` asks a database the same; a property test holds
both together. A matcher is made once for a query and asked for many rows: what a row's variables are is decoded at most
once, however many queries it is judged by; what an OID is called and whether a host is near is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TypeAlias, TypeVar

from trishul.datatypes.contents import decode_integer, decode_unsigned
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.library.names import Names
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.protocols import SecurityLevel
from trishul.search.criteria import (
    COMPARE,
    ArrivedAtPort,
    Comparison,
    Criteria,
    EngineBegins,
    Flag,
    HasFlag,
    HasWords,
    HostColumn,
    HostWithin,
    InformOrTrap,
    NumberCompared,
    OidUnder,
    SeverityCompared,
    Tagged,
    TextCompared,
    VariableIs,
)
from trishul.search.severity import severity_of
from trishul.search.syntax import All, Any, Not
from trishul.search.words import as_line, as_piece, lower
from trishul.services.traps.kinds import trap_kind
from trishul.services.traps.notification_text import host_of, texts_of, varbinds_of
from trishul.services.value_texts import show_varbind
from trishul.store.notifications import StoredNotification

MAX_REMEMBERED = 10_000
NO_ANOMALIES = "[]"


class LookedAt:
    """A row while it is judged, by one query or by many: its variables and words are found once.

    What people and rules say of it (`row`) may change meanwhile; its octets may not.
    """

    __slots__ = ("_lines", "_varbinds", "row")

    def __init__(self, row: StoredNotification) -> None:
        self.row = row
        self._varbinds: list[VarBind] | None = None
        self._lines: str | None = None

    @property
    def varbinds(self) -> list[VarBind]:
        """The variable bindings."""
        if self._varbinds is None:
            self._varbinds = varbinds_of(self.row)
        return self._varbinds

    @property
    def lines(self) -> str:
        """The words of each part in a line of its own."""
        if self._lines is None:
            self._lines = "\n".join([as_line(words) for words in texts_of(self.row, self.varbinds)])
        return self._lines


Holds: TypeAlias = Callable[[LookedAt], bool]
Part = TypeVar("Part")


class NotificationMatcher:
    """Says of rows whether they fit."""

    def __init__(self, criteria: Criteria, names: Names) -> None:
        self._names = names
        self._holds = self._compiled(criteria)

    def matches(self, row: StoredNotification) -> bool:
        """Whether a row fits."""
        return self._holds(LookedAt(row))

    def fits(self, looked: LookedAt) -> bool:
        """The same of a row that other queries look at as well."""
        return self._holds(looked)

    def _compiled(self, criteria: Criteria) -> Holds:
        match criteria:
            case All(parts):
                return _all([self._compiled(part) for part in parts])
            case Any(parts):
                return _any([self._compiled(part) for part in parts])
            case Not(part):
                inner = self._compiled(part)
                return lambda looked: not inner(looked)
            case VariableIs():
                return self._variable(criteria)
            case HasWords():
                return self._words(criteria)
            case HasFlag(Flag.RESOLVED):
                return _remembered(_trap_oid, lambda trap_oid: trap_kind(trap_oid, self._names).is_resolved)
            case _:
                return _plain(criteria)

    def _words(self, wanted: HasWords) -> Holds:
        piece = as_piece(wanted.words, ends_open=wanted.ends_open)
        if not wanted.text:
            return lambda looked: piece in looked.lines
        is_named = _remembered(_trap_oid, lambda trap_oid: name_contains(trap_oid, wanted.text, self._names))
        return lambda looked: is_named(looked) or piece in looked.lines

    def _variable(self, wanted: VariableIs) -> Holds:
        beginning = wanted.oid.contents
        holds_for = self._value_test(wanted)

        def holds(looked: LookedAt) -> bool:
            return any(varbind.name.startswith(beginning) and holds_for(varbind) for varbind in looked.varbinds)

        return holds

    def _value_test(self, wanted: VariableIs) -> Callable[[VarBind], bool]:
        operator, number = wanted.operator, wanted.number
        if not operator:
            return lambda _: True
        if operator.endswith("~"):
            piece, is_wanted = lower(wanted.text), operator == "~"
            return lambda varbind: self._has_piece(varbind, piece) == is_wanted
        if operator == "!=":
            return lambda varbind: not self._is_value(varbind, wanted)
        if operator == "=":
            return lambda varbind: self._is_value(varbind, wanted)
        compare = COMPARE[Comparison(operator)]
        assert number is not None  # order is asked of numbers only

        def test(varbind: VarBind) -> bool:
            value = number_of(varbind)
            return value is not None and compare(value, number)

        return test

    def _has_piece(self, varbind: VarBind, piece: str) -> bool:
        shown = show_varbind(varbind, self._names)
        return piece in lower(shown.display) or piece in lower(shown.value)

    def _is_value(self, varbind: VarBind, wanted: VariableIs) -> bool:
        if wanted.number is not None:
            return varbind.tag != _TIME_TICKS and number_of(varbind) == wanted.number  # they are no words
        shown = show_varbind(varbind, self._names)
        return wanted.text in {shown.value, shown.display}


def name_contains(trap_oid: str, piece: str, names: Names) -> bool:
    """Whether a piece of text, in small letters, stands in the notification's name with its module."""
    kind = trap_kind(trap_oid, names)
    return kind.is_resolved and piece in lower(kind.full_name)


def number_of(varbind: VarBind) -> int | None:
    """The value as a number; None for other types and for octets that are none."""
    try:
        if varbind.tag == _INTEGER:
            return decode_integer(varbind.contents)
        return decode_unsigned(varbind.contents) if varbind.tag in _UNSIGNED else None
    except DecodeError:
        return None


_INTEGER = ValueType.INTEGER.value
_TIME_TICKS = ValueType.TIME_TICKS.value
_UNSIGNED = frozenset(
    kind.value
    for kind in (
        ValueType.COUNTER32,
        ValueType.GAUGE32,
        ValueType.COUNTER64,
        ValueType.UINTEGER32,
        ValueType.TIME_TICKS,
    )
)


def _remembered(part_of: Callable[[StoredNotification], Part], is_so: Callable[[Part], bool]) -> Holds:
    """A fact about one part of a row; a receiver meets few different ones, very often."""
    known: dict[Part, bool] = {}

    def holds(looked: LookedAt) -> bool:
        part = part_of(looked.row)
        answer = known.get(part)
        if answer is None:
            if len(known) >= MAX_REMEMBERED:
                known.clear()
            answer = known[part] = is_so(part)
        return answer

    return holds


def _trap_oid(row: StoredNotification) -> str:
    return row.trap_oid


def _host(row: StoredNotification) -> str:
    return host_of(row.peer_address)


def _agent(row: StoredNotification) -> str:
    return row.agent_address or ""


def _all(parts: Sequence[Holds]) -> Holds:
    return lambda looked: all(part(looked) for part in parts)


def _any(parts: Sequence[Holds]) -> Holds:
    return lambda looked: any(part(looked) for part in parts)


def _plain(criterion: Criteria) -> Holds:  # noqa: C901 -- a table of kinds, one line each
    """A criterion on columns of the row alone."""
    match criterion:
        case OidUnder(column):
            return _remembered(attrgetter(column), criterion.holds)
        case HostWithin(HostColumn.PEER):
            return _remembered(_host, criterion.holds)
        case HostWithin():
            return _remembered(_agent, criterion.holds)
        case NumberCompared(column, comparison, number):
            compare = COMPARE[comparison]
            return lambda looked: compare(getattr(looked.row, column), number)
        case SeverityCompared():
            return lambda looked: criterion.holds(severity_of(looked.row.severity))
        case TextCompared(column, text, True):
            piece = lower(text)
            return lambda looked: _has_piece(getattr(looked.row, column), piece)
        case TextCompared(column, text):
            return lambda looked: getattr(looked.row, column) == text
        case EngineBegins(hexadecimal):
            return lambda looked: looked.row.engine_id is not None and looked.row.engine_id.startswith(hexadecimal)
        case InformOrTrap(is_inform):
            return lambda looked: (looked.row.pdu_kind == PduKind.INFORM) == is_inform
        case ArrivedAtPort(port):
            return lambda looked: looked.row.local_address.endswith(f":{port}")
        case Tagged(tag):
            return lambda looked: tag in looked.row.tags
        case HasFlag(flag):
            return _FLAGS[flag]
    raise AssertionError(criterion)  # the types above are all there are


def _has_piece(text: str | None, piece: str) -> bool:
    return text is not None and piece in lower(text)


_FLAGS: dict[Flag, Holds] = {
    Flag.READ: lambda looked: bool(looked.row.is_read),
    Flag.PINNED: lambda looked: bool(looked.row.is_pinned),
    Flag.TAGGED: lambda looked: bool(looked.row.tags),
    Flag.ENCRYPTED: lambda looked: looked.row.security_level == SecurityLevel.AUTH_PRIV,
    Flag.ODD: lambda looked: looked.row.anomalies != NO_ANOMALIES,
}
