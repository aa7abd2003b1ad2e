"""Pairs of notifications: which open ones end when another one arrives, as linkUp ends linkDown.

Owns what makes a pair: one rule, one sender, the same instances and values of the objects that the rule names. A pure
function of rows. What is open is what is tagged so: a person who takes the tag away closes it as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from trishul.services.notification_text import host_of, varbinds_of
from trishul.services.rule_judgement import OPEN, Judged, RunnableRule
from trishul.store.notifications import StoredNotification


def ended(judged: Sequence[Judged], opened: Sequence[StoredNotification]) -> list[int]:
    """Ids of what ends with new rows; `opened` are rows before them, both from the oldest to the newest."""
    waiting = {row.id: row for row in opened}
    ids: list[int] = []
    for each in judged:
        for rule in each.clearing:
            for row in [row for row in waiting.values() if _is_pair(rule, row, each.before)]:
                del waiting[row.id]
                ids.append(row.id)
        if OPEN in each.after.tags:
            waiting[each.after.id] = each.after
    return ids


def _is_pair(rule: RunnableRule, opened: StoredNotification, clearing: StoredNotification) -> bool:
    if host_of(opened.peer_address) != host_of(clearing.peer_address):
        return False
    return rule.matches(opened) and _compared(opened, rule.same) == _compared(clearing, rule.same)


def _compared(row: StoredNotification, same: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """Instances and values of the objects that are compared."""
    beginnings = tuple(same)
    return sorted((each.name, each.contents) for each in varbinds_of(row) if each.name.startswith(beginnings))
