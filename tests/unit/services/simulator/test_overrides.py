"""Overrides as a whole: all or nothing, and every bad key named."""

from __future__ import annotations

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB
from tests.unit.services.named_devices import DEVICE as DEVICE_OID
from tests.unit.services.named_devices import LibraryThatChanges, device_names
from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.simulator.overrides import (
    MAX_HIDDEN,
    MeantOverrides,
    OverridesRefused,
    check_again,
    check_overrides,
    read_overrides,
    untyped_instances,
)
from trishul.services.simulator.overrides import OverridesDocument as Given
from trishul.simulation.demo_switch import demo_switch

DEVICE = demo_switch()


def test_good_overrides_become_what_a_worker_takes() -> None:
    found = check_overrides(DEVICE, Given({"1.3.6.1.2.1.1.5.0": "edge", ".1.3.6.1.2.1.2.1.0": 4}), Names(None))
    assert found.for_worker("a").values == [("1.3.6.1.2.1.1.5.0", 0x04, b"edge"), ("1.3.6.1.2.1.2.1.0", 0x02, b"\x04")]


def test_one_bad_key_refuses_all_and_every_bad_key_is_named() -> None:
    with pytest.raises(OverridesRefused) as refusal:
        check_overrides(
            DEVICE,
            Given({"1.3.6.1.2.1.1.5.0": "edge", "sysName": "x", "1.3.6.1.2.1.2.1.0": "many"}),
            Names(None),
        )
    assert set(refusal.value.findings) == {"sysName", "1.3.6.1.2.1.2.1.0"}
    assert refusal.value.field == "sysName"
    assert "and 1 more" in str(refusal.value)


def test_too_many_are_refused_as_a_whole() -> None:
    with pytest.raises(OverridesRefused) as refusal:
        check_overrides(DEVICE, Given({f"1.3.6.1.4.1.32473.1.{number}": 1 for number in range(10_001)}), Names(None))
    assert refusal.value.field == "data"


def test_keys_may_be_names_and_values_labels() -> None:
    data = {"DEVICE-MIB::deviceState.0": "down", "portName.7": "ge-0/7", f"{DEVICE_OID}.3.1.1.7": 10}
    found = check_overrides(DEVICE, Given(data), device_names().names)
    assert found.by_key == {
        "DEVICE-MIB::deviceState.0": (f"{DEVICE_OID}.1.0", 0x02, b"\x02"),
        "portName.7": (f"{DEVICE_OID}.2.1.2.7", 0x04, b"ge-0/7"),
        f"{DEVICE_OID}.3.1.1.7": (f"{DEVICE_OID}.3.1.1.7", 0x42, b"\x0a"),
    }


def test_every_key_that_the_mib_does_not_allow_is_named_with_its_reason() -> None:
    bad = {
        "deviceState.0": "sideways",
        "alarmLevel.0": 11,
        "alarmWords.0": "far too long a text",
        "alarmWords": "x",
        "portName": "x",
        "portTable": "x",
        "noSuchName.0": 1,
        "DEVICE-MIB::alarmLevel.0": 1,
    }
    with pytest.raises(OverridesRefused) as refusal:
        check_overrides(DEVICE, Given(bad | {"alarmLevel.0x": 1, "alarmRaised.0": True}), device_names().names)
    assert set(refusal.value.findings) >= set(bad)
    assert "alarmWords.0" in refusal.value.findings["alarmWords"]
    assert "portName.1" in refusal.value.findings["portName"]


def test_an_explicit_type_is_sent_whatever_the_mib_says() -> None:
    found = check_overrides(DEVICE, Given({"deviceState.0": {"type": "Gauge32", "value": 9}}), device_names().names)
    assert found.for_worker("a").values == [(f"{DEVICE_OID}.1.0", 0x42, b"\x09")]


def test_the_same_instance_by_name_and_by_number_is_a_mistake() -> None:
    with pytest.raises(OverridesRefused) as refusal:
        check_overrides(DEVICE, Given({"deviceState.0": "up", f"{DEVICE_OID}.1.0": 2}), device_names().names)
    assert set(refusal.value.findings) == {f"{DEVICE_OID}.1.0"}


def test_overrides_outlive_the_mib_that_named_them() -> None:
    data = {"deviceState.0": "down", f"{DEVICE_OID}.3.1.1.7": 10, "1.3.6.1.2.1.1.5.0": "edge"}
    library = device_names()
    before = check_overrides(DEVICE, Given(data), library.names)
    library.load()
    after = check_again(DEVICE, Given(data), library.names, before)
    assert sorted(after.for_worker("a").values) == sorted(before.for_worker("a").values)
    (warning,) = after.warnings
    assert warning.startswith("override deviceState.0: ")
    assert warning.endswith(f"; it goes on as {DEVICE_OID}.1.0")


def test_an_override_that_was_never_understood_is_left_out_until_it_is() -> None:
    data = {"deviceState.0": "down"}
    library = LibraryThatChanges()
    first = check_again(DEVICE, Given(data), library.names, MeantOverrides())
    assert (first.for_worker("a").values, len(first.warnings)) == ([], 1)
    library.load(DEVICE_MIB)
    second = check_again(DEVICE, Given(data), library.names, first)
    assert (second.for_worker("a").values, second.warnings) == ([(f"{DEVICE_OID}.1.0", 2, b"\x02")], ())


def test_hidden_subtrees_are_named_or_numbered_and_outlive_their_mib() -> None:
    library = device_names()
    document = Given({}, ["portTable", "1.3.6.1.2.1.31"])
    before = check_overrides(DEVICE, document, library.names)
    assert before.for_worker("a").hidden == [f"{DEVICE_OID}.2", "1.3.6.1.2.1.31"]
    library.load()
    after = check_again(DEVICE, document, library.names, before)
    assert sorted(after.for_worker("a").hidden) == sorted(before.for_worker("a").hidden)
    assert after.warnings[0].endswith(f"it goes on as {DEVICE_OID}.2")


def test_too_many_hidden_subtrees_are_refused() -> None:
    document = Given({}, [f"1.3.{number}" for number in range(MAX_HIDDEN + 1)])
    with pytest.raises(OverridesRefused, match="hidden"):
        check_overrides(DEVICE, document, Names(None))


@pytest.mark.parametrize("data", [[], {"overrides": []}, {"hidden": [1]}, {"values": {}}])
def test_what_is_no_document_is_refused(data: object) -> None:
    with pytest.raises(InvalidInput):
        read_overrides(data)


def test_instances_without_a_type_are_known_by_their_oids() -> None:
    data = {
        "deviceState.0": "up",
        "1.3.6.1.9.1.0": 1,
        "noSuchName": 1,
        "1.3.6.1.9.2.0": {"type": "Gauge32", "value": 1},
    }
    assert untyped_instances(data, device_names().names) == [Oid("1.3.6.1.9.1.0").contents]
