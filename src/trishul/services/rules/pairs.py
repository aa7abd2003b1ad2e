"""Pairs of notifications: which open ones end when another one arrives, as linkUp ends linkDown.

Owns what makes a pair: one rule, one sender, the same instances and values of the objects that the rule names. A pure
function of rows. What is open is what is tagged so: a person who takes the tag away closes it as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from trishul.services.rules.judgement import OPEN, Judged, RunnableRule
from trishul.services.traps.notification_match import LookedAt
from trishul.services.traps.notification_text import host_of
from trishul.store.notifications import StoredNotification


def ended(judged: Sequence[Judged], opened: Sequence[StoredNotification]) -> list[int]:
    """Ids of what ends with new rows; `opened` are rows before them, both from the oldest to the newest."""
    waiting: defaultdict[str, dict[int, LookedAt]] = defaultdict(dict)
    for row in opened:
        waiting[host_of(row.peer_address)][row.id] = LookedAt(row)
    ids: list[int] = []
    for each in judged:
        of_sender = waiting[host_of(each.before.peer_address)]
        if each.clearing and of_sender:
            clearing = LookedAt(each.before)
            for rule in each.clearing:
                for row_id in [row_id for row_id, row in of_sender.items() if _is_pair(rule, row, clearing)]:
                    del of_sender[row_id]
                    ids.append(row_id)
        if OPEN in each.after.tags:
            of_sender[each.after.id] = LookedAt(each.after)
    return ids


def _is_pair(rule: RunnableRule, opened: LookedAt, clearing: LookedAt) -> bool:
    return rule.matches(opened) and _compared(opened, rule.same) == _compared(clearing, rule.same)


def _compared(looked: LookedAt, same: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """Instances and values of the objects that are compared."""
    beginnings = tuple(same)
    return sorted((each.name, each.contents) for each in looked.varbinds if each.name.startswith(beginnings))
