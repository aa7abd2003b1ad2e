"""From a query as it was written to what it means: names become OIDs, words become numbers, each error keeps its place.

Owns how the value of each field is read, by a table from field to reader. Names come from whoever knows them
(`NameBook`); time is handed in.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from typing import Protocol

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput, InvalidQuery, UnknownName
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
    NumberColumn,
    NumberCompared,
    OidColumn,
    OidUnder,
    SeverityCompared,
    Tagged,
    TextColumn,
    TextCompared,
    VariableIs,
)
from trishul.search.fields import FIELDS
from trishul.search.severity import SEVERITIES
from trishul.search.syntax import All, Any, Not, Query, Span, Term, Text
from trishul.search.times import read_time_ns
from trishul.search.words import lower, words_of

HIGHEST_NUMBER = 2**63 - 1
_NUMBER = re.compile(r"-?[0-9]{1,20}", re.ASCII)
_ENGINE = re.compile(r"(?:0x)?([0-9A-Fa-f]{1,64})")
_VERSIONS = {"1": 0, "2c": 1, "3": 3}


class NameBook(Protocol):
    """What is asked of a MIB library."""

    def oid_of(self, text: str) -> Oid:
        """The OID of a name or number. Raises InvalidInput, UnknownName."""
        ...

    def number_meant(self, oid: Oid, text: str) -> int | None:
        """The integer that a text means for an object of an integer type; None for other objects and texts."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a query is read against."""

    names: NameBook
    now_ns: int
    zone: tzinfo | None = None


def resolve(query: Query, around: Surroundings) -> Criteria:
    """What a query means. Raises InvalidQuery at the first name or value that cannot be meant."""
    match query:
        case All(parts):
            return All(tuple([resolve(part, around) for part in parts]))
        case Any(parts):
            return Any(tuple([resolve(part, around) for part in parts]))
        case Not(part):
            return Not(resolve(part, around))
        case Text():
            return _words(query)
        case Term():
            return _term(query, around)


def _words(text: Text) -> HasWords:
    words = tuple(words_of(text.text))
    if not words:
        raise InvalidQuery("There is no letter or digit to look for", *text.span)
    return HasWords(words, not text.is_quoted, "" if text.is_quoted else lower(text.text))


def _term(term: Term, around: Surroundings) -> Criteria:
    choices = FIELDS[term.field].choices
    value = term.value.lower() if choices else term.value
    if choices and value not in choices:
        raise InvalidQuery(f"{term.field!r} is one of these", *term.value_span, tuple(choices))
    if term.field == "var":
        return _variable(term, around)
    try:
        return _READERS[term.field](term, value, around)
    except InvalidInput as error:
        raise _at(error, term.value_span) from None


def _at(error: InvalidInput, span: Span) -> InvalidQuery:
    near = error.near if isinstance(error, UnknownName) else ()
    return error if isinstance(error, InvalidQuery) else InvalidQuery(str(error), *span, near)


def _variable(term: Term, around: Surroundings) -> VariableIs:
    try:
        oid = around.names.oid_of(term.name)
    except InvalidInput as error:
        raise _at(error, term.name_span) from None
    number = around.names.number_meant(oid, term.value) if term.operator in {"=", "!="} else None
    if term.operator.startswith(("<", ">")):
        if not _NUMBER.fullmatch(term.value):
            raise InvalidQuery("This is compared with a number", *term.value_span, ("a number",))
        number = int(term.value)
    return VariableIs(oid, term.operator, term.value, number)


def _oid_under(column: OidColumn) -> _Reader:
    return lambda _, value, around: OidUnder(column, str(around.names.oid_of(value)))


def _host_within(column: HostColumn) -> _Reader:
    def read(_term: Term, value: str, _around: Surroundings) -> HostWithin:
        try:
            return HostWithin(column, ipaddress.ip_network(value, strict=False))
        except ValueError:
            raise InvalidInput("This is an address or a network, such as 192.0.2.0/24") from None

    return read


def _text(column: TextColumn) -> _Reader:
    return lambda term, value, _: TextCompared(column, value, term.operator == "~")


def _time(comparison: Comparison) -> _Reader:
    def read(_term: Term, value: str, around: Surroundings) -> NumberCompared:
        moment_ns = read_time_ns(value, around.now_ns, around.zone)
        return NumberCompared(NumberColumn.RECEIVED_AT_NS, comparison, _bounded(moment_ns))

    return read


def _severity(term: Term, value: str, _around: Surroundings) -> SeverityCompared:
    return SeverityCompared(_comparison(term), SEVERITIES[value])


def _version(_term: Term, value: str, _around: Surroundings) -> NumberCompared:
    return NumberCompared(NumberColumn.VERSION, Comparison.EQUAL, _VERSIONS[value])


def _number(_term: Term, value: str, _around: Surroundings) -> NumberCompared:
    if not _NUMBER.fullmatch(value):
        raise InvalidInput("This is a number")
    return NumberCompared(NumberColumn.ID, _comparison(_term), _bounded(int(value)))


def _port(_term: Term, value: str, _around: Surroundings) -> ArrivedAtPort:
    if not _NUMBER.fullmatch(value) or not 0 <= int(value) <= 65535:
        raise InvalidInput("A port is a number from 0 to 65535")
    return ArrivedAtPort(int(value))


def _engine(_term: Term, value: str, _around: Surroundings) -> EngineBegins:
    found = _ENGINE.fullmatch(value)
    if found is None:
        raise InvalidInput("An engine ID is written in hexadecimal, such as 80001f88")
    return EngineBegins(found[1].lower())


def _is(_term: Term, value: str, _around: Surroundings) -> Criteria:
    if value.startswith("un"):
        return Not(HasFlag(Flag(value.removeprefix("un"))))
    return HasFlag(Flag(value))


def _comparison(term: Term) -> Comparison:
    return Comparison("=" if term.operator == ":" else term.operator)


def _bounded(number: int) -> int:
    """Within what databases take; beyond it every row is on the same side."""
    return max(-HIGHEST_NUMBER, min(HIGHEST_NUMBER, number))


_Reader = Callable[[Term, str, Surroundings], Criteria]
_READERS: Mapping[str, _Reader] = MappingProxyType(
    {
        "trap": _oid_under(OidColumn.TRAP),
        "enterprise": _oid_under(OidColumn.ENTERPRISE),
        "src": _host_within(HostColumn.PEER),
        "agent": _host_within(HostColumn.AGENT),
        "ver": _version,
        "kind": lambda _, value, __: InformOrTrap(value == "inform"),
        "user": _text(TextColumn.USER),
        "context": _text(TextColumn.CONTEXT),
        "engine": _engine,
        "sev": _severity,
        "is": _is,
        "tag": lambda _, value, __: Tagged(value),
        "after": _time(Comparison.AT_LEAST),
        "before": _time(Comparison.LESS),
        "inbox": _text(TextColumn.INBOX),
        "port": _port,
        "id": _number,
    }
)
