"""Devices are made from modules as pieces, or a sentence says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.library.sources import LibraryPlaces
from trishul.workers.device_pieces import Complete, DeviceAssembly, Instances, Unreadable
from trishul.workers.device_wishes import ModulesWish
from trishul.workers.generated_device import make_device


@pytest.fixture
def index(small_index: Path) -> str:
    return str(small_index / LibraryPlaces(small_index).index.name)


def test_one_seed_makes_one_device_that_can_be_put_together(index: str) -> None:
    wish = ModulesWish(["IF-MIB"], 7, 4, index, 0.0)
    assembly = DeviceAssembly("IF-MIB")
    pieces = list(make_device(wish))
    assert [assembly.add(piece) for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert assembly.device is not None
    first, again = pieces[0], next(make_device(wish))
    assert isinstance(first, Instances)
    assert isinstance(again, Instances)
    assert (first.names, first.varbinds) == (again.names, again.varbinds)
    assert isinstance(pieces[-1], Complete)


def test_what_cannot_be_made_is_said(index: str, tmp_path: Path) -> None:
    (unknown,) = make_device(ModulesWish(["NO-SUCH-MIB"], 1, None, index, 0.0))
    (nowhere,) = make_device(ModulesWish(["IF-MIB"], 1, None, str(tmp_path / "index"), 0.0))
    assert isinstance(unknown, Unreadable)
    assert "NO-SUCH-MIB" in unknown.reason
    assert isinstance(nowhere, Unreadable)
