"""Rules act in their order, each on what the ones before it left."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.notification_rows import IF_INDEX, a_row, interface
from trishul.datatypes.varbind import VarBind
from trishul.library.names import Names
from trishul.search.severity import Severity
from trishul.services.rules.documents import read_rule
from trishul.services.rules.judgement import Judged, RunnableRule, judge
from trishul.services.traps.notification_match import LookedAt
from trishul.services.traps.notification_query import read_matcher
from trishul.services.traps.notification_text import varbinds_of
from trishul.store.notifications import StoredNotification


def judged(*rules: dict[str, Any], now: float = 100.0, hint: Severity | None = None) -> Judged:
    names = Names(None)
    runnable = []
    for number, rule in enumerate(rules, start=1):
        document = read_rule({"name": "r"} | rule, names)
        runnable.append(RunnableRule(number, document, read_matcher(document.query, names).fits))
    return judge(LookedAt(StoredNotification(1, *a_row(varbinds=interface(3)))), runnable, lambda _: hint, now)


def test_a_later_rule_sees_what_an_earlier_one_did() -> None:
    found = judged({"add_tags": ["b", "a"], "severity": "error"}, {"query": "tag:a sev>=error", "severity": "critical"})
    assert (found.rules, found.after.tags, found.after.severity) == ((1, 2), ("a", "b"), Severity.CRITICAL)
    assert found.new_tags == ("a", "b")


def test_octets_are_decoded_once_for_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[int] = []

    def decode(row: StoredNotification) -> list[VarBind]:
        decoded.append(row.id)
        return varbinds_of(row)

    monkeypatch.setattr("trishul.services.traps.notification_match.varbinds_of", decode)
    found = judged({"query": f"var:{IF_INDEX}=3", "add_tags": ["a"]}, {"query": "gi0"}, {"query": 'tag:a "gi0/1"'})
    assert (found.rules, decoded) == ((1, 2, 3), [1])


def test_a_rule_may_be_the_last_that_looks() -> None:
    found = judged({"query": "tag:never"}, {"stop": True, "severity": "debug"}, {"severity": "error"})
    assert (found.rules, found.after.severity) == ((2,), Severity.DEBUG)


def test_what_is_muted_counts_as_read_until_then() -> None:
    muted = judged({"mute_until": 101}).after
    assert (muted.is_read, muted.tags) == (True, ("muted",))
    assert not judged({"mute_until": 100}).is_changed


def test_a_hint_counts_only_where_no_rule_says_it() -> None:
    assert judged({"add_tags": ["a"]}, hint=Severity.ERROR).after.severity is Severity.ERROR
    assert judged({"severity": "info"}, hint=Severity.ERROR).after.severity is Severity.INFO
    assert not judged().is_changed


def test_destinations_are_named_once_in_their_order_and_what_is_muted_goes_nowhere() -> None:
    found = judged({"forward": ["b", "a"]}, {"forward": ["a", "c"]}, {"query": "tag:x", "forward": ["d"]})
    assert found.forwards == ("b", "a", "c")
    assert not found.is_changed
    assert judged({"forward": ["a"]}, {"mute_until": 200.0}).forwards == ()
