"""The access configuration in words: what it means, and the place of each fault."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.services.named_devices import device_names
from trishul.engine.access import EVERY_OTHER_COMMUNITY, AccessEntry
from trishul.library.names import Names
from trishul.services.simulator.access import (
    AccessDocument,
    AccessRefused,
    check_access,
    counted_rows,
    read_document,
    restore_access,
)

GOOD: dict[str, Any] = {
    "communities": [{"community": "*", "security_name": "anybody"}],
    "groups": [{"group": "g", "model": "v2c", "security_name": "anybody"}],
    "views": [{"view": "v", "subtree": ".1.3.6.1", "mask": "f0", "type": "excluded"}],
    "access": [{"group": "g", "context": "sw", "match": "prefix", "model": "usm", "level": "authPriv", "write": "v"}],
    "engines": [{"context": "sw1", "engine_id": "80007ed905aa"}],
}
NO_NAMES = Names(None)


def test_rows_in_words_become_those_of_the_tables() -> None:
    tables, own_engines = check_access(read_document(GOOD), NO_NAMES)
    assert tables is not None
    assert tables.communities[0].community == EVERY_OTHER_COMMUNITY
    assert tables.members == ((2, b"anybody", "g"),)
    assert tables.entries == (AccessEntry("g", b"sw", 3, 3, ("", "v", ""), is_exact=False),)
    assert tables.families == (("v", (1, 3, 6, 1), b"\xf0", False),)
    assert own_engines == [(b"sw1", bytes.fromhex("80007ed905aa"))]


def test_without_rows_there_is_no_access_control() -> None:
    document = read_document({"engines": GOOD["engines"]})
    assert check_access(document, NO_NAMES).tables is None
    assert counted_rows(document) is None


def test_subtrees_may_be_named() -> None:
    names = device_names().names
    tables, _ = check_access(read_document({"views": [{"view": "v", "subtree": "deviceState"}]}), names)
    assert tables is not None
    assert tables.families[0].subtree == tuple(names.oid_of("deviceState"))


def test_every_fault_is_found_at_its_place() -> None:
    bad = {
        "groups": [GOOD["groups"][0], {**GOOD["groups"][0], "group": "other"}],
        "views": [{"view": "", "subtree": "1"}, {"view": "v", "subtree": "1." * 90 + "1"}],
        "access": [{"group": "g", "read": "gone"}, {"group": "g", "context": "x" * 33}],
    }
    with pytest.raises(AccessRefused) as refused:
        check_access(read_document(bad), NO_NAMES)
    assert list(refused.value.findings) == [
        "groups[1]", "views[0].view", "views[1].subtree", "access[0].read", "access[1].context",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [[], 7, {"views": [[]]}, {"unknown": []}, {"access": [{"group": 7}]}])
def test_what_has_another_shape_is_refused(data: object) -> None:
    with pytest.raises(AccessRefused):
        read_document(data)


def test_tables_have_a_bound() -> None:
    rows = [{"group": "g", "model": "usm", "security_name": str(number)} for number in range(1001)]
    with pytest.raises(AccessRefused):
        check_access(read_document({"groups": rows}), NO_NAMES)


@pytest.mark.parametrize("saved", ["{", "[]", '{"views": [{"view": "v", "subtree": "gone"}]}'])
def test_what_was_saved_and_cannot_be_used_lets_nobody_see_anything(saved: str) -> None:
    _, meant, warning = restore_access(saved, NO_NAMES)
    assert meant.tables is not None
    assert meant.tables.members == ()
    assert warning is not None


def test_what_was_saved_comes_back() -> None:
    assert restore_access("{}", NO_NAMES) == (AccessDocument(), (None, []), None)
