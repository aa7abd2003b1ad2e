"""snmpsim's folders of addresses under `trishul simulate`: numbers of addresses, and the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.cli.addresses import ListenAddress
from trishul.cli.probed_recordings import ProbedRecordings
from trishul.cli.recordings_to_serve import choose_recordings
from trishul.simulation.device import Device
from trishul.simulation.recordings_index import RecordingsIndex
from trishul.snmp import Agent

FREE = ListenAddress("127.0.0.1", 0)


def probed(folder: Path, *places: str, first_number: int = 0) -> ProbedRecordings:
    for place in places:
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1.3.6.1.2.1.1.5.0|4|here\n")
    return ProbedRecordings(choose_recordings([folder])[0], first_number)


async def test_addresses_are_numbered_within_their_family_and_transport(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recordings = probed(tmp_path, "sw/1.3.6.1.6.1.1.8.snmprec", first_number=7)
    async with Agent({}) as first, Agent({}, transports=("tcp",)) as second, Agent({}) as third:
        recordings.serve([first, second, third], [FREE, FREE._replace(transport="tcp"), FREE], [])
        found = [agent.probing.find(b"sw", ("192.0.2.1", 1)) for agent in (first, second, third) if agent.probing]
    assert found == [b"sw", b"sw", b"sw/1.3.6.1.6.1.1.8"]
    said = [line.rpartition(":")[0] for line in capsys.readouterr().err.splitlines()]
    places = ("7 is 127.0.0.1", "7 is tcp:127.0.0.1", "8 is 127.0.0.1")
    assert said == [f"Transport ID 1.3.6.1.6.1.1.{place}" for place in places]


async def test_a_short_name_is_no_folder(tmp_path: Path) -> None:
    recordings = probed(tmp_path, "sw/1.3.6.1.6.1.1.0.snmprec")
    async with Agent({}) as agent:
        recordings.serve([agent], [FREE], [])
        assert agent.probing is not None
        assert agent.probing.find(b"", ("192.0.2.1", 1)) == b""


async def test_the_index_is_there_unless_a_recording_has_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recordings = probed(tmp_path, "sw.snmprec")
    own = Device.from_instances({})
    async with Agent({}) as agent, Agent({b"index": own}) as other:
        recordings.serve([agent, other], [FREE, FREE], [])
        assert isinstance(agent.devices[b"index"], RecordingsIndex)
        assert (agent.probing, other.devices[b"index"]) == (None, own)
    async with Agent({}) as agent:
        probed(tmp_path, "index.snmprec").serve([agent], [FREE], [])
        assert agent.devices == {}
    assert capsys.readouterr().err == ""
