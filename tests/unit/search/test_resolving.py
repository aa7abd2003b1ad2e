"""Names become OIDs, words become numbers, and errors keep their column."""

from __future__ import annotations

from datetime import UTC
from ipaddress import ip_network

import pytest

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidQuery, UnknownName
from trishul.search.criteria import (
    ArrivedAtPort,
    Comparison,
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
from trishul.search.parser import parse_query
from trishul.search.resolving import HIGHEST_NUMBER, Surroundings, resolve
from trishul.search.severity import Severity
from trishul.search.syntax import All, Any, Not

NOW = 1_800_000_000_000_000_000
IF_INDEX = Oid("1.3.6.1.2.1.2.2.1.1")


class FewNames:
    def oid_of(self, text: str) -> Oid:
        if text == "ifIndex":
            return IF_INDEX
        if text[0].isdigit():
            return Oid(text)
        raise UnknownName(text, ("ifIndex",))

    def number_meant(self, oid: Oid, text: str) -> int | None:
        return {"up": 1}.get(text) if oid == IF_INDEX else None


def meaning(query: str) -> object:
    return resolve(parse_query(query), Surroundings(FewNames(), NOW, UTC))


@pytest.mark.parametrize(
    ("query", "criteria"),
    [
        ("", All(())),
        ("trap:1.3.6", OidUnder(OidColumn.TRAP, "1.3.6")),
        ("enterprise=1.3.6", OidUnder(OidColumn.ENTERPRISE, "1.3.6")),
        ("src:10.1.0.0/8", HostWithin(HostColumn.PEER, ip_network("10.0.0.0/8"))),
        ("agent:::1", HostWithin(HostColumn.AGENT, ip_network("::1/128"))),
        ("ver:2C", NumberCompared(NumberColumn.VERSION, Comparison.EQUAL, 1)),
        ("id>7", NumberCompared(NumberColumn.ID, Comparison.GREATER, 7)),
        (f"id<{10**19}", NumberCompared(NumberColumn.ID, Comparison.LESS, HIGHEST_NUMBER)),
        ("after:-1s", NumberCompared(NumberColumn.RECEIVED_AT_NS, Comparison.AT_LEAST, NOW - 10**9)),
        ("before:now", NumberCompared(NumberColumn.RECEIVED_AT_NS, Comparison.LESS, NOW)),
        ("sev<Error", SeverityCompared(Comparison.LESS, Severity.ERROR)),
        ("user:ops", TextCompared(TextColumn.USER, "ops")),
        ("context~a", TextCompared(TextColumn.CONTEXT, "a", is_piece=True)),
        ("engine:0x80AB", EngineBegins("80ab")),
        ("kind:inform", InformOrTrap(is_inform=True)),
        ("port:162", ArrivedAtPort(162)),
        ("tag:x", Tagged("x")),
        ("is:unread", Not(HasFlag(Flag.READ))),
        ("is:odd or is:pinned", Any((HasFlag(Flag.ODD), HasFlag(Flag.PINNED)))),
        ("var:ifIndex", VariableIs(IF_INDEX)),
        ("var:ifIndex=up", VariableIs(IF_INDEX, "=", "up", 1)),
        ("var:ifIndex>=-3", VariableIs(IF_INDEX, ">=", "-3", -3)),
        ("var:ifIndex~up", VariableIs(IF_INDEX, "~", "up")),
        ("Link Down", All((HasWords(("link",), ends_open=True, text="link"), HasWords(("down",), True, "down")))),
        ('"Gi0/3"', HasWords(("gi0", "3"), ends_open=False)),
    ],
)
def test_conditions_mean_facts(query: str, criteria: object) -> None:
    assert meaning(query) == criteria


@pytest.mark.parametrize(
    ("query", "column", "length", "expected"),
    [
        ("a trap:nothing", 7, 7, ("ifIndex",)),
        ("var:nothing=3", 4, 7, ("ifIndex",)),
        ("var:ifIndex>x", 12, 1, ("a number",)),
        ("src:10.0.0.300", 4, 10, ()),
        ("ver:4", 4, 1, ("1", "2c", "3")),
        ("kind:x", 5, 1, ("trap", "inform")),
        ("after:x", 6, 1, ()),
        ("port:70000", 5, 5, ()),
        ("id:x", 3, 1, ()),
        ("engine:xyz", 7, 3, ()),
        ('a "--"', 2, 4, ()),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_column(
    query: str, column: int, length: int, expected: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidQuery) as caught:
        meaning(query)
    assert (caught.value.column, caught.value.length, caught.value.expected) == (column, length, expected)
