"""Devices: order, lookups of known and unknown OIDs, values that depend on the time, overrides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Oid, Value, VarBind
from trishul.datatypes.oid import encode_oid_contents
from trishul.engine.instances import InstanceTable
from trishul.errors import DecodeError
from trishul.protocol.ber import decode_varbinds, encode_varbind
from trishul.simulation.behaviours import Behaviour, Uptime
from trishul.simulation.clock import AgentClock
from trishul.simulation.device import Device
from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.simulation.set_values import Held
from trishul.simulation.variations.variation import Origin

UPTIME = Oid("1.3.6.1.2.1.1.3.0")


def device(**instances: Value | Behaviour) -> Device:
    return Device.from_instances({Oid(name.replace("_", ".")[1:]): value for name, value in instances.items()})


def bindings(subject: Device, now: float = 0.0) -> list[VarBind]:
    return [decode_varbinds(octets, 0, len(octets))[0] for octets in map_positions(subject, now)]


def map_positions(subject: Device, now: float) -> list[bytes]:
    return [subject.varbind_at(position, now) for position in range(len(subject))]


def test_a_device_is_the_table_that_the_agent_asks_for() -> None:
    table: InstanceTable = device(_1_3_6_1=Value.integer(1))
    assert table.varbinds[table.positions[Oid("1.3.6.1").contents]]


def test_instances_stand_in_lexicographic_order_of_their_arcs() -> None:
    subject = Device.from_instances({Oid((1, 3, arc)): Value.integer(arc) for arc in (300, 2, 128, 127, 1)})
    assert [binding.value.native for binding in bindings(subject)] == [1, 2, 127, 128, 300]


def test_a_recording_is_answered_as_it_was_read() -> None:
    recording = read_snmprec([b"1.3.6.1.2.1.1.1.0|4|x\n", b"1.3.6.1.2.1.31.1.1.1.6.1|70|5\n"])
    subject = Device.from_recording(recording)
    assert bindings(subject) == list(recording)
    assert subject.counter64_positions == {1}


def test_a_long_value_is_found_to_be_what_it_is() -> None:
    subject = device(_1_3_6_1=Value.octet_string("x" * 5000), _1_3_6_2=Value.counter64(1))
    assert subject.tag_at(0) == 4
    assert subject.value_at(0, 0.0) == Value.octet_string("x" * 5000)


def test_a_value_that_depends_on_the_time_is_computed_when_asked() -> None:
    subject = Device.from_instances({UPTIME: Uptime(started_at=100.0, hundredths_before=50)})
    assert subject.varbinds == [None]
    assert subject.value_at(0, 101.0) == Value.time_ticks(150)
    assert subject.value_at(0, 102.5) == Value.time_ticks(300)


def test_an_empty_device_has_nothing_after_anything() -> None:
    subject = Device.from_instances({})
    assert subject.position_after(Oid("1.3").contents) == 0 == len(subject)
    assert not subject.is_object(Oid("1.3.6.1").contents)


def test_a_name_that_is_no_oid_raises() -> None:
    subject = device(_1_3_6_1=Value.integer(1))
    with pytest.raises(DecodeError):
        subject.position_after(b"\x2b\x86")
    with pytest.raises(DecodeError):
        subject.is_object(b"\x2b\x86")


ARCS = st.lists(st.one_of(st.integers(0, 3), st.sampled_from((127, 128, 16383, 16384, 2**32 - 1))), max_size=4)
OIDS = ARCS.map(lambda arcs: (1, 3, *arcs))


@given(st.sets(OIDS, max_size=60), OIDS)
def test_the_position_after_any_oid_is_the_first_greater_one(
    present: set[tuple[int, ...]], asked: tuple[int, ...]
) -> None:
    subject = Device.from_instances({Oid(oid): Value.null() for oid in present})
    ordered = sorted(present)
    expected = sum(oid <= asked for oid in ordered)
    assert subject.position_after(encode_oid_contents(asked)) == expected
    below = sum(oid <= asked or oid[: len(asked)] == asked for oid in ordered)
    assert subject.position_behind(encode_oid_contents(asked)) == below


def test_overrides_replace_and_add_and_leave_the_device_as_it_was() -> None:
    subject = device(
        _1_3_6_1_1=Value.integer(1),
        _1_3_6_1_2=Uptime(0.0),
        _1_3_6_1_4=Value.counter64(4),
    )
    changed = subject.with_overrides(
        {
            Oid("1.3.6.1.0"): Value.octet_string("first"),
            Oid("1.3.6.1.1"): Value.integer(10),
            Oid("1.3.6.1.3"): Value.integer(3),
            Oid("1.3.6.1.5"): Value.counter64(5),
        }
    )
    assert [(str(b.oid), b.value.native) for b in bindings(changed, now=2.0)] == [
        ("1.3.6.1.0", b"first"),
        ("1.3.6.1.1", 10),
        ("1.3.6.1.2", 200),
        ("1.3.6.1.3", 3),
        ("1.3.6.1.4", 4),
        ("1.3.6.1.5", 5),
    ]
    assert changed.counter64_positions == {4, 5}
    assert [b.value.native for b in bindings(subject)] == [1, 0, 4]


def test_an_override_stops_a_moving_value() -> None:
    subject = Device.from_instances({UPTIME: Uptime(0.0)}).with_overrides({UPTIME: Value.time_ticks(7)})
    assert subject.value_at(0, 1000.0) == Value.time_ticks(7)
    assert subject.varbinds[0] is not None


@given(
    st.dictionaries(OIDS, st.integers(0, 9), max_size=20),
    st.dictionaries(OIDS, st.integers(10, 19), max_size=20),
)
def test_overrides_of_any_shape_give_the_merged_device(
    base: dict[tuple[int, ...], int], overrides: dict[tuple[int, ...], int]
) -> None:
    subject = Device.from_instances({Oid(oid): Value.integer(number) for oid, number in base.items()})
    changed = subject.with_overrides({Oid(oid): Value.integer(number) for oid, number in overrides.items()})
    expected = sorted((base | overrides).items())
    assert [(tuple(b.oid), b.value.native) for b in bindings(changed)] == expected


class CountedUptime:
    """An uptime that tells how often it was computed."""

    tag = 0x43

    def __init__(self) -> None:
        self.times: list[float] = []

    def contents_at(self, now: float) -> bytes:
        self.times.append(now)
        return Value.time_ticks(int(now * 100)).contents


def test_a_moving_value_is_computed_once_a_hundredth_of_a_second() -> None:
    uptime = CountedUptime()
    subject = Device.from_instances({UPTIME: uptime})
    position = subject.positions[UPTIME.contents]
    answers = [subject.value_at(position, now).native for now in (5.001, 5.009, 5.011, 5.002)]
    assert answers == [500, 500, 501, 500]
    assert uptime.times == [5.0, 5.01, 5.0]


ARCS = st.tuples(st.sampled_from([1, 2, 127, 128, 300]), st.integers(0, 40), st.sampled_from([0, 1, 200]))


@given(
    st.lists(st.dictionaries(ARCS, st.sampled_from(["value", "counter64", "moving", "gone"]), max_size=8), max_size=6)
)
def test_instances_that_come_and_go_leave_a_device_as_if_it_had_been_made_so(
    steps: list[dict[tuple[int, int, int], str]],
) -> None:
    kinds: dict[str, Value | Behaviour] = {
        "value": Value.integer(1),
        "counter64": Value.counter64(1),
        "moving": Uptime(0.0),
    }
    model: dict[Oid, Value | Behaviour] = {Oid((1, 3, 128, row)): Value.integer(row) for row in range(40)}
    subject = Device.from_instances(model)
    for step in steps:
        held: dict[bytes, Held] = {}
        for arcs, kind in step.items():
            oid = Oid((1, 3, *arcs))
            made = kinds.get(kind)
            held[oid.contents] = encode_varbind(oid.contents, *made) if isinstance(made, Value) else made
            model.pop(oid, None)
            model |= {oid: made} if made is not None else {}
        before = subject.hold(held)
        subject.hold(before)
        subject.hold(held)
        expected = Device.from_instances(model)
        assert subject.names == expected.names
        assert subject.positions == expected.positions
        assert subject.counter64_positions == expected.counter64_positions
        assert bindings(subject, 1.0) == bindings(expected, 1.0)
        asked = encode_oid_contents((1, 3, 128, 20))
        assert subject.position_after(asked) == expected.position_after(asked)
        assert subject.position_behind(asked) == expected.position_behind(asked)


def test_a_value_put_in_place_of_another_moves_nothing() -> None:
    subject = device(_1_3_6_1=Value.integer(1), _1_3_6_2=Value.integer(2))
    names = subject.names
    name = Oid("1.3.6.1").contents
    subject.hold({name: encode_varbind(name, *Value.integer(7))})
    assert subject.names is names
    assert subject.find_value(name, 0.0) == Value.integer(7)


def test_a_device_knows_what_it_has_of_an_object() -> None:
    subject = device(_1_3_6_1_1=Value.integer(1), _1_3_6_2=Uptime(0.0))
    assert subject.has_instances_of(Oid("1.3.6.1").contents)
    assert subject.has_instances_of(Oid("1.3.6.2").contents)
    assert not subject.has_instances_of(Oid("1.3.6.3").contents)
    assert subject.is_computed(Oid("1.3.6.2").contents)
    assert not subject.is_computed(Oid("1.3.6.1.1").contents)
    assert subject.find_value(Oid("1.3.6.9").contents, 0.0) is None


def test_a_device_lives_in_the_time_of_its_clock() -> None:
    name = Oid("1.3.6.1.2.1.1.3.0")
    device = Device.from_instances({name: Uptime(0.0)})
    assert device.find_value(name.contents, 50.0) == Value.time_ticks(5_000)
    device.clock = AgentClock().at_speed(1000, 50.0)
    assert device.find_value(name.contents, 51.0) == Value.time_ticks(105_000)
    device.clock = device.clock.frozen(51.0)
    assert device.with_overrides({}).find_value(name.contents, 999.0) == Value.time_ticks(105_000)
    assert device.find_behaviour(name.contents) == Uptime(0.0)
    assert device.find_behaviour(b"\x2b") is None


def test_lines_that_vary_count_from_when_the_device_started_in_its_own_time() -> None:
    recording = read_snmprec(
        [b"1.3.6.1.4.1.32473.1.0|66:numeric|rate=2\n", b"1.3.6.1.4.1.32473.1.0|66:numeric|rate=3\n"]
    )
    subject = Device.from_recording(recording)
    subject.start(Origin(started_at=100.0))
    assert subject.value_at(0, 110.0) == Value.gauge32(30)
    subject.clock = AgentClock(100.0, 100.0, 10.0)
    assert subject.value_at(0, 110.0) == Value.gauge32(300)
    assert Device.from_recording(recording).value_at(0, 1.0) == Value.gauge32(3)
