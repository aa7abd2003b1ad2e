"""What a walk is to ask is checked before anything is sent."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.credentials.identities import NoCredentials
from trishul.services.walks.requests import MAX_OIDS, WalkToDo, checked, values_of

WALK = WalkToDo("192.0.2.1")


def test_several_oids_stand_in_the_place_of_one() -> None:
    _, roots = checked(dataclasses.replace(WALK, oids=("1.3.6.1.2.1.1", "1.3.6.1.2.1.2")), Names(None), NoCredentials())
    assert roots == [Oid("1.3.6.1.2.1.1"), Oid("1.3.6.1.2.1.2")]
    assert checked(WALK, Names(None), NoCredentials())[1] == [Oid("1.3.6.1.2.1")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"max_rows": 0}, "max_rows"),
        ({"retries": 21}, "retries"),
        ({"oid": "x y"}, "oid"),
        ({"oids": ("1.3", "x y")}, "oids"),
        ({"oids": ("1.3",) * (MAX_OIDS + 1)}, "oids"),
        ({"view": "table", "parse": False}, "view"),
        ({"keep": " "}, "keep"),
        ({"keep": "x", "tags": ("",)}, "tags"),
    ],
)
def test_what_cannot_be_meant_names_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(dataclasses.replace(WALK, **wrong), Names(None), NoCredentials())
    assert refusal.value.field == field


def test_a_set_needs_values() -> None:
    with pytest.raises(InvalidInput) as refusal:
        values_of(dataclasses.replace(WALK, operation="set"), Names(None))
    assert refusal.value.field == "varbinds"
    assert values_of(WALK, Names(None)) == []


@pytest.mark.parametrize(
    ("parse", "use_mibs", "mode"), [(True, False, "parsed"), (False, True, "label"), (False, False, "raw")]
)
def test_the_mode_says_what_rows_are(parse: bool, use_mibs: bool, mode: str) -> None:  # noqa: FBT001
    assert dataclasses.replace(WALK, parse=parse, use_mibs=use_mibs).mode == mode
