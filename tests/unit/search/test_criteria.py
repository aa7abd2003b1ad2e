"""Decisions on one value that a database and a predicate take alike."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from trishul.search.criteria import Comparison, HostColumn, HostWithin, OidColumn, OidUnder, SeverityCompared
from trishul.search.severity import Severity


@pytest.mark.parametrize(
    ("oid", "is_under"), [("1.3.6", True), ("1.3.6.1", True), ("1.3.61", False), ("1.3", False), (None, False)]
)
def test_an_oid_lies_below_itself_and_above_its_children(oid: str | None, *, is_under: bool) -> None:
    assert OidUnder(OidColumn.TRAP, "1.3.6").holds(oid) is is_under


@pytest.mark.parametrize(
    ("host", "is_within"),
    [("10.1.2.3", True), ("11.1.2.3", False), ("::ffff:10.1.2.3", True), ("fe80::1%eth0", False), ("nobody", False)],
)
def test_a_host_lies_in_a_network(host: str, *, is_within: bool) -> None:
    assert HostWithin(HostColumn.PEER, ip_network("10.0.0.0/8")).holds(host) is is_within


def test_severities_are_compared_by_their_order() -> None:
    grave = SeverityCompared(Comparison.AT_LEAST, Severity.WARNING)
    assert [severity for severity in Severity if grave.holds(severity)] == [3, 4, 5]
