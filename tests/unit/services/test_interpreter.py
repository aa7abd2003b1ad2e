"""What is there when a server has started is not looked at again; what comes later is collected."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from trishul.services.interpreter import YOUNG_OBJECTS, prepare_for_start, settle_after_start


class Knot:
    """An object that only a collection can end."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    gc.enable()


def test_nothing_is_collected_while_a_server_starts() -> None:
    prepare_for_start()
    assert not gc.isenabled()


def test_what_is_there_stays_and_later_garbage_is_collected() -> None:
    prepare_for_start()
    early = weakref.ref(Knot())
    settle_after_start()
    late = weakref.ref(Knot())
    grown = [[] for _ in range(2 * YOUNG_OBJECTS)]  # no collection is asked for: so many new objects call for one
    assert (early() is None, late() is None, len(grown)) == (False, True, 2 * YOUNG_OBJECTS)
