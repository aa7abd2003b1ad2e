"""Jobs run when they are due, one at a time for each target, keep what they read, and survive a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from tests.unit.services.conftest import Clock
from trishul.errors import InvalidInput
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.credentials.identities import NoCredentials
from trishul.services.settings import AppSettings
from trishul.services.walks.job_documents import WalkJob
from trishul.services.walks.jobs import NoSuchJob, WalkJobs
from trishul.services.walks.kept_walks import KeptWalks
from trishul.services.walks.targets import WalkTargets
from trishul.services.walks.walks import WalkService
from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent
from trishul.store.database import Database

SYSTEM = "1.3.6.1.2.1.1"


class Bench:
    """Jobs on a real database, asking a real agent, by a clock that a test sets."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.clock = clock
        self.kept = KeptWalks(database, AppSettings, clock)
        self.walks = WalkService(Counters(cast("Database", None), Bus()), kept=self.kept)
        self.targets = WalkTargets(database, NoCredentials(), self._jobs_of)
        self.changes = 0
        self.set_by_s = 0.0
        """How far somebody has set the clock."""
        self.jobs = WalkJobs(database, self.targets, self.walks, self.kept, self._wall, self._count, clock)

    def _wall(self) -> float:
        return self.clock() + self.set_by_s

    def _count(self) -> None:
        self.changes += 1

    def _jobs_of(self, target: str) -> list[str]:
        return self.jobs.jobs_of(target)

    async def open(self) -> None:
        await self.targets.open()
        await self.walks.open()
        await self.jobs.open()

    async def close(self) -> None:
        await self.jobs.close()
        await self.walks.close()

    async def make(self, name: str, target: str = "switch", **changes: Any) -> WalkJob:
        job = {"name": name, "target": target, "oids": [SYSTEM], "schedule": {"every_s": 60}}
        return await self.jobs.create(job | changes)

    async def at_rest(self, job_id: str, runs: int = 1) -> WalkJob:
        """The job when it has ended so many runs."""
        async with asyncio.timeout(20):
            while True:
                listed = (await self.jobs.runs(job_id)).runs
                job = self.jobs.get(job_id)
                if len(listed) >= runs and all(run.state != "running" for run in listed) and job.state != "running":
                    return job
                await asyncio.sleep(0.005)


@pytest.fixture
async def agent() -> AsyncIterator[Agent]:
    async with Agent({"public": demo_switch()}) as opened:
        yield opened


@pytest.fixture
async def bench(database: Database, clock: Clock, agent: Agent) -> AsyncIterator[Bench]:
    made = Bench(database, clock)
    await made.open()
    target = {"name": "switch", "host": "127.0.0.1", "port": agent.address[1], "retries": 0, "timeout_s": 0.2}
    await made.targets.create(target)
    await made.targets.create(target | {"name": "nobody", "port": 9})
    yield made
    await made.close()


async def test_a_job_runs_at_once_and_again_when_it_is_due_and_keeps_its_walks(bench: Bench, clock: Clock) -> None:
    made = await bench.make("nightly", tags=["auto"], keep=2)
    job = await bench.at_rest(made.id)
    assert job.last_run is not None
    assert (job.target_name, job.state, job.next_run_at, job.last_run.state) == (
        "switch",
        "waiting",
        clock.now + 60,
        "done",
    )
    for run in (2, 3):
        clock.now += 60
        await bench.jobs.update(made.id, {})  # wakes the loop, which would sleep by the real clock
        await bench.at_rest(made.id, run)
    page = await bench.kept.page(job=made.id)
    assert bench.changes == 9  # saved three times, begun and ended three times
    assert (page.total, page.walks[0].name, page.walks[0].tags) == (2, "nightly", ["auto"])
    runs = (await bench.jobs.runs(made.id)).runs
    assert [run.rows for run in runs] == [page.walks[0].rows] * 3
    assert runs[0].walk == page.walks[0].id


async def test_a_poll_asks_for_instances_with_one_request(bench: Bench) -> None:
    made = await bench.make("poll", operation="get", oids=[f"{SYSTEM}.5.0", f"{SYSTEM}.3.0"])
    job = await bench.at_rest(made.id)
    assert job.last_run is not None
    assert (job.last_run.rows, job.last_run.state) == (2, "done")


@pytest.mark.parametrize("turns", range(4))
async def test_jobs_end_whenever_a_change_wakes_them(bench: Bench, turns: int) -> None:
    await asyncio.sleep(0)  # the loop waits for a change
    bench.jobs._changed.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    async with asyncio.timeout(20):
        await bench.jobs.close()


