"""Runs of jobs are stored as they begin and end; the oldest go, and all of them with their job."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.saved_documents import DocumentKind, SavedDocumentRow, add_saved_document, delete_saved_document
from trishul.store.walk_job_runs import (
    add_job_run,
    change_job_run,
    change_job_runs_in,
    last_job_runs,
    list_job_runs,
    prune_job_runs,
)


async def test_runs_begin_end_and_go(database: Database) -> None:
    async with database.write() as connection:
        for job in ("a", "b"):
            await add_saved_document(connection, DocumentKind.JOB, SavedDocumentRow(job, job, "{}", 1, 0.0, 0.0))
        runs = [await add_job_run(connection, job, float(at), "running") for at, job in enumerate(("a", "a", "b", "a"))]
        await change_job_run(connection, runs[0], {"state": "done", "rows": 5, "elapsed_s": 2.0, "walk_id": 7})
        assert await change_job_runs_in(connection, "running", {"state": "interrupted"}) == 3
        listed = await list_job_runs(connection, "a", limit=10)
        assert [(run.id, run.state, run.rows) for run in listed] == [
            (runs[3], "interrupted", 0),
            (runs[1], "interrupted", 0),
            (runs[0], "done", 5),
        ]
        assert {job: run.id for job, run in (await last_job_runs(connection)).items()} == {"a": runs[3], "b": runs[2]}
        await prune_job_runs(connection, "a", 1)
        assert [run.id for run in await list_job_runs(connection, "a", limit=10)] == [runs[3]]
        await delete_saved_document(connection, DocumentKind.JOB, "a")
        assert set(await last_job_runs(connection)) == {"b"}
