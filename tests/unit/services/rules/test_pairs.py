"""A pair has one rule, one sender and the same instances."""

from __future__ import annotations

from typing import Any

from tests.unit.notification_rows import IF_INDEX, LINK_DOWN, LINK_UP, a_row, interface
from trishul.datatypes.oid import Oid
from trishul.services.rules.documents import RuleDocument
from trishul.services.rules.judgement import Judged, RunnableRule
from trishul.services.rules.pairs import ended
from trishul.store.notifications import StoredNotification

RULE = RunnableRule(
    1,
    RuleDocument("link"),
    lambda looked: looked.row.trap_oid == LINK_DOWN,
    lambda looked: looked.row.trap_oid == LINK_UP,
    (Oid(IF_INDEX).contents,),
)


def row(number: int, **changes: Any) -> StoredNotification:
    return StoredNotification(number, *a_row(**changes))


def clearing(number: int, **changes: Any) -> Judged:
    seen = row(number, trap_oid=LINK_UP, **changes)
    return Judged(seen, seen, (), (RULE,))


def test_one_sender_and_the_same_instance_make_a_pair() -> None:
    opened = [row(1), row(2, peer_address="192.0.2.9:1"), row(3, varbinds=interface(4)), row(4, trap_oid="1.3.6")]
    assert ended([clearing(5, peer_address="192.0.2.1:9")], opened) == [1]
    assert ended([clearing(5, varbinds=interface(4)), clearing(6)], opened) == [3, 1]
    assert ended([clearing(5, varbinds=b"\x30")], opened) == []


def test_what_opens_after_its_end_stays_open() -> None:
    late = row(6)
    assert ended([clearing(5), Judged(late, late._replace(tags=("open",)), (1,))], []) == []
    assert ended([Judged(late, late._replace(tags=("open",)), (1,)), clearing(7)], []) == [6]
