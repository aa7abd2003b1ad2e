"""`expect_trap`: what is done inside of it must cause notifications, or the test fails with the nearest miss.

Owns a receiver in a thread of its own, so that tests with and without an event loop use it alike. The question and the
verdict are those of `trishul trap expect`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, TypeVar

from trishul.library.library import Library
from trishul.library.names import Names
from trishul.protocol.security.users import UserCredentials
from trishul.services.traps.own_expectations import expect_of
from trishul.services.traps.records import TrapRecord
from trishul.services.traps.verdicts import Expectation, TrapVerdict, Watch
from trishul.snmp import Receiver
from trishul.transport.addresses import address_text

_Result = TypeVar("_Result")


class TrapNotSeen(AssertionError):
    """What was expected did not happen; the text is the verdict with the nearest miss."""

    def __init__(self, verdict: TrapVerdict) -> None:
        super().__init__(verdict.verdict)
        self.verdict = verdict


class ExpectedTraps:
    """Where to send to, and once the block is over what came."""

    def __init__(self, receiver: Receiver) -> None:
        self.host = str(receiver.address[0])
        self.port = int(receiver.address[1])
        self.address = address_text(receiver.address)
        """`127.0.0.1:45123`, as net-snmp's tools take it."""
        self.verdict: TrapVerdict | None = None

    @property
    def traps(self) -> list[TrapRecord]:
        """Those that fit, oldest first, at most 100; none before the block is over."""
        return self.verdict.data if self.verdict is not None else []


@contextmanager
def expect_trap(
    match: str = "",
    *,
    count: int = 1,
    within_s: float = 10.0,
    absent: bool = False,
    host: str = "127.0.0.1",
    port: int = 0,
    communities: Iterable[str] | None = None,
    users: Iterable[UserCredentials] = (),
    index: Path | None = None,
) -> Iterator[ExpectedTraps]:
    """Listens on a port, a free one by default; at the end of the block waits until `count` notifications fit `match`.

    `match` is a query as `trishul trap expect` takes it. `within_s` counts from the end of the block; what came inside
    of it counts as well. With `absent` fewer must come. Without `communities` any is taken; SNMPv3 is of `users`.
    `index` is a MIB index (`library/index.sqlite` of a data directory): names of MIBs can be used then.

    ```python
    from trishul.testing import expect_trap

    with expect_trap("trap:linkDown", within_s=5) as expected:
        start_my_program(traps_to=expected.address)
    ```

    Raises TrapNotSeen at the end of the block; InvalidQuery, InvalidInput and what binding raises before it.
    """
    wanted = Expectation(match=match, count=count, within_s=within_s, absent=absent)

    async def listen() -> tuple[Receiver, Names]:
        names = Names(None if index is None else Library.open(index))
        Watch(wanted, names, 0)  # a wrong query is told before anything is started
        receiver = Receiver(host, port, communities=communities, users=users, transports=("udp", "tcp"))
        return await receiver.__aenter__(), names

    with _loop_in_a_thread() as run:
        receiver, names = run(listen())
        expected = ExpectedTraps(receiver)
        try:
            yield expected
            expected.verdict = run(expect_of(receiver, wanted, names))
        finally:
            run(receiver.__aexit__())
    if not expected.verdict.holds:
        raise TrapNotSeen(expected.verdict)


class _Run(Protocol):
    """Runs in the thread's loop and gives what came of it."""

    def __call__(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """Raises what the work raises."""


@contextmanager
def _loop_in_a_thread() -> Iterator[_Run]:
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="expected traps", daemon=True)
    thread.start()
    try:
        yield lambda work: asyncio.run_coroutine_threadsafe(work, loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
