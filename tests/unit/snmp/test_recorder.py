"""The recorder over real sockets: two readings, devices that break in the middle, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing

import pytest

from tests.unit.engine.answers import answer, sent_pdu
from tests.unit.snmp.conftest import Script, ScriptedPeer
from trishul.datatypes import Oid, Value, VarBind
from trishul.errors import InvalidInput, NoSuchName, RequestTimedOut
from trishul.protocol.pdu import PduKind
from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.snmp import Agent, Manager, Target
from trishul.snmp.recorder import Recorder, RecordingPhase, RecordingPlan

MakePeer = Callable[[Script | None], ScriptedPeer]
TABLE = "1.3.6.1.2.1.2.2.1"
ONCE = RecordingPlan(roots=(Oid("1.3.6.1.2.1"),), scalars=(), interval_s=0)


def cells() -> list[VarBind]:
    """Three columns of three rows, and a scalar of another branch."""
    rows = [VarBind.of(f"{TABLE}.{column}.{row}", Value.integer(row)) for column in (1, 2, 3) for row in (1, 2, 3)]
    return [*rows, VarBind.of("1.3.6.1.2.1.11.1.0", Value.counter32(7))]


def device(broken: Callable[[Oid], list[VarBind] | None]) -> Script:
    """A device that answers GETBULK row by row; `broken` gives another answer, an empty list for silence."""

    def script(data: bytes) -> list[bytes]:
        pdu = sent_pdu(data)
        asked = pdu.varbinds[0].oid
        if pdu.kind is PduKind.GET:
            found = [each for each in cells() if each.oid == asked]
            return [answer(data, *(found or [VarBind(asked.contents, 0x81, b"")]))]
        special = broken(asked)
        if special is not None:
            return [answer(data, *special)] if special else []
        behind = [each for each in cells() if each.oid > asked]
        return [answer(data, *(behind[:1] or [VarBind(asked.contents, 0x82, b"")]))]

    return script


async def recorded(recorder: Recorder) -> list[str]:
    async with aclosing(recorder.record()) as course:
        async for _ in course:
            pass
    return [str(varbind.oid) for varbind in read_snmprec(recorder.learned().lines)]


async def test_counters_that_moved_between_the_readings_move_in_the_recording(manager: Manager) -> None:
    from trishul.simulation.demo_switch import demo_switch

    async with Agent({"public": demo_switch()}) as agent:
        recorder = Recorder(manager, Target(*agent.address), RecordingPlan(interval_s=0.3))
        phases = [progress.phase async for progress in recorder.record()]
    assert list(dict.fromkeys(phases)) == list(RecordingPhase)
    learned = recorder.learned()
    assert recorder.troubles == []
    assert len(learned.lines) > 300
    assert any(line.startswith(b"1.3.6.1.2.1.1.3.0|67:numeric|") for line in learned.lines)
    assert any(line.startswith(b"1.3.6.1.2.1.31.1.1.1.6.1|70:numeric|") for line in learned.lines)
    assert read_snmprec(learned.lines).warnings == ()


async def test_a_place_that_is_never_answered_is_stepped_over_and_said(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(device(lambda asked: [] if asked == Oid(f"{TABLE}.2.1") else None))
    recorder = Recorder(manager, peer.target(), ONCE)
    oids = await recorded(recorder)
    assert oids == [str(each.oid) for each in cells() if str(each.oid) not in (f"{TABLE}.2.2", f"{TABLE}.2.3")]
    (trouble,) = recorder.troubles
    assert f"after {TABLE}.2.1" in trouble
    assert "No answer" in trouble


async def test_a_device_that_goes_in_circles_is_read_behind_the_circle(manager: Manager, scripted: MakePeer) -> None:
    back = [VarBind.of(f"{TABLE}.1.1", Value.integer(1))]
    peer = scripted(device(lambda asked: back if asked == Oid(f"{TABLE}.1.3") else None))
    recorder = Recorder(manager, peer.target(), ONCE)
    assert await recorded(recorder) == [str(each.oid) for each in cells()]
    assert "must increase" in recorder.troubles[0]


async def test_a_device_that_says_nothing_at_all_is_an_error(manager: Manager, scripted: MakePeer) -> None:
    with pytest.raises(RequestTimedOut):
        await recorded(Recorder(manager, scripted(None).target(), ONCE))
    empty = scripted(lambda data: [answer(data, VarBind(sent_pdu(data).varbinds[0].name, 0x82, b""))])
    with pytest.raises(NoSuchName):
        await recorded(Recorder(manager, empty.target(), ONCE))


async def test_a_scalar_that_the_walk_skips_is_asked_for(manager: Manager, scripted: MakePeer) -> None:
    hidden = VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("hidden"))

    def script(data: bytes) -> list[bytes]:
        if sent_pdu(data).kind is PduKind.GET and sent_pdu(data).varbinds[0].oid == hidden.oid:
            return [answer(data, hidden)]
        return device(lambda _: None)(data)

    plan = RecordingPlan(roots=ONCE.roots, scalars=(hidden.oid, Oid("1.3.6.1.2.1.1.6.0")), interval_s=0)
    assert (await recorded(Recorder(manager, scripted(script).target(), plan)))[0] == str(hidden.oid)


async def test_limits_are_said_and_what_was_read_is_kept_when_the_reader_stops(
    manager: Manager, target: Target
) -> None:
    recorder = Recorder(manager, target, RecordingPlan(interval_s=0, max_rows=10))
    assert len(await recorded(recorder)) >= 10
    assert any("limit of rows" in trouble for trouble in recorder.troubles)
    stopped = Recorder(manager, target, RecordingPlan(interval_s=60))
    async with aclosing(stopped.record()) as course:
        async for progress in course:
            if progress.phase is RecordingPhase.WAITING:
                break
    assert len(stopped.learned().lines) == 103


@pytest.mark.parametrize(
    "settings", [{"roots": ()}, {"interval_s": -1}, {"max_rows": 0}, {"max_time_s": 0}, {"interval_s": 1e9}]
)
def test_a_plan_that_cannot_be_meant_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        RecordingPlan(**settings)  # type: ignore[arg-type]  # what users may write
