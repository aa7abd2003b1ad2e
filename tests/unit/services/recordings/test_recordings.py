"""Recordings arrive all or none, are listed with the agents they make, and go."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from trishul.services.mibs.refusals import FilesExist
from trishul.services.recordings.recordings import NoSuchRecording, Recordings, RecordingsRefused, RecordingsUploaded
from trishul.services.workbench import Workbench

LINE = b"1.3.6.1.2.1.1.5.0|4|edge-1\n"


@pytest.fixture
def recordings(workbench: Workbench) -> Recordings:
    return workbench.simulator.recordings


async def upload(recordings: Recordings, *, replace: bool = False, **files: bytes) -> RecordingsUploaded:
    async with recordings.receive() as reception:
        for name, octets in files.items():
            reception.begin(f"{name}.snmprec")
            await reception.write(octets)
            await reception.end()
        return await recordings.store(reception, replace=replace)


async def test_what_is_stored_is_an_agent(recordings: Recordings, workbench: Workbench) -> None:
    outcome = await upload(recordings, router=LINE, core=LINE)
    assert (outcome.stored, [each.status for each in outcome.results]) == (2, ["stored", "stored"])
    assert [each.community for each in outcome.results] == ["router", "core"]
    record = await workbench.simulator.agents.record(str(outcome.results[0].agent))
    assert record.source.path == "router.snmprec"
    page = await recordings.page(0, 1, "ROUT")
    assert (page.total, page.recordings[0].path, page.recordings[0].size_bytes) == (1, "router.snmprec", len(LINE))


async def test_nothing_is_stored_when_one_file_is_refused_or_there_already(recordings: Recordings) -> None:
    with pytest.raises(RecordingsRefused, match=r"core\.snmprec"):
        await upload(recordings, router=LINE, core=b"buy milk\n")
    assert (await recordings.page(0, 10)).total == 0
    await upload(recordings, router=LINE)
    with pytest.raises(FilesExist):
        await upload(recordings, router=LINE, core=LINE)
    assert (await recordings.page(0, 10)).total == 1
    replaced = await upload(recordings, replace=True, router=LINE + LINE, core=LINE)
    assert [each.status for each in replaced.results] == ["replaced", "stored"]


async def test_an_archive_keeps_its_folders_and_leads_nowhere_else(
    recordings: Recordings, workbench: Workbench, tmp_path: Path
) -> None:
    (workbench.configuration.data_dir / "recordings" / "away").symlink_to(tmp_path)
    for folder, reason in (("core", None), ("away", "leads out of the folder")):
        octets = io.BytesIO()
        with zipfile.ZipFile(octets, "w") as archive:
            archive.writestr(f"{folder}/sw1.snmprec", LINE)
        async with recordings.receive() as reception:
            reception.begin("all.zip")
            await reception.write(octets.getvalue())
            await reception.end()
            if reason is not None:
                with pytest.raises(RecordingsRefused, match=reason):
                    await recordings.store(reception)
                return
            outcome = await recordings.store(reception)
            assert [(each.filename, each.community) for each in outcome.results] == [("core/sw1.snmprec", "core/sw1")]


async def test_a_file_that_makes_no_agent_says_why(recordings: Recordings, workbench: Workbench) -> None:
    folder = workbench.configuration.data_dir / "recordings"
    (folder / "router.walk").write_text(".1.3.6.1.2.1.1.5.0 = STRING: edge\n")
    (folder / "gone.snmprec").symlink_to(folder / "nowhere")
    await upload(recordings, router=LINE)
    reasons = {one.path: one.reason for one in (await recordings.page(0, 10)).recordings}
    assert reasons["router.snmprec"] is None
    assert "same community" in str(reasons["router.walk"])
    assert "link" in str(reasons["gone.snmprec"])


async def test_what_is_deleted_is_gone(recordings: Recordings, workbench: Workbench) -> None:
    await upload(recordings, router=LINE)
    await recordings.delete("router.snmprec")
    assert (await recordings.page(0, 10)).total == (await workbench.simulator.agents.page(0, 10)).total == 0
    for path in ("router.snmprec", "../trishul.db", ""):
        with pytest.raises(NoSuchRecording):
            await recordings.delete(path)
