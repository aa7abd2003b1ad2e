"""What is there when a server has started is not looked at again; what comes later is collected."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from trishul.services.garbage import YOUNG_OBJECTS, keep_what_is_here, leave_garbage


class Knot:
    """An object that only a collection can end."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    gc.enable()


def test_nothing_is_collected_while_a_server_starts() -> None:
    leave_garbage()
    assert not gc.isenabled()


def test_what_is_there_stays_and_later_garbage_is_collected() -> None:
    leave_garbage()
    early = weakref.ref(Knot())
    keep_what_is_here()
    late = weakref.ref(Knot())
    grown = [[] for _ in range(2 * YOUNG_OBJECTS)]  # no collection is asked for: so many new objects call for one
    assert (early() is None, late() is None, len(grown)) == (False, True, 2 * YOUNG_OBJECTS)
