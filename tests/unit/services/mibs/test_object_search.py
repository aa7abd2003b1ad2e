"""A search is a subtree where it names one, otherwise words."""

from __future__ import annotations

import pytest

from tests.unit.services.named_devices import DEVICE
from tests.unit.services.walked_device import names
from trishul.datatypes.oid import Oid
from trishul.library.names import Names
from trishul.services.mibs.object_search import subtree_of


@pytest.mark.parametrize(
    ("search", "oid"),
    [
        ("portTable", f"{DEVICE}.2"),
        ("DEVICE-MIB::portName.3", f"{DEVICE}.2.1.2.3"),
        (f".{DEVICE}.", DEVICE),
        ("port", None),
        ("10 percent", None),
        ("", None),
    ],
)
def test_names_and_numbers_are_subtrees_and_all_else_is_words(search: str, oid: str | None) -> None:
    source = names()
    assert subtree_of(search, source.names, source.library) == (None if oid is None else Oid(oid).contents)


def test_without_a_library_numbers_still_count() -> None:
    assert subtree_of("1.3.6", Names(None), None) == Oid("1.3.6").contents
    assert subtree_of("portTable", Names(None), None) is None
