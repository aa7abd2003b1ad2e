"""Names that devices have in common are kept once, and no more than so many."""

from __future__ import annotations

import pytest

from trishul.workers import known_names
from trishul.workers.known_names import KnownNames, NameIndex


def names(*arcs: int) -> list[bytes]:
    """Fresh objects, as they come over the channel."""
    return [bytes((0x2B, arc)) for arc in arcs]


def index(*arcs: int) -> NameIndex:
    own = names(*arcs)
    return NameIndex(own, {name: at for at, name in enumerate(own)})


def test_equal_names_are_one_object() -> None:
    known = KnownNames()
    first, second = known.shared(names(1, 2)), known.shared(names(2, 3))
    assert second == names(2, 3)
    assert first[1] is second[0]


def test_an_index_is_shared_by_those_with_all_names_equal() -> None:
    known = KnownNames()
    first = known.shared_index(index(1, 2))
    assert known.shared_index(index(1, 2)) is first
    other = index(1, 3)
    assert known.shared_index(other) is other


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_names, "MAX_KNOWN_NAMES", 2)
    monkeypatch.setattr(known_names, "MAX_INDEXED_NAMES", 2)
    known = KnownNames()
    known.shared(names(1, 2))
    assert known.shared(names(3))[0] is not known.shared(names(3))[0]
    known.shared_index(index(1, 2))
    beyond = index(3)
    assert known.shared_index(beyond) is beyond
    again = index(3)
    assert known.shared_index(again) is again
