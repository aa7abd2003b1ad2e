"""Reading ahead of a walk: parts of its subtree are asked for at the same time, where round trips take the time.

A plain walk waits a round trip for each answer. Here the walk is the first of several *stretches*, each of which asks
on from a guessed name further down: the next columns of a table, or names a page further where one column is walked.
The walk itself stays as it is and alone decides what its rows are. When it comes to the name from which a stretch
started, and the agent gives both the same next row, then whatever the stretch has read is what the walk would have been
answered, and is given to it as that. Where they differ, as with agents that are wrong or change just then, the stretch
is thrown away. So rows and their order are those of a plain walk, whatever was guessed.

It stays plain while an answer takes less than `WORTHWHILE_S`, and while answers still grow: a larger answer saves the
same round trip and burdens the agent less. How many requests are in flight grows with each answer that comes as soon as
others did, shrinks when the agent only queues them, and goes back to one for good when an answer was lost in spite of
all tries.

Owns guesses, seams and what is in flight; no input or output, no clock.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.engine.repetitions import DEFAULT_MAX_IN_FLIGHT, is_soon
from trishul.engine.responses import Response
from trishul.engine.walk import Walk, WalkRequest, follows
from trishul.errors import DecodeError, InvalidInput, RequestTimedOut, TrishulError
from trishul.protocol.pdu import ErrorStatus, PduKind

MAX_IN_FLIGHT = 64
WORTHWHILE_S = 0.004
"""Answers that come sooner are not waited for long enough to make up for the work."""
MAX_ROWS_AHEAD = 50_000
"""Rows read ahead and not yet walked; some 15 MB."""
_MEANT = frozenset((ErrorStatus.NO_ERROR, ErrorStatus.TOO_BIG, ErrorStatus.NO_SUCH_NAME))
_MAX_STRETCHES = 256
_QUEUES = 3
"""An answer that takes so many times as long as the fastest had to queue."""


class _Guess(NamedTuple):
    """A name to start from, one of a series whose next one has `step` added to its last number."""

    prefix: tuple[int, ...]
    number: int
    step: int

    @property
    def next(self) -> _Guess:
        return self._replace(number=self.number + self.step)

    def name(self) -> bytes | None:
        """Its octets; None where the numbers have run out."""
        try:
            return Oid((*self.prefix, self.number)).contents
        except InvalidInput:
            return None


class Stretch:
    """Part of a walk: requests one after the other, from a name on."""

    __slots__ = ("asked", "guess", "has_stopped", "is_dropped", "last_name", "outcomes", "start")

    def __init__(self, start: bytes, guess: _Guess | None = None) -> None:
        self.start = start
        self.guess = guess
        """Where to guess on; what is read may teach better."""
        self.last_name = start
        self.outcomes: deque[Response | TrishulError] = deque()
        """What the walk has not been given yet."""
        self.asked: WalkRequest | None = None
        """The request in flight."""
        self.has_stopped = False
        self.is_dropped = False


class ReadAhead:
    """Drives one walk. Send `next_requests`, give each outcome to `receive`, take rows by `next_page` after either."""

    def __init__(self, walk: Walk, *, timeout_s: float, max_in_flight: int = DEFAULT_MAX_IN_FLIGHT) -> None:
        """`max_in_flight`: requests at a time, 1 for a plain walk; `timeout_s`: how long one try waits.

        Raises InvalidInput.
        """
        if not 1 <= max_in_flight <= MAX_IN_FLIGHT:
            raise InvalidInput(f"Between 1 and {MAX_IN_FLIGHT} requests can be in flight", field="max_in_flight")
        self.walk = walk
        self.in_flight = 0
        """Requests without an outcome, those of dropped stretches among them."""
        self._stretches = [Stretch(walk.last_name)]
        """In the order of their names; the first is the walk."""
        self._rows_ahead = 0
        self._timeout_s = timeout_s
        self._max_width = 1 if walk.tolerates_non_increasing else max_in_flight
        self._max_in_flight = max_in_flight
        self._width = min(2, self._max_width)
        """How many requests may be in flight at present."""
        self._fastest_s = float("inf")

    def next_requests(self) -> list[tuple[Stretch, WalkRequest]]:
        """What to ask now, and for which stretch; nothing is left when the walk has ended."""
        requests: list[tuple[Stretch, WalkRequest]] = []
        if self.walk.has_ended:
            return requests
        leader = self._stretches[0]
        if leader.asked is None and not leader.outcomes and self.in_flight < self._max_in_flight:
            request = self.walk.next_request()
            if request is not None:
                self._ask(leader, request, requests)
        if self._reads_ahead:
            self._ask_ahead(requests)
        return requests

    def receive(self, stretch: Stretch, outcome: Response | TrishulError) -> None:
        """Takes the outcome of the request of a stretch."""
        asked, stretch.asked = stretch.asked, None
        self.in_flight -= 1
        if asked is not None:
            self._learn(asked, outcome)
        if stretch.is_dropped or (asked is not None and self._is_refused_attempt(asked, outcome)):
            return
        if self._reads_ahead and asked is not None and isinstance(outcome, Response) and outcome.varbinds:
            self._read(stretch, asked.name, outcome.varbinds)
        if stretch is self._stretches[0]:
            stretch.outcomes.append(outcome)
        else:
            self._keep(stretch, outcome)

    def forget(self, stretch: Stretch) -> None:
        """The request of a stretch was given up; the walk asks again should it go on."""
        stretch.asked = None
        self.in_flight -= 1

    def next_page(self, now: float) -> list[VarBind]:
        """Rows of the walk that are there; none when an answer has to come first, or the walk has ended."""
        walk = self.walk
        while not walk.has_ended and self._stretches[0].outcomes:
            leader = self._stretches[0]
            outcome = leader.outcomes[0]
            if isinstance(outcome, TrishulError):
                leader.outcomes.popleft()
                self._receive_failure(outcome, now)
                continue
            rows_before = self._rows_up_to_seam(outcome)
            if rows_before is None:
                break  # the stretch that starts here has not been answered yet
            leader.outcomes.popleft()
            if not rows_before:
                page = walk.receive_response(outcome, now)
            else:
                page = walk.receive_response(outcome._replace(varbinds=outcome.varbinds[:rows_before]), now)
                self._go_on_with_next(skips_first=True)
            if self._has_come_to_next():
                self._go_on_with_next(skips_first=False)
            if page:
                return page
        return []

    @property
    def _reads_ahead(self) -> bool:
        return self._max_width > 1 and self._fastest_s >= WORTHWHILE_S

    def _ask_ahead(self, requests: list[tuple[Stretch, WalkRequest]]) -> None:
        """Goes on with stretches, then begins new ones, while that many requests may be in flight."""
        for place, stretch in enumerate(self._stretches):
            if self.in_flight >= self._width:
                return
            if place and self._wants_more(place):
                self._ask(stretch, self.walk.request_after(stretch.last_name), requests)
        while self.in_flight < self._width and self._may_guess():
            last = self._stretches[-1]
            guess = last.guess
            start = None if guess is None else guess.name()
            if guess is None or start is None or not _is_behind(last.last_name, start):
                return
            stretch = Stretch(start, guess.next)
            self._stretches.append(stretch)
            self._ask(stretch, self.walk.request_after(start), requests)

    def _ask(self, stretch: Stretch, request: WalkRequest, requests: list[tuple[Stretch, WalkRequest]]) -> None:
        stretch.asked = request
        self.in_flight += 1
        requests.append((stretch, request))

    def _wants_more(self, place: int) -> bool:
        """True for a stretch that has not come to the next one yet."""
        stretch = self._stretches[place]
        if stretch.asked is not None or stretch.has_stopped or not self._has_room():
            return False
        if place + 1 == len(self._stretches):
            return True
        return _is_behind(stretch.last_name, self._stretches[place + 1].start)

    def _may_guess(self) -> bool:
        """True when one more stretch may be worth its request."""
        last = self._stretches[-1]
        answers_grow = self.walk.asks_for_many and not self.walk.repetitions.is_settled
        return not (answers_grow or last.has_stopped) and len(self._stretches) < _MAX_STRETCHES and self._has_room()

    def _has_room(self) -> bool:
        limit = self.walk.max_rows
        return self._rows_ahead < MAX_ROWS_AHEAD and (limit is None or self.walk.rows + self._rows_ahead < limit)

    def _learn(self, asked: WalkRequest, outcome: Response | TrishulError) -> None:
        """How many rows to ask, and how many requests to send at a time."""
        repetitions = self.walk.repetitions
        if not isinstance(outcome, Response):
            if isinstance(outcome, RequestTimedOut) and not asked.is_attempt:
                self._max_width = self._width = 1
            return
        is_first_try = outcome.tries == 1
        rows = outcome.varbinds
        if asked.kind is PduKind.GET_BULK and rows and not outcome.error_status and not rows[-1].is_exception:
            repetitions.receive_answer(
                asked.max_repetitions,
                len(rows),
                is_soon=is_soon(outcome.elapsed_s, self._timeout_s),
                is_first_try=is_first_try,
            )
        if not is_first_try:
            self._width = max(self._width // 2, 1)
        elif outcome.elapsed_s > _QUEUES * self._fastest_s:
            self._width = max(self._width - 1, 1)
        else:
            self._fastest_s = min(self._fastest_s, outcome.elapsed_s)
            if self.in_flight + 1 >= self._width:
                self._width = min(self._width + 1, self._max_width)

    def _is_refused_attempt(self, asked: WalkRequest, outcome: Response | TrishulError) -> bool:
        """True when an agent says error to so many rows and fewer are to be asked; tooBig is for the walk to judge."""
        return (
            asked.is_attempt
            and isinstance(outcome, Response)
            and outcome.error_status not in _MEANT
            and self.walk.repetitions.fall_back()
        )

    def _read(self, stretch: Stretch, asked_name: bytes, rows: list[VarBind]) -> None:
        """Where a stretch is now, and where the rows may go on beyond those that came."""
        if not self.walk.is_regular_page(asked_name, rows):
            stretch.has_stopped = True
            return
        stretch.last_name = rows[-1].name
        stretch.guess = _guess(self.walk.root, asked_name, rows) or stretch.guess

    def _keep(self, stretch: Stretch, outcome: Response | TrishulError) -> None:
        """Keeps an answer for when the walk gets there."""
        if not isinstance(outcome, Response) or outcome.error_status or not outcome.varbinds:
            if isinstance(outcome, Response) and outcome.error_status == ErrorStatus.TOO_BIG:
                self.walk.repetitions.shrink()
            stretch.has_stopped = True
            if not stretch.outcomes:
                self._drop(stretch)
            return
        stretch.outcomes.append(outcome)
        self._rows_ahead += len(outcome.varbinds)
        if len(stretch.outcomes) == 1:
            self._drop_overtaken(stretch, outcome.varbinds[0])

    def _drop_overtaken(self, stretch: Stretch, first: VarBind) -> None:
        """Drops what starts between a stretch and its first row: nothing is there."""
        place = self._stretches.index(stretch) + 1
        is_end = not self.walk.is_regular_page(stretch.start, [first])
        overtaken = [other for other in self._stretches[place:] if is_end or _is_behind(other.start, first.name)]
        for other in overtaken:
            self._drop(other)
        self._width = max(self._width - len(overtaken), min(2, self._max_width))

    def _drop(self, stretch: Stretch) -> None:
        stretch.is_dropped = True
        self._rows_ahead -= _rows_of(stretch)
        self._stretches.remove(stretch)

    def _receive_failure(self, error: TrishulError, now: float) -> None:
        """Asks for less where an answer was lost and less may get through; otherwise the walk has failed."""
        give_up_at = self.walk.give_up_at
        is_late = give_up_at is not None and now >= give_up_at
        if is_late or not isinstance(error, RequestTimedOut) or not self.walk.repetitions.fall_back():
            self.walk.receive_failure(error, now)

    def _rows_up_to_seam(self, answer: Response) -> int | None:
        """How many rows of an answer to use before the next stretch goes on; 0: all of them, None: wait for it.

        The seam is the first row behind the name from which the stretch started: both must have it.
        """
        rows = answer.varbinds
        if len(self._stretches) == 1 or answer.error_status or not rows:
            return 0
        if not self.walk.is_regular_page(self.walk.last_name, rows):
            return 0
        while len(self._stretches) > 1:
            stretch = self._stretches[1]
            if not _is_behind(stretch.start, rows[-1].name):
                return 0
            if not stretch.outcomes and stretch.asked is not None:
                return None
            first = stretch.outcomes[0] if stretch.outcomes else None
            seam = next(at for at, row in enumerate(rows) if _is_behind(stretch.start, row.name))
            if isinstance(first, Response) and first.varbinds[0].name == rows[seam].name:
                return seam + 1
            self._drop(stretch)
        return 0

    def _has_come_to_next(self) -> bool:
        """True when the next stretch started from the very name at which the walk is."""
        stretches = self._stretches
        return len(stretches) > 1 and stretches[1].start == self.walk.last_name and not stretches[0].outcomes

    def _go_on_with_next(self, *, skips_first: bool) -> None:
        """The walk has come to the next stretch, which now is the walk."""
        old, new = self._stretches[:2]
        old.is_dropped = True
        new.has_stopped = False
        self._rows_ahead -= _rows_of(new)
        del self._stretches[0]
        first = new.outcomes[0] if skips_first else None
        if isinstance(first, Response):
            if len(first.varbinds) > 1:
                new.outcomes[0] = first._replace(varbinds=first.varbinds[1:])
            else:
                new.outcomes.popleft()


def _is_behind(name: bytes, other: bytes) -> bool:
    """True when `other` comes after `name`; False for octets that are no OID."""
    try:
        return follows(name, other)
    except DecodeError:
        return False


def _rows_of(stretch: Stretch) -> int:
    return sum(len(answer.varbinds) for answer in stretch.outcomes if isinstance(answer, Response))


def _guess(root: Oid, asked_name: bytes, rows: list[VarBind]) -> _Guess | None:
    """Where rows go on, seen from some that follow each other; None where they do not tell.

    What they share is a column, whose neighbours are likely to be as long, or the column that is walked: then names as
    far apart as these rows reach.
    """
    try:
        first, last = Oid.from_contents(asked_name), Oid.from_contents(rows[-1].name)
        if len(first) <= len(root):
            first = Oid.from_contents(rows[0].name)
    except DecodeError:
        return None
    shared = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    if shared is None or not last.starts_with(root):
        return None
    if shared > len(root):
        return _Guess(last[: shared - 1], last[shared - 1] + 1, 1)
    step = last[shared] - first[shared]
    return _Guess(last[:shared], last[shared] + step, step) if step > 0 else None
