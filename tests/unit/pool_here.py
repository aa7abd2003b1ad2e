"""A pool of workers without processes, for builds of few small texts: to start a worker takes longer than such a build.

That processes make the same index, end, and are replaced is shown by the tests of the pool and of building.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from trishul.library.pool import AnswerT, WorkerPool
from trishul.library.sources import LibraryPlaces
from trishul.library.tasks import Task, TaskRunner
from trishul.library.worker import Failure, reply_to


class PoolHere:
    """Does one task after the other, as a worker does them."""

    def __init__(self, places: LibraryPlaces) -> None:
        self._runner = TaskRunner(places)

    def close(self) -> None:
        """There is nothing to end."""

    def run(
        self, light: Collection[Task], heavy: Collection[Task], answer_type: type[AnswerT]
    ) -> Iterator[tuple[Task, AnswerT | Failure]]:
        """Does all tasks and gives answers in the order of the tasks."""
        for task in (*light, *heavy):
            reply = reply_to(self._runner, task)
            yield task, reply if isinstance(reply, Failure) else msgspec.msgpack.decode(reply.answer, type=answer_type)


def pool_for(places: LibraryPlaces, processes: int) -> PoolHere | WorkerPool:
    """Processes for builds that ask for more than one."""
    return PoolHere(places) if processes == 1 else WorkerPool(places, processes)
