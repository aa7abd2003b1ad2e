"""What every table offers for SET, seen from one in which nothing is writable (RFC 3416 §4.2.5)."""

from __future__ import annotations

from trishul.engine.instances import ReadOnlySet
from trishul.protocol.pdu import ErrorStatus


def test_nothing_in_a_read_only_table_is_writable() -> None:
    assert ReadOnlySet().test(3) is ErrorStatus.NOT_WRITABLE


def test_a_set_of_nothing_changes_nothing() -> None:
    ReadOnlySet().commit()
    ReadOnlySet().undo()
