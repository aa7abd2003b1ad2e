"""What the bus carries of stored notifications: rows, numbered from the first."""

from __future__ import annotations

import pytest

from tests.unit.notification_rows import LINK_UP, a_row
from trishul.services.events import NotificationsStored


@pytest.mark.parametrize(("count", "ids"), [(0, []), (1, [9]), (2, [8, 9]), (5, [7, 8, 9])])
def test_the_newest_come_with_their_numbers_and_oldest_first(count: int, ids: list[int]) -> None:
    stored = NotificationsStored(7, [a_row(), a_row(), a_row(trap_oid=LINK_UP)])
    newest = stored.newest(count)
    assert (stored.total, [row.id for row in newest]) == (3, ids)
    assert all(row.trap_oid == LINK_UP for row in newest[-1:])
