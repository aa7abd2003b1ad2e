"""The criteria of a search as SQL: conditions on rows, and ways into the table by an index.

Owns what a database can say of each criterion. Where it cannot say all, it says what a row must have (`may`) and what
is enough (`must`); between the two the predicate of `services.traps.notification_match` decides on the row itself.
Negation swaps the two, so that nothing is lost below it. Every condition is true or false, never NULL, for the same
reason.

Names are not the database's business: which trap OIDs are meant by a name is asked of `TrapNames` for the OIDs that
are stored, which are few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true

from trishul.search.criteria import (
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
    OidColumn,
    OidUnder,
    SeverityCompared,
    Tagged,
    TextColumn,
    TextCompared,
    VariableIs,
)
from trishul.search.severity import DEFAULT_SEVERITY, Severity
from trishul.search.syntax import All, Any, Not
from trishul.search.words import lower, words_of
from trishul.store.notification_vocabulary import StoredValues
from trishul.store.notification_ways import Way, way_by_values, way_by_words
from trishul.store.notification_words import AnyWord, has_octets
from trishul.store.tables import notification_tags, notifications

MAX_NAMED = 20_000
"""Values that the conditions of one query name; a statement of SQLite has room for 32,766."""
MAX_WORDS = 16
"""Words of a query that the index is asked for; more hardly leave fewer rows."""
_INFORM = 0xA6
_AUTH_PRIV = 3

Condition: TypeAlias = ColumnElement[bool]
_c = notifications.c


class TrapNames(Protocol):
    """What names say about a trap OID."""

    def is_resolved(self, trap_oid: str) -> bool:
        """Whether it has a name."""
        ...

    def name_contains(self, trap_oid: str, piece: str) -> bool:
        """Whether a piece of text, in small letters, stands in its name."""
        ...


class Bounds(NamedTuple):
    """Conditions: rows that may fit, and rows that surely do. The same where the database can say all."""

    may: Condition
    must: Condition

    @property
    def is_exact(self) -> bool:
        """Whether the database decides alone."""
        return self.may is self.must


class SearchConditions:
    """Conditions and ways for criteria, against the values that are stored and the names of this moment."""

    def __init__(self, values: StoredValues, names: TrapNames) -> None:
        self._values = values
        self._names = names
        self._named_values = 0

    def bounds(self, criteria: Criteria) -> Bounds:
        """The conditions of all criteria together."""
        match criteria:
            case All(parts):
                return self._joined(parts, and_, true())
            case Any(parts):
                return self._joined(parts, or_, false())
            case Not(part):
                inner = self.bounds(part)
                may = not_(inner.must)
                return Bounds(may, may if inner.is_exact else not_(inner.may))
            case _:
                return self._of_one(criteria)

    def ways(self, criteria: Criteria) -> list[Way]:
        """Ways that lead at least to every row that fits; words that must be there together are one."""
        parts = criteria.parts if isinstance(criteria, All) else (criteria,)
        ways = [self._way(part, is_whole=len(parts) == 1) for part in parts]
        words: list[AnyWord] = []
        for part in parts:
            wanted, named = self._words(part), self._named(part)
            if wanted and named:
                ways.append(way_by_words(wanted, named))
            elif wanted:
                words.extend(wanted)
        words = words[:MAX_WORDS]
        whole = [each for each in words if not each.is_beginning]
        ways.extend([way_by_words(wanted) for wanted in (whole, words if words != whole else []) if wanted])
        return [way for way in ways if way is not None]

    def _joined(self, parts: Sequence[Criteria], join: Callable[..., Condition], empty: Condition) -> Bounds:
        inner = [self.bounds(part) for part in parts]
        may = join(empty, *(each.may for each in inner))
        return Bounds(may, may if all(each.is_exact for each in inner) else join(empty, *(each.must for each in inner)))

    def _of_one(self, criterion: Criteria) -> Bounds:
        match criterion:
            case HostWithin(HostColumn.AGENT):
                return Bounds(_c.agent_address.is_not(None), false())
            case HostWithin():
                return self._one_of(_c.peer_host, self._hosts(criterion))
            case OidUnder(OidColumn.TRAP) if self._values.trap_oids is not None:
                return self._one_of(_c.trap_oid, self._trap_oids(criterion.holds))
            case HasFlag(Flag.RESOLVED):
                return self._one_of(_c.trap_oid, self._trap_oids(self._names.is_resolved))
            case VariableIs(oid):
                return Bounds(has_octets(oid.contents), false())
            case HasWords():
                return Bounds(true(), false())
            case _:
                return _exact(_plain(criterion))

    def _one_of(self, column: ColumnElement[str], values: Sequence[str] | None) -> Bounds:
        """The column has one of the values; where they are not known, or too many, the rows decide."""
        if values is None or self._named_values + len(values) > MAX_NAMED:
            return Bounds(true(), false())
        self._named_values += len(values)
        return _exact(column.in_(values))

    def _way(self, criterion: Criteria, *, is_whole: bool) -> Way | None:
        match criterion:
            case OidUnder(OidColumn.TRAP):
                trap_oids = self._trap_oids(criterion.holds)
                return None if trap_oids is None else way_by_values(_c.trap_oid, trap_oids, is_whole=is_whole)
            case HostWithin(HostColumn.PEER):
                hosts = self._hosts(criterion)
                return None if hosts is None else way_by_values(_c.peer_host, hosts, is_whole=is_whole)
            case TextCompared(TextColumn.INBOX, name):
                caught = select(_c.id).where(_c.inbox.is_not(None), _c.inbox == name)
                return Way((lambda: caught,), is_whole)
            case Tagged(tag):
                tagged = select(notification_tags.c.notification_id.label("id")).where(notification_tags.c.tag == tag)
                return Way((lambda: tagged,), is_whole)
            case HasFlag(Flag.PINNED):
                pinned = select(_c.id).where(_c.is_pinned.is_not(None), _c.is_pinned.is_(True))
                return Way((lambda: pinned,), is_whole)
            case _:
                return None

    def _words(self, criterion: Criteria) -> list[AnyWord]:
        """Words that every row has which fits and whose notification is not named so; none where nothing is known."""
        match criterion:
            case VariableIs(operator="=", number=int(number)):
                return [AnyWord(words_of(str(number)))]
            case HasWords(words, True) if words[-1] in self._values.endings and self._named(criterion) is not None:
                endings = self._values.endings[words[-1]]
                last = AnyWord(words[-1:], is_beginning=True) if endings is None else AnyWord(endings or words[-1:])
                return [*(AnyWord((word,)) for word in words[:-1]), last]
            case HasWords(words, False) if self._named(criterion) is not None:
                return [AnyWord((word,)) for word in words]
            case _:
                return []

    def _named(self, criterion: Criteria) -> list[str] | None:
        """Trap OIDs in whose names the words of a criterion stand."""
        if not isinstance(criterion, HasWords) or not criterion.text:
            return []
        return self._trap_oids(lambda oid: self._names.name_contains(oid, criterion.text))

    def _trap_oids(self, holds: Callable[[str], bool]) -> list[str] | None:
        known = self._values.trap_oids
        return None if known is None else [oid for oid in known if holds(oid)]

    def _hosts(self, criterion: HostWithin) -> list[str] | None:
        known = self._values.hosts
        return None if known is None else known.within(criterion.network)


def _exact(condition: Condition) -> Bounds:
    return Bounds(condition, condition)


def _plain(criterion: Criteria) -> Condition:
    """A criterion that the database decides by the columns of a row."""
    match criterion:
        case OidUnder(column, oid):
            text = _c[column]
            return and_(text.is_not(None), or_(text == oid, text.startswith(f"{oid}.")))
        case NumberCompared(column, comparison, number):
            return _compared(_c[column], comparison, number)
        case TextCompared(column, text, is_piece):
            name = _c[column]
            fits = func.lower(name).contains(lower(text), autoescape=True) if is_piece else name == text
            return and_(name.is_not(None), fits)
        case EngineBegins(hexadecimal):
            return and_(_c.engine_id.is_not(None), _c.engine_id.startswith(hexadecimal))
        case InformOrTrap(is_inform):
            return _c.pdu_kind == _INFORM if is_inform else _c.pdu_kind != _INFORM
        case ArrivedAtPort(port):
            return _c.local_address.endswith(f":{port}")
    return _said(criterion)


def _said(criterion: Criteria) -> Condition:
    """The same for what people and rules say, and for plain facts."""
    match criterion:
        case SeverityCompared():
            wanted = [severity for severity in Severity if criterion.holds(severity)]
            if DEFAULT_SEVERITY in wanted:
                return or_(_c.severity.is_(None), _c.severity.in_(wanted))
            return and_(_c.severity.is_not(None), _c.severity.in_(wanted))
        case Tagged(tag):
            return _c.id.in_(select(notification_tags.c.notification_id).where(notification_tags.c.tag == tag))
        case HasFlag(flag):
            return _flag(flag)
    raise AssertionError(criterion)  # the types above are all there are


def _flag(flag: Flag) -> Condition:
    match flag:
        case Flag.READ:
            return _c.is_read.is_(True)
        case Flag.PINNED:
            return _c.is_pinned.is_(True)
        case Flag.TAGGED:
            return _c.id.in_(select(notification_tags.c.notification_id))
        case Flag.ENCRYPTED:
            return and_(_c.security_level.is_not(None), _c.security_level == _AUTH_PRIV)
        case Flag.ODD:
            return _c.anomalies != "[]"
        case Flag.RESOLVED:
            raise AssertionError(flag)  # names decide it


def _compared(column: ColumnElement[int], comparison: Comparison, number: int) -> Condition:
    match comparison:
        case Comparison.EQUAL:
            return column == number
        case Comparison.LESS:
            return column < number
        case Comparison.AT_MOST:
            return column <= number
        case Comparison.GREATER:
            return column > number
        case Comparison.AT_LEAST:
            return column >= number
