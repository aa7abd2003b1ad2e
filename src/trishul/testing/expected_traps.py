"""`expect_trap`: what is done inside of it must cause notifications, or the test fails with the nearest miss.

Owns the block of a test that takes no fixture; what listens and judges is `caught_traps`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trishul.protocol.security.users import UserCredentials
from trishul.services.traps.records import TrapRecord
from trishul.services.traps.verdicts import Expectation, TrapVerdict, Watch
from trishul.testing.background import background
from trishul.testing.caught_traps import CaughtTraps, TrapNotSeen, catch_traps


class ExpectedTraps:
    """Where to send to, and once the block is over what came."""

    def __init__(self, caught: CaughtTraps) -> None:
        self.host, self.port, self.address = caught.host, caught.port, caught.address
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
    with background(index) as behind:
        behind.call(lambda: Watch(wanted, behind.names, 0))  # a wrong query is told before anything is started
        with catch_traps(behind, host=host, port=port, communities=communities, users=users) as caught:
            expected = ExpectedTraps(caught)
            yield expected
            expected.verdict = caught.verdict(wanted)
    if not expected.verdict.holds:
        raise TrapNotSeen(expected.verdict)
