"""An agent of a live device while it is recorded, afterwards, and when nothing came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from trishul.errors import InvalidInput
from trishul.services.recordings.recorded_devices import RecordingJob
from trishul.services.simulator.agent_documents import read_agent
from trishul.services.simulator.live_sources import LiveSources, LiveState

PATH = "core/sw1.snmprec"
JOB = RecordingJob("job-1", "core/sw1", PATH, "192.0.2.1:161", "running", "first_reading", "", 0, 0.0)
AGENT = read_agent(
    {"name": "twin", "source": {"kind": "live", "path": PATH}, "addresses": {"community": "twin"}}
)  # fmt: skip


@pytest.fixture
def sources(tmp_path: Path) -> LiveSources:
    made = LiveSources(tmp_path)
    made.find_job = {PATH: JOB}.get
    return made


def test_it_is_recorded_until_its_file_is_there(sources: LiveSources, tmp_path: Path) -> None:
    document = sources.checked(AGENT)
    assert document.source.target == "192.0.2.1:161"
    assert sources.state_of(document) == LiveState("job-1", is_recording=True, error=None)
    (tmp_path / "core").mkdir()
    (tmp_path / PATH).touch()
    sources.find_job = {PATH: replace(JOB, state="done")}.get
    assert sources.state_of(document) == LiveState("job-1", is_recording=False, error=None)
    sources.find_job = lambda _path: None
    assert sources.checked(document) == document
    assert sources.state_of(document) == LiveState(None, is_recording=False, error=None)


def test_what_went_wrong_is_said(sources: LiveSources) -> None:
    sources.find_job = {PATH: replace(JOB, state="failed", error="192.0.2.1 did not answer")}.get
    assert sources.state_of(AGENT) == LiveState("job-1", is_recording=False, error="192.0.2.1 did not answer")
    with pytest.raises(InvalidInput):
        sources.checked(AGENT)
    sources.find_job = lambda _path: None
    state = sources.state_of(AGENT)
    assert state is not None
    assert state.error == "Recording its device was broken off"


def test_other_agents_have_nothing_to_do_with_it(sources: LiveSources) -> None:
    document = read_agent({"name": "demo", "addresses": {"community": "demo"}})
    assert (sources.checked(document), sources.state_of(document)) == (document, None)
