"""What can be wrong with a rule is refused by field."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput, InvalidQuery
from trishul.library.names import Names
from trishul.services.rules.documents import read_rule


def test_a_rule_is_read_with_its_defaults() -> None:
    rule = read_rule({"name": " a "}, Names(None))
    assert (rule.name, rule.query, rule.enabled, rule.severity, rule.stop) == ("a", "", True, None, False)


REFUSED: list[tuple[Any, str | None]] = [
    ([], None),
    ({}, None),
    ({"name": ""}, "name"),
    ({"name": "x" * 65}, "name"),
    ({"name": "x", "severity": "grave"}, "severity"),
    ({"name": "x", "add_tags": ["a "]}, "add_tags"),
    ({"name": "x", "mute_until": 1e12}, "mute_until"),
    ({"name": "x", "enabled": 1}, "enabled"),
    ({"name": "x", "action": "drop"}, None),
    ({"name": "x", "same": ["1.3"]}, "same"),
    ({"name": "x", "cleared_by": "", "same": ["1.3"] * 9}, "same"),
    ({"name": "x", "cleared_by": "", "same": ["nobodyKnows"]}, "same"),
]


def test_what_cannot_be_meant_is_refused_with_its_field() -> None:
    for data, field in REFUSED:
        with pytest.raises(InvalidInput) as refused:
            read_rule(data, Names(None))
        assert refused.value.field == field, data
    with pytest.raises(InvalidQuery):
        read_rule({"name": "x", "query": "ver:4"}, Names(None))