async def test_a_failure_is_shown_and_the_job_goes_on(bench: Bench, clock: Clock) -> None:
    made = await bench.make("broken", target="nobody")
    job = await bench.at_rest(made.id)
    assert job.last_run is not None
    assert (job.last_run.state, job.last_run.code, job.last_run.walk) == ("failed", "unreachable", None)
    assert (job.next_run_at, job.state) == (clock.now + 60, "waiting")
    nameless = await bench.make("nameless", oids=["noSuchName"])
    job = await bench.at_rest(nameless.id)
    assert job.last_run is not None
    assert job.last_run.code == "invalid_input"


async def test_one_target_is_asked_by_one_job_at_a_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = asyncio.Event()
    read = bench.walks.read

    async def slow(walk: Any) -> Any:
        await goes_on.wait()
        return await read(walk)

    monkeypatch.setattr(bench.walks, "read", slow)
    first = await bench.make("first")
    await bench.jobs.run(first.id)
    second = await bench.make("second")
    await bench.jobs.run(second.id)
    assert [bench.jobs.get(job.id).state for job in (first, second)] == ["running", "queued"]
    assert (await bench.jobs.run(first.id)).state == "running"
    bench.clock.now += 60
    await bench.jobs.run(second.id)
    assert bench.jobs.get(first.id).skipped == 1
    goes_on.set()
    await bench.at_rest(second.id)
    assert [len((await bench.jobs.runs(job.id)).runs) for job in (first, second)] == [1, 1]


async def test_a_job_that_is_off_rests_but_runs_when_it_is_told(bench: Bench) -> None:
    made = await bench.make("off", enabled=False)
    assert (made.state, made.next_run_at) == ("off", None)
    await bench.jobs.run(made.id)
    job = await bench.at_rest(made.id)
    assert (job.state, job.next_run_at) == ("off", None)


async def test_after_a_restart_a_job_goes_on_and_a_broken_run_is_told(
    bench: Bench, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await bench.make("nightly")
    before = await bench.at_rest(made.id)

    async def never(_walk: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(bench.walks, "read", never)
    clock.now += 60
    await bench.jobs.run(made.id)
    async with asyncio.timeout(20):
        while len((await bench.jobs.runs(made.id)).runs) < 2:  # noqa: ASYNC110 -- as a page does
            await asyncio.sleep(0.005)
    await bench.close()
    again = Bench(database, clock)
    await again.open()
    job = again.jobs.get(made.id)
    assert before.last_run is not None
    assert job.last_run is not None
    assert (job.last_run.state, job.next_run_at) == ("interrupted", clock.now + 60)
    assert again.jobs.all().jobs == [job]
    await again.close()


async def test_a_job_is_forgotten_with_its_walks_if_that_is_meant(bench: Bench) -> None:
    made = await bench.make("nightly")
    await bench.at_rest(made.id)
    await bench.jobs.delete(made.id, with_walks=True)
    assert (await bench.kept.page()).total == 0
    for asked in (bench.jobs.runs(made.id), bench.jobs.run(made.id), bench.jobs.delete(made.id)):
        with pytest.raises(NoSuchJob):
            await asked


async def test_a_target_that_is_not_there_is_refused(bench: Bench) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await bench.make("x", target="nowhere")
    assert refusal.value.field == "target"


@pytest.mark.parametrize("hours", [1, -1])
async def test_an_interval_goes_on_as_it_was_when_somebody_sets_the_clock(
    bench: Bench, clock: Clock, hours: int
) -> None:
    made = await bench.make("each minute")
    await bench.at_rest(made.id)
    clock.now += 30
    bench.set_by_s = hours * 3600.0
    bench.jobs._start_what_is_due()
    assert bench.jobs.get(made.id).next_run_at == clock.now + bench.set_by_s + 30
    assert len((await bench.jobs.runs(made.id)).runs) == 1
    clock.now += 30
    bench.jobs._start_what_is_due()
    job = await bench.at_rest(made.id, runs=2)
    assert [(run.elapsed_s or 0) >= 0 for run in (await bench.jobs.runs(made.id)).runs] == [True, True]
    assert job.skipped == 0


async def test_cron_goes_by_the_clock_that_was_set(bench: Bench, clock: Clock) -> None:
    made = await bench.make("nightly", schedule={"cron": "0 3 * * *"})
    before = bench.jobs.get(made.id).next_run_at
    assert before is not None
    bench.set_by_s = 86_400.0
    bench.jobs._start_what_is_due()
    assert bench.jobs.get(made.id).next_run_at == before + 86_400.0
    bench.set_by_s = -86_400.0
    bench.jobs._start_what_is_due()
    assert bench.jobs.get(made.id).next_run_at == before - 86_400.0
