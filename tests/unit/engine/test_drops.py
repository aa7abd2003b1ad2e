"""Drops are counted by name."""

from trishul.engine.drops import DropCounts, DropReason


def test_reasons_that_never_occurred_are_absent() -> None:
    drops = DropCounts()
    drops.count(DropReason.MALFORMED)
    drops.count(DropReason.QUEUE_FULL, 3)
    assert drops == {DropReason.MALFORMED: 1, DropReason.QUEUE_FULL: 3}


def test_names_are_stable_words() -> None:
    assert all(reason.value == reason.name.lower() for reason in DropReason)
