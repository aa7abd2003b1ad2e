"""Overrides: plain JSON takes the type of the instance it replaces, and every bad key is named with its reason."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value
from trishul.simulation.behaviours import Uptime
from trishul.simulation.device import Device
from trishul.simulation.overrides import parse_overrides

BASE = "1.3.6.1.4.1.99999.1"
KINDS = {
    "1": Value.integer(1),
    "2": Value.octet_string("text"),
    "3": Value.object_identifier("1.3.6"),
    "4": Value.ip_address("192.0.2.1"),
    "5": Value.counter32(1),
    "6": Value.gauge32(1),
    "7": Uptime(0.0),
    "8": Value.counter64(1),
    "9": Value.opaque_float(1.0),
    "10": Value.opaque(b"\x01"),
}
DEVICE = Device.from_instances({Oid(f"{BASE}.{arc}.0"): value for arc, value in KINDS.items()})


def value_of(key: str, plain: object) -> Value:
    overrides = parse_overrides(DEVICE, {key: plain})
    assert overrides.problems == ()
    return overrides.values[Oid(key)]


def reason_of(key: str, plain: object) -> str:
    overrides = parse_overrides(DEVICE, {key: plain})
    assert [problem.key for problem in overrides.problems] == [key]
    return overrides.problems[0].reason


@pytest.mark.parametrize(
    ("arc", "plain", "value"),
    [
        ("1", -5, Value.integer(-5)),
        ("1", "7", Value.integer(7)),
        ("1", 7.0, Value.integer(7)),
        ("2", "new text", Value.octet_string("new text")),
        ("2", "", Value.octet_string("")),
        ("3", "1.3.6.1.4.1", Value.object_identifier("1.3.6.1.4.1")),
        ("4", "198.51.100.1", Value.ip_address("198.51.100.1")),
        ("5", 4294967295, Value.counter32(4294967295)),
        ("6", 100, Value.gauge32(100)),
        ("7", 100, Value.time_ticks(100)),
        ("8", 2**64 - 1, Value.counter64(2**64 - 1)),
        ("9", 2.5, Value.opaque_float(2.5)),
        ("10", "0a0b", Value.opaque(b"\x0a\x0b")),
    ],
)
def test_a_value_takes_the_type_of_the_instance_it_replaces(arc: str, plain: object, value: Value) -> None:
    assert value_of(f"{BASE}.{arc}.0", plain) == value


def test_a_new_instance_is_guessed() -> None:
    assert value_of(f"{BASE}.99.0", 5) == Value.integer(5)
    assert value_of(f".{BASE}.99.0", "five") == Value.octet_string("five")


def test_a_type_may_be_named() -> None:
    assert value_of(f"{BASE}.99.0", {"type": "Counter64", "value": 5}) == Value.counter64(5)
    assert value_of(f"{BASE}.1.0", {"type": "Hex", "value": "00 FF"}) == Value.octet_string(b"\x00\xff")
    assert value_of(f"{BASE}.1.0", {"type": "Null", "value": None}) == Value.null()


@pytest.mark.parametrize(
    ("key", "plain"),
    [
        (f"{BASE}.1.0", 2**31),
        (f"{BASE}.1.0", 1.5),
        (f"{BASE}.1.0", "many"),
        (f"{BASE}.2.0", 5),
        (f"{BASE}.4.0", "somewhere"),
        (f"{BASE}.5.0", -1),
        (f"{BASE}.1.0", True),
        (f"{BASE}.1.0", None),
        (f"{BASE}.1.0", [1]),
        (f"{BASE}.99.0", 1.5),
        (f"{BASE}.99.0", 2**31),
        (f"{BASE}.1.0", {"type": "Strange", "value": 1}),
        (f"{BASE}.1.0", {"type": "Integer"}),
        (f"{BASE}.1.0", {"type": "Integer", "value": [1]}),
        (f"{BASE}.1.0", {"type": 2, "value": 1}),
        ("sysDescr.0", "x"),
        ("", "x"),
        ("1", "x"),
        ("9.9.9", "x"),
    ],
)
def test_a_bad_key_or_value_is_named_with_its_reason(key: str, plain: object) -> None:
    assert reason_of(key, plain)


def test_all_problems_are_reported_at_once() -> None:
    overrides = parse_overrides(DEVICE, {"x": 1, f"{BASE}.1.0": 5, "y": 2})
    assert [problem.key for problem in overrides.problems] == ["x", "y"]


def test_one_oid_written_twice_is_a_problem() -> None:
    overrides = parse_overrides(DEVICE, {f"{BASE}.1.0": 5, f".{BASE}.1.0": 6})
    assert [problem.key for problem in overrides.problems] == [f".{BASE}.1.0"]


def test_there_is_a_limit_to_overrides() -> None:
    overrides = parse_overrides(DEVICE, {f"{BASE}.1.{number}": 1 for number in range(10_001)})
    assert not overrides.values
    assert "10000" in overrides.problems[0].reason


class Names:
    """A vocabulary of one name, whose values are texts."""

    def instance_of(self, key: str) -> Oid:
        return Oid(f"{BASE}.1.0") if key == "first.0" else Oid(key)

    def value_of(self, oid: Oid, plain: str | float) -> Value | None:
        return Value.octet_string(f"as {plain}") if oid == Oid(f"{BASE}.1.0") else None


def test_a_vocabulary_names_instances_and_knows_their_types() -> None:
    overrides = parse_overrides(DEVICE, {"first.0": 5, f"{BASE}.5.0": 6, "second.0": 7}, Names())
    assert overrides.values == {
        Oid(f"{BASE}.1.0"): Value.octet_string("as 5"),
        Oid(f"{BASE}.5.0"): Value.counter32(6),
    }
    assert overrides.instances == {"first.0": Oid(f"{BASE}.1.0"), f"{BASE}.5.0": Oid(f"{BASE}.5.0")}
    assert [problem.key for problem in overrides.problems] == ["second.0"]
