"""A few names that look like one that nobody knows."""

from __future__ import annotations

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.library.near_names import MAX_NEAR, near_modules, near_names

LIBRARY = CompiledLibrary.of(DEVICE_MIB).as_library()


@pytest.mark.parametrize(
    ("name", "module", "near"),
    [
        ("portNmae", None, ("portName",)),
        ("PORTNAME", "DEVICE-MIB", ("portName",)),
        ("userRigth", "DEVICE-MIB", ("userRight",)),
        ("zzzzzz", None, ()),
        ("x", None, ()),
    ],
)
def test_objects_are_near_by_their_letters(name: str, module: str | None, near: tuple[str, ...]) -> None:
    assert near_names(LIBRARY, name, module)[:1] == near


def test_modules_likewise() -> None:
    assert near_modules(LIBRARY, "DEVICES-MIB") == ("DEVICE-MIB",)
    assert near_modules(LIBRARY, "OTHER") == ()


def test_there_are_never_many() -> None:
    assert len(near_names(LIBRARY, "portTabl", "DEVICE-MIB")) <= MAX_NEAR
