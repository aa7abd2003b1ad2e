"""A job says whom, what and when; what cannot be meant is refused with its field."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.services.walks.job_documents import read_job, run_record
from trishul.store.walk_job_runs import JobRunRow

JOB: dict[str, Any] = {"name": " nightly ", "target": "t1", "schedule": {"cron": "0 2 * * *"}}


def test_what_is_left_out_has_a_default() -> None:
    job = read_job(JOB)
    assert (job.name, job.operation, job.oids, job.keep, job.enabled) == ("nightly", "walk", ["1.3.6.1.2.1"], 50, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"schedule": {}}, "schedule"),
        ({"schedule": {"every_s": 1}}, "schedule.every_s"),
        ({"schedule": {"cron": "1"}}, "schedule.cron"),
        ({"schedule": {"at": "noon"}}, "schedule"),
        ({"operation": "set"}, "operation"),
        ({"oids": []}, "oids"),
        ({"oids": [""]}, "oids"),
        ({"keep": 0}, "keep"),
        ({"max_rows": 1_000_001}, "max_rows"),
        ({"max_time_s": 0}, "max_time_s"),
        ({"tags": ["a\nb"]}, "tags"),
        ({"community": "secret"}, None),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_field(wrong: dict[str, Any], field: str | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_job(JOB | wrong)
    assert refusal.value.field == field


def test_a_run_is_told_as_it_is_stored() -> None:
    run = run_record(JobRunRow(3, "j", 1.0, 0.5, "failed", 2, "timeout", "No answer", None))
    assert (run.id, run.state, run.code, run.walk) == (3, "failed", "timeout", None)
