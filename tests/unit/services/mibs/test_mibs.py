"""The library as a service: ready at once, changed by one at a time, counted and announced once per event."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path

import pytest

from tests.contract.mib_texts import files, mib
from tests.unit.services.web_places import ok, web_place
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.services.bus import Subscription
from trishul.services.configuration import Configuration
from trishul.services.events import MibsChanged, MibsProgress
from trishul.services.mibs.builder import BuildReport, LibraryBuilder, OnProgress
from trishul.services.mibs.mibs import Mibs
from trishul.services.mibs.records import BatchCheck, UploadOutcome
from trishul.services.mibs.refusals import FilesExist, LibraryBuildFailed, MibNotFound, StandardModule, UploadRefused
from trishul.services.workbench import Workbench

VALUE = "1.3.6.1.4.1.99999.1.0"


async def upload(mibs: Mibs, *pairs: tuple[str, bytes], replace: bool = False) -> UploadOutcome:
    async with mibs.receive() as reception:
        for _, (name, octets) in files(*pairs):
            reception.begin(name)
            await reception.write(octets)
            await reception.end()
        return await mibs.upload(reception, replace=replace)


async def check(mibs: Mibs, *pairs: tuple[str, bytes]) -> BatchCheck:
    async with mibs.receive() as reception:
        for name, octets in pairs:
            reception.begin(name)
            await reception.write(octets)
            await reception.end()
        return await mibs.check(reception)


def heard(events: Subscription) -> list[str]:
    found = [type(event).__name__ for event in events._events]
    events._events.clear()
    return [name for name in found if name.startswith("Mibs")]


async def test_the_index_there_is_serves_at_once(mib_workbench: Workbench) -> None:
    mibs = mib_workbench.mibs
    assert mibs.status().loaded > 3
    assert mibs.names.oid_of("ifDescr.3").contents
    assert mibs.library is not None
    assert mibs.index_bytes > 0


async def test_without_an_index_everything_is_numeric_and_nothing_fails(workbench: Workbench) -> None:
    mibs = workbench.mibs
    assert mibs.library is None
    assert mibs.status().loaded == 0
    assert mibs.names.text_of(b"+\x06\x01") == "1.3.6.1"


async def test_an_upload_is_announced_and_counted_once_and_names_follow(mib_workbench: Workbench) -> None:
    mibs = mib_workbench.mibs
    before = mibs.status()
    with mib_workbench.bus.subscribe() as events:
        outcome = await upload(mibs, ("ACME-MIB", mib("ACME-MIB")))
        assert heard(events).count("MibsChanged") == 1
    assert (outcome.uploaded, outcome.results[0].status) == (1, "loaded")
    assert (mibs.status().loaded, mibs.status().traps_available) == (before.loaded + 1, before.traps_available + 1)
    assert str(mibs.names.oid_of("acmeValue.0")) == VALUE
    assert mib_workbench.counters.snapshot()["mibs"] == {"reload_count": 0, "upload_count": 1, "delete_count": 0}


async def test_progress_is_announced(mib_workbench: Workbench) -> None:
    with mib_workbench.bus.subscribe() as events:
        await upload(mib_workbench.mibs, ("ACME-MIB", mib("ACME-MIB")))
        found = [event for event in events._events if isinstance(event, MibsProgress)]
    assert {event.job for event in found} == {"upload"}


async def test_a_refused_batch_changes_nothing(mib_workbench: Workbench, configuration: Configuration) -> None:
    mibs = mib_workbench.mibs
    before = mibs.status()
    with mib_workbench.bus.subscribe() as events:
        with pytest.raises(UploadRefused, match="PDF") as refusal:
            await upload(mibs, ("ACME-MIB", mib("ACME-MIB")), ("x.pdf", b"%PDF-1"))
        assert MibsChanged.__name__ not in heard(events)
    assert [each.status for each in refusal.value.results] == ["not_stored", "error"]
    assert mibs.status() == before
    assert list((configuration.data_dir / "mibs").iterdir()) == []


async def test_a_text_in_which_only_the_compiler_finds_no_module_is_taken_back(
    mib_workbench: Workbench, configuration: Configuration
) -> None:
    mibs = mib_workbench.mibs
    with pytest.raises(UploadRefused, match="No module begins"):
        await upload(mibs, ("ACME-MIB", mib("ACME-MIB")), ("prose", b'"the word DEFINITIONS" in prose'))
    assert list((configuration.data_dir / "mibs").iterdir()) == []
    with pytest.raises(MibNotFound):
        await mibs.delete("ACME-MIB")
    assert mibs.status().failed == 0


async def test_a_text_that_is_a_standard_one_is_stored_and_said_to_be_there_already(
    mib_workbench: Workbench, small_archive: Path
) -> None:
    with zipfile.ZipFile(small_archive) as archive:
        text = archive.read("IF-MIB")
    loaded = mib_workbench.mibs.status().loaded
    outcome = await upload(mib_workbench.mibs, ("IF-MIB.my", text))
    assert outcome.results[0].status in ("superseded", "loaded")
    assert outcome.results[0].mib_name == "IF-MIB"
    assert outcome.mibs.loaded == loaded


async def test_a_taken_name_needs_replace(mib_workbench: Workbench) -> None:
    mibs = mib_workbench.mibs
    await upload(mibs, ("ACME-MIB", mib("ACME-MIB")))
    with pytest.raises(FilesExist):
        await upload(mibs, ("ACME-MIB", mib("ACME-MIB", traps=2)))
    traps = mibs.status().traps_available
    await upload(mibs, ("ACME-MIB", mib("ACME-MIB", traps=2)), replace=True)
    assert mibs.status().traps_available == traps + 1


async def test_deleting_is_for_uploaded_files(mib_workbench: Workbench) -> None:
    mibs = mib_workbench.mibs
    await upload(mibs, ("ACME-MIB", mib("ACME-MIB")))
    before = mibs.status()
    assert (await mibs.delete("ACME-MIB")).mibs.loaded == before.loaded - 1
    for name, error in (("ACME-MIB", MibNotFound), ("../trishul.db", MibNotFound), ("IF-MIB", StandardModule)):
        with pytest.raises(error):
            await mibs.delete(name)
    assert mib_workbench.counters.snapshot()["mibs"]["delete_count"] == 1


async def test_a_reload_takes_up_what_was_put_there_by_hand(
    mib_workbench: Workbench, configuration: Configuration
) -> None:
    mibs = mib_workbench.mibs
    (configuration.data_dir / "mibs").mkdir(exist_ok=True)
    (configuration.data_dir / "mibs" / "ACME-MIB").write_bytes(mib("ACME-MIB"))
    assert (await mibs.reload()).changed
    assert not (await mibs.reload()).changed
    assert mib_workbench.counters.snapshot()["mibs"]["reload_count"] == 2


async def test_a_check_finds_what_an_upload_would_and_stores_nothing(
    mib_workbench: Workbench, configuration: Configuration
) -> None:
    found = await check(
        mib_workbench.mibs,
        ("DEP-MIB", mib("DEP-MIB", 99998, imports="acme FROM ACME-MIB nothing FROM NOWHERE-MIB")),
        ("ACME-MIB", mib("ACME-MIB")),
    )
    dependent, acme = found.files
    assert (dependent.missing_deps, acme.valid, acme.exists) == (["NOWHERE-MIB"], True, False)
    assert (found.global_missing_deps, found.can_upload) == (["NOWHERE-MIB"], True)
    assert list((configuration.data_dir / "mibs").iterdir()) == []


async def test_a_build_that_fails_takes_the_files_back(mib_workbench: Workbench, configuration: Configuration) -> None:
    mibs = mib_workbench.mibs

    class Failing(LibraryBuilder):
        async def build(self, on_progress: OnProgress) -> BuildReport:
            raise LibraryBuildFailed("no space left")

    working, mibs._builder = mibs._builder, Failing(configuration.data_dir)
    with pytest.raises(LibraryBuildFailed):
        await upload(mibs, ("ACME-MIB", mib("ACME-MIB")))
    assert list((configuration.data_dir / "mibs").iterdir()) == []
    assert "no space left" in str(mibs.problem)
    mibs._builder = working
    await upload(mibs, ("ACME-MIB", mib("ACME-MIB")))
    assert mibs.problem is None


async def test_dependencies_are_fetched_from_the_places_in_the_settings(
    configuration: Configuration, passwords: PasswordKeeper, mib_workbench: Workbench
) -> None:
    mibs = mib_workbench.mibs
    refused = await mibs.fetch(["ACME-MIB"])
    assert (refused.status, refused.results[0].status) == ("nothing_fetched", "refused")
    mibs._fetcher._limits = mibs._fetcher._limits.__class__(allow_private=True)
    async with web_place({"/ACME-MIB": ok(mib("ACME-MIB"))}) as (port, _):
        await mib_workbench.settings.update({"mib_remote_sources": [f"http://127.0.0.1:{port}/@mib@"]})
        outcome = await mibs.fetch(["ACME-MIB", "IF-MIB", "GONE-MIB"])
    assert [each.status for each in outcome.results] == ["fetched", "present", "not_found"]
    assert str(mibs.names.oid_of("acmeValue.0")) == VALUE


async def test_after_an_upload_what_is_missing_is_fetched_where_the_setting_says_so(mib_workbench: Workbench) -> None:
    mibs = mib_workbench.mibs
    mibs._fetcher._limits = mibs._fetcher._limits.__class__(allow_private=True)
    answers = {
        "/ACME-MIB": ok(mib("ACME-MIB", imports="base FROM BASE-MIB")),
        "/BASE-MIB": ok(mib("BASE-MIB", 99997)),
    }
    async with web_place(answers) as (port, _):
        await mib_workbench.settings.update(
            {"mib_remote_sources": [f"http://127.0.0.1:{port}/@mib@"], "mib_auto_fetch": True}
        )
        outcome = await upload(mibs, ("DEP-MIB", mib("DEP-MIB", 99998, imports="acme FROM ACME-MIB")))
    assert [(each.name, each.status) for each in outcome.fetched] == [("ACME-MIB", "fetched"), ("BASE-MIB", "fetched")]
    assert (outcome.results[0].status, outcome.missing_deps) == ("loaded", [])


async def test_changes_wait_for_each_other(mib_workbench: Workbench, tmp_path: Path) -> None:
    mibs = mib_workbench.mibs
    outcomes = await asyncio.gather(
        *(upload(mibs, ("ACME-MIB", mib("ACME-MIB"))) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["FilesExist", "FilesExist", "UploadOutcome"]
