"""A layer over a device that answers on: it comes, changes and goes, and what managers set stays above it."""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.protocol.ber import encode_varbind
from trishul.simulation.behaviours import Uptime
from trishul.simulation.device import Device
from trishul.simulation.override_layer import OverrideLayer, instances_below

NAME, DESCR, UPTIME, OTHER = (
    Oid(text).contents for text in ("1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.3.0", "1.3.6.1.4.1.9.1.0")
)
SYSTEM = Oid("1.3.6.1.2.1.1").contents


def made() -> Device:
    return Device.from_contents(
        {NAME: Value.octet_string("edge"), DESCR: Value.octet_string("box"), UPTIME: Uptime(0.0)}
    )


def text(device: Device, name: bytes) -> str | None:
    value = device.find_value(name, 1.0)
    return None if value is None else str(value)


def binding(name: bytes, words: str) -> bytes:
    return encode_varbind(name, 4, words.encode())


def test_a_layer_replaces_adds_and_hides_and_leaves_no_trace_when_it_goes() -> None:
    device = made()
    names, before = list(device.names), text(device, UPTIME)
    layer = OverrideLayer(device)
    layer.apply({NAME: binding(NAME, "mine"), OTHER: binding(OTHER, "new")}, [SYSTEM])
    assert [text(device, name) for name in (NAME, DESCR, UPTIME, OTHER)] == ["mine", None, None, "new"]
    assert len(layer) == 4
    layer.apply({DESCR: binding(DESCR, "other")})
    assert [text(device, name) for name in (NAME, DESCR, OTHER)] == ["edge", "other", None]
    layer.apply({})
    assert (device.names, text(device, UPTIME), device.is_computed(UPTIME)) == (names, before, True)


def test_what_was_set_before_an_override_is_gone_and_all_else_stays() -> None:
    device = made()
    layer = OverrideLayer(device)
    device.restore({NAME: binding(NAME, "set"), DESCR: binding(DESCR, "set too")})
    layer.apply({NAME: binding(NAME, "mine")})
    assert [text(device, NAME), text(device, DESCR)] == ["mine", "set too"]
    device.restore({NAME: binding(NAME, "set later")})
    layer.apply({OTHER: binding(OTHER, "new")})
    assert text(device, NAME) == "set later"
    device.forget_set_values()
    assert [text(device, NAME), text(device, DESCR)] == ["edge", "box"]


def test_instances_below_an_oid_are_its_own_and_those_of_its_subtree() -> None:
    device = made()
    assert instances_below(device, [NAME]) == [NAME]
    assert instances_below(device, [SYSTEM]) == [DESCR, UPTIME, NAME]
    assert instances_below(device, [Oid("1.3.6.1.2.1.1.50").contents]) == []
