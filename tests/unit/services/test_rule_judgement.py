"""Rules act in their order, each on what the ones before it left."""

from __future__ import annotations

from typing import Any

from tests.unit.notification_rows import a_row
from trishul.library.names import Names
from trishul.search.severity import Severity
from trishul.services.notification_query import read_search
from trishul.services.rule_documents import read_rule
from trishul.services.rule_judgement import Judged, RunnableRule, judge
from trishul.store.notifications import StoredNotification


def judged(*rules: dict[str, Any], now: float = 100.0, hint: Severity | None = None) -> Judged:
    names = Names(None)
    runnable = []
    for number, rule in enumerate(rules, start=1):
        document = read_rule({"name": "r"} | rule, names)
        runnable.append(RunnableRule(number, document, read_search(document.query, names).matches))
    return judge(StoredNotification(1, *a_row()), runnable, lambda _: hint, now)


def test_a_later_rule_sees_what_an_earlier_one_did() -> None:
    found = judged({"add_tags": ["b", "a"], "severity": "error"}, {"query": "tag:a sev>=error", "severity": "critical"})
    assert (found.rules, found.after.tags, found.after.severity) == ((1, 2), ("a", "b"), Severity.CRITICAL)
    assert found.new_tags == ("a", "b")


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
