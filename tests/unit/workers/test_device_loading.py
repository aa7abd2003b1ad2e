"""Devices are loaded beside the loop: large ones hold up nobody, a process that dies costs one device."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from trishul.errors import RecordingError
from trishul.workers import device_loading
from trishul.workers.device_loading import DeviceLoader
from trishul.workers.device_wishes import ModulesWish, RecordingWish


@pytest.fixture
async def loader() -> AsyncIterator[DeviceLoader]:
    made = DeviceLoader()
    yield made
    await made.close()


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "router.snmprec"
    path.write_text("1.3.6.1.2.1.1.5.0|4|edge-1\nrubbish\n")
    return path


async def test_a_recording_becomes_a_device_with_its_findings(loader: DeviceLoader, recording: Path) -> None:
    loader.warm_up()
    loaded = await loader.load(RecordingWish.of(recording))
    assert len(loaded.device) == 1
    assert loaded.findings[0].startswith("line 2: ")


async def test_many_are_loaded_at_once(loader: DeviceLoader, recording: Path) -> None:
    loaded = await asyncio.gather(*(loader.load(RecordingWish.of(recording)) for _ in range(20)))
    assert {len(one.device) for one in loaded} == {1}


async def test_what_cannot_be_read_is_said(loader: DeviceLoader, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no such file"):
        await loader.load(RecordingWish.of(tmp_path / "nowhere.snmprec"))


async def test_what_cannot_be_made_from_modules_is_said_too(loader: DeviceLoader, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="MIB library"):
        await loader.load(ModulesWish(["IF-MIB"], 1, None, str(tmp_path / "index"), 0.0))


async def test_a_process_that_dies_costs_one_device(loader: DeviceLoader, recording: Path) -> None:
    await loader.load(RecordingWish.of(recording))
    maker = loader._small._maker
    assert maker is not None
    maker.process.kill()
    with pytest.raises(RecordingError, match="ended the process"):
        await loader.load(RecordingWish.of(recording))
    assert len((await loader.load(RecordingWish.of(recording))).device) == 1


async def test_nobody_waits_for_a_large_one(
    loader: DeviceLoader, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_loading, "LARGE_OCTETS", 1000)
    large = tmp_path / "large.snmprec"
    large.write_text("".join(f"1.3.6.1.4.1.99999.{at}|2|{at}\n" for at in range(20_000)))
    order: list[str] = []

    async def load(path: Path) -> None:
        await loader.load(RecordingWish.of(path))
        order.append(path.name)

    await loader.load(RecordingWish.of(recording))
    await asyncio.gather(load(large), load(recording))
    assert order == ["router.snmprec", "large.snmprec"]
