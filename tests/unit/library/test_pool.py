"""Workers do tasks in any order; one that ends takes nothing with it but its task."""

from __future__ import annotations

import os
import signal

from trishul.library.parsed import ParsedText
from trishul.library.pool import WorkerPool
from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces
from trishul.library.tasks import ParseText, Task
from trishul.library.worker import Failure

GOOD = [ParseText(Origin.STANDARD, "BASE-MIB"), ParseText(Origin.STANDARD, "ROOT-MIB")]


def test_all_tasks_are_answered_heavy_ones_too(places: LibraryPlaces) -> None:
    pool = WorkerPool(places, 2)
    answers = dict(pool.run(GOOD[:1], GOOD[1:], ParsedText))
    pool.close()
    assert {task: type(answer) for task, answer in answers.items()} == dict.fromkeys(GOOD, ParsedText)


def test_what_cannot_be_read_is_a_failure_and_the_others_go_on(places: LibraryPlaces) -> None:
    absent = ParseText(Origin.UPLOADED, "absent")
    pool = WorkerPool(places, 1)
    answers: dict[Task, ParsedText | Failure] = dict(pool.run([absent, *GOOD], [], ParsedText))
    pool.close()
    failure = answers[absent]
    assert isinstance(failure, Failure)
    assert "absent" in failure.reason
    assert isinstance(answers[GOOD[1]], ParsedText)


def test_a_worker_that_is_killed_is_replaced(places: LibraryPlaces) -> None:
    pool = WorkerPool(places, 1)
    list(pool.run(GOOD[:1], [], ParsedText))
    os.kill(pool._idle[0]._process.pid, signal.SIGKILL)
    ((_, failure),) = pool.run(GOOD[:1], [], ParsedText)
    assert isinstance(failure, Failure)
    assert "memory" in failure.reason
    ((_, answer),) = pool.run(GOOD[:1], [], ParsedText)
    assert isinstance(answer, ParsedText)
    pool.close()
