"""Recordings of live devices as jobs: followed on the bus, stored whole, cancelled with or without what was read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from trishul.errors import InvalidInput, LimitReached
from trishul.protocol.security.secrets import Secret
from trishul.services.bus import Bus
from trishul.services.credentials.identities import ChosenIdentity, NoCredentials
from trishul.services.events import RecordingProgressed
from trishul.services.mibs.name_source import Numeric
from trishul.services.recordings import recorded_devices as device_recordings
from trishul.services.recordings.names import RecordingExists
from trishul.services.recordings.recorded_devices import (
    DeviceRecordings,
    NoSuchRecordingJob,
    RecordingJob,
    RecordingToMake,
)
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.recordings.files import read_recording
from trishul.snmp import Agent


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
async def recordings(tmp_path: Path, bus: Bus) -> AsyncIterator[DeviceRecordings]:
    service = DeviceRecordings(tmp_path, bus, Numeric(), NoCredentials())
    await service.open()
    yield service
    await service.close()


@pytest.fixture
async def order() -> AsyncIterator[RecordingToMake]:
    async with Agent({"public": demo_switch()}) as agent:
        host, port = agent.address
        yield RecordingToMake("core/sw1", host, port, interval_s=0.1)


def names_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


async def ended(bus: Bus, recordings: DeviceRecordings, order: RecordingToMake) -> RecordingJob:
    with bus.subscribe() as news:
        recordings.start(order)
        async for event in news:
            assert isinstance(event, RecordingProgressed)
            if event.job.state != "running":
                return event.job
    raise AssertionError("the bus was closed")


async def test_a_device_becomes_a_file_that_moves(
    tmp_path: Path, bus: Bus, recordings: DeviceRecordings, order: RecordingToMake
) -> None:
    job = await ended(bus, recordings, order)
    assert (job.state, job.path, job.error, job.troubles) == ("done", "core/sw1.snmprec", None, ())
    found = read_recording(tmp_path / job.path)
    assert found.warnings == ()
    assert (len(found), len(found.variations)) == (job.rows, job.moving)
    assert job.moving
    assert recordings.jobs().jobs == [job]
    with pytest.raises(RecordingExists):
        recordings.start(order)
    assert (await ended(bus, recordings, replace(order, overwrite=True, interval_s=0))).moving == 0
    await recordings.cancel(job.id, keep=False)
    with pytest.raises(NoSuchRecordingJob):
        recordings.job(job.id)
    assert names_below(tmp_path) == ["core", "sw1.snmprec"]


@pytest.mark.parametrize("keep", [True, False])
async def test_a_cancelled_job_keeps_what_was_read_if_that_is_wanted(
    tmp_path: Path, recordings: DeviceRecordings, order: RecordingToMake, *, keep: bool
) -> None:
    job = recordings.start(replace(order, interval_s=3600))
    with pytest.raises(RecordingExists):
        recordings.start(order)
    while recordings.job(job.id).phase != "waiting":  # noqa: ASYNC110 -- one step of progress, no event of its own
        await asyncio.sleep(0.01)
    assert (await recordings.cancel(job.id, keep=keep)).state == "cancelled"
    assert names_below(tmp_path) == (["core", "sw1.snmprec"] if keep else [])


async def test_a_silent_device_fails_with_the_reason_and_leaves_no_file(
    tmp_path: Path, bus: Bus, recordings: DeviceRecordings, order: RecordingToMake
) -> None:
    wrong = ChosenIdentity(community=Secret("wrong"))
    job = await ended(bus, recordings, replace(order, identity=wrong, timeout_s=0.1, retries=0))
    assert (job.state, job.code) == ("failed", "timeout")
    assert "wrong" not in str(job)
    assert names_below(tmp_path) == []


async def test_what_cannot_be_meant_is_said_at_once(
    recordings: DeviceRecordings, order: RecordingToMake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for change, field in (
        ({"name": "../x"}, "name"),
        ({"oids": ("no oid",)}, "oids"),
        ({"target": " "}, "target"),
        ({"max_rows": 0}, "max_rows"),
    ):
        with pytest.raises(InvalidInput) as refused:
            recordings.start(replace(order, **change))  # type: ignore[arg-type]  # one field each
        assert refused.value.field == field
    monkeypatch.setattr(device_recordings, "MAX_RUNNING", 0)
    with pytest.raises(LimitReached):
        recordings.start(order)
