"""The walk: what to ask next, which rows belong to the subtree, and when it is over.

A machine beside the manager's: it turns responses into pages of rows and says what to ask next; who drives it sends
that request through `ManagerEngine`. It ends as net-snmp's snmpwalk does: at endOfMibView, at the first name outside
the subtree, at noSuchName (RFC 1157 §4.1.3), and with a GET of the root when nothing lies below it, so that an
instance can be walked. It never runs for ever: names must increase, or at least not repeat, and row and time limits
say when they cut.

Hot path: a page of increasing names below the root is checked without a Python-level loop. The request after it is
built around the last name's octets as they came. How many rows one request asks is `repetitions`, what is asked before
its turn `read_ahead`: this machine alone decides which rows a walk has.
"""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from operator import lt
from typing import NamedTuple

from trishul.datatypes.oid import Oid, oid_sort_key
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.manager import error_of
from trishul.engine.repetitions import MaxRepetitions, Repetitions
from trishul.engine.responses import Response
from trishul.errors import (
    DecodeError,
    ErrorResponse,
    InvalidInput,
    LimitReached,
    NonIncreasingOid,
    NoSuchName,
    TrishulError,
)
from trishul.protocol.message import Version
from trishul.protocol.pdu import ErrorStatus, PduKind

_FIRST_EXCEPTION, _LAST_EXCEPTION = ValueType.NO_SUCH_OBJECT.value, ValueType.END_OF_MIB_VIEW.value
_CONTINUES = 0x80
_SEPARATOR = b"\x80"
_CONTINUED = bytes(octet >= _CONTINUES for octet in range(256))
"""Translates OID octets into which of them continue a number: equal patterns mean numbers of equal lengths."""
_LONG_NUMBER = b"\x01\x01"
"""In such a pattern: a number of three octets or more, above 16,383."""
MAX_REMEMBERED_NAMES = 1_000_000
_EMPTY_ANSWER = "an empty list of variable bindings"
_OTHER_VARIABLE = "with another variable than the one asked"


class WalkCut(StrEnum):
    """Which limit ended a walk before its subtree did."""

    ROWS = "rows"
    TIME = "time"


class WalkRequest(NamedTuple):
    """What to ask next: GET, GETNEXT or GETBULK (with non-repeaters 0) for one name."""

    kind: PduKind
    name: bytes
    max_repetitions: int
    is_attempt: bool = False
    """True: so many rows have never been answered. Sent once; without an answer fewer are asked."""


class _Phase(Enum):
    WALKING = auto()
    ASKING_ROOT = auto()
    ENDED = auto()


class Walk:
    """One walk. Ask `next_request`, give its answer to `receive_response` or `receive_failure`, until it is None."""

    def __init__(
        self,
        root: Oid,
        version: Version,
        now: float,
        *,
        max_repetitions: MaxRepetitions = "auto",
        max_rows: int | None = None,
        max_time_s: float | None = None,
        tolerates_non_increasing: bool = False,
        after: Oid | None = None,
    ) -> None:
        """`tolerates_non_increasing` follows names that do not increase, as `snmpwalk -Cc`, until one is asked twice.

        `after`, a name below the root, is where the walk begins. Raises InvalidInput.
        """
        self.repetitions = Repetitions(max_repetitions)
        if max_rows is not None and max_rows < 1:
            raise InvalidInput("A row limit is at least 1", field="max_rows")
        if max_time_s is not None and not max_time_s > 0:
            raise InvalidInput("A time limit is above 0 seconds", field="max_time_s")
        self.root = root
        self.rows = 0
        """Rows given so far."""
        self.cut: WalkCut | None = None
        """The limit that ended the walk early; None when it came to its end, or has not ended yet."""
        self.error: TrishulError | None = None
        """What ended the walk before its end; rows before it are good."""
        self.give_up_at = None if max_time_s is None else now + max_time_s
        self.last_name = (root if after is None else after).contents
        """Where the next request starts."""
        self.tolerates_non_increasing = tolerates_non_increasing
        self.max_rows = max_rows
        self._kind = PduKind.GET_NEXT if version is Version.V1 else PduKind.GET_BULK
        self._phase = _Phase.WALKING
        self._root_contents = root.contents
        self._prefix = _prefix_of(root)
        self._asked_names: set[bytes] | None = {self.last_name} if tolerates_non_increasing else None

    @property
    def has_ended(self) -> bool:
        """True when nothing is left to ask."""
        return self._phase is _Phase.ENDED

    @property
    def asks_for_many(self) -> bool:
        """True while GETBULK is asked; SNMPv1 has none, and who answers it with nothing is asked for one row."""
        return self._kind is PduKind.GET_BULK

    def next_request(self) -> WalkRequest | None:
        """What to ask now, or None when the walk has ended."""
        if self._phase is _Phase.WALKING:
            return self.request_after(self.last_name)
        if self._phase is _Phase.ASKING_ROOT:
            return WalkRequest(PduKind.GET, self._root_contents, 0)
        return None

    def request_after(self, name: bytes) -> WalkRequest:
        """How this walk asks at present for what follows a name."""
        if self._kind is not PduKind.GET_BULK:
            return WalkRequest(self._kind, name, 0)
        repetitions = self.repetitions.number
        if self.max_rows is not None:
            # One more than allowed: only a further row proves that the limit cut something.
            repetitions = min(repetitions, self.max_rows - self.rows + 1)
        return WalkRequest(self._kind, name, repetitions, self.repetitions.is_attempt)

    def receive_response(self, response: Response, now: float) -> list[VarBind]:
        """Takes the answer to the last request and gives its rows; the last page may be empty."""
        if self._phase is _Phase.ASKING_ROOT:
            return self._finish_with_root(response)
        if response.error_status:
            self._receive_error_status(response)
            return []
        rows = response.varbinds
        if not rows:
            self._receive_empty()
        elif self._is_plain_page(self.last_name, rows):
            return self._take(rows, now)
        else:
            return self._take_unusual_page(rows, now)
        return []

    def receive_failure(self, error: TrishulError, now: float) -> None:
        """Takes the failure of the last request; one that the time limit caused is a cut, not an error."""
        if self.give_up_at is not None and now >= self.give_up_at:
            self._cut(WalkCut.TIME)
        else:
            self._fail(error)

    def is_regular_page(self, previous: bytes, rows: list[VarBind]) -> bool:
        """True when all rows lie below the root, increase from `previous` on, and are values."""
        if self._is_plain_page(previous, rows):
            return True
        for name, tag, _ in rows:
            if self._is_end(name, tag) or self._disorder(previous, name) is not None:
                return False
            previous = name
        return True

    def _is_end(self, name: bytes, tag: int) -> bool:
        return _FIRST_EXCEPTION <= tag <= _LAST_EXCEPTION or not name.startswith(self._prefix)

    def _is_plain_page(self, previous: bytes, rows: list[VarBind]) -> bool:
        """The same seen at once; False for some regular pages too."""
        names, tags, _ = zip(*rows, strict=True)
        # Octets of whole numbers: a name that starts with the root's octets lies below the root, and so do all
        # between two such names.
        if max(tags) >= _FIRST_EXCEPTION or not names[-1].startswith(self._prefix):
            return False
        # Without numbers above 16,383 the octets sort as the numbers do; without any above 127 that is seen at once.
        # The separator makes a name that ends inside a number look like a long one.
        octets = b"".join(names)
        if not (octets.isascii() and previous.isascii()):
            pattern = _SEPARATOR.join((previous, *names, b"")).translate(_CONTINUED)
            if _LONG_NUMBER in pattern:
                return False
        return previous < names[0] and all(map(lt, names, names[1:]))

    def _take_unusual_page(self, rows: list[VarBind], now: float) -> list[VarBind]:
        """Rows one by one, up to where the walk ends in this page."""
        previous = self.last_name
        has_ended = False
        error: TrishulError | None = None
        for position, (name, tag, _) in enumerate(rows):
            has_ended = self._is_end(name, tag)
            error = None if has_ended else self._disorder(previous, name)
            if has_ended or error is not None:
                rows = rows[:position]
                break
            previous = name
        if rows:
            # The time limit cuts nothing when the subtree ended in the page that came too late.
            rows = self._take(rows, None if has_ended else now)
        if self.cut is None and self.error is None:
            if has_ended:
                self._end()
            elif error is not None:
                self._fail(error)
        return rows

    def _disorder(self, previous: bytes, name: bytes) -> TrishulError | None:
        if name[-1] >= _CONTINUES:
            return DecodeError("an OID that ends inside a number", len(name) - 1)
        try:
            increases = follows(previous, name)
        except DecodeError as error:
            return error
        if increases or self._asked_names is not None:
            return None
        return NonIncreasingOid(_text(previous), _text(name))

    def _take(self, rows: list[VarBind], now: float | None) -> list[VarBind]:
        """Counts the rows of a page, applies the limits (that of time with `now`) and remembers where to go on."""
        if self.max_rows is not None and self.rows + len(rows) > self.max_rows:
            rows = rows[: self.max_rows - self.rows]
            self.rows += len(rows)
            self._cut(WalkCut.ROWS)
            return rows
        self.rows += len(rows)
        self.last_name = rows[-1][0]
        if self.give_up_at is not None and now is not None and now >= self.give_up_at:
            self._cut(WalkCut.TIME)
        elif self._asked_names is not None:
            self._check_for_loop(self.last_name, self._asked_names)
        return rows

    def _check_for_loop(self, name: bytes, asked_names: set[bytes]) -> None:
        """Names that do not increase are followed until one comes that was asked before."""
        if name in asked_names:
            self._fail(NonIncreasingOid(_text(name), _text(name)))
        elif len(asked_names) >= MAX_REMEMBERED_NAMES:
            self._fail(LimitReached("requests of a walk whose OIDs may decrease", MAX_REMEMBERED_NAMES))
        asked_names.add(name)

    def _receive_error_status(self, response: Response) -> None:
        status = response.error_status
        if status == ErrorStatus.NO_SUCH_NAME:
            self._end()
            return
        is_much = status == ErrorStatus.TOO_BIG
        if status == ErrorStatus.GEN_ERR:  # net-snmp's word over SNMPv3 for an answer above its sendMessageMaxSize
            is_much = not self.repetitions.is_exact
        if not (is_much and self._kind is PduKind.GET_BULK and self.repetitions.shrink()):
            self._phase = _Phase.ENDED
            self.error = error_of(response, [self.last_name])

    def _receive_empty(self) -> None:
        """RFC 3416 §4.2.3 lets an agent leave out what does not fit: one row may fit where a row of a page did not."""
        if self._kind is PduKind.GET_BULK:
            self._kind = PduKind.GET_NEXT
        else:
            self._fail(ErrorResponse(0, _EMPTY_ANSWER, 0, _text(self.last_name)))

    def _finish_with_root(self, response: Response) -> list[VarBind]:
        """The answer to the GET of the root: one row, or the proof that nothing is there."""
        self._phase = _Phase.ENDED
        rows = response.varbinds[:1]
        self.error = error_of(response, [self._root_contents])
        if self.error is None and not rows:
            self.error = ErrorResponse(0, _EMPTY_ANSWER, 0, str(self.root))
        if self.error is None and rows[0].name != self._root_contents:
            self.error = ErrorResponse(0, _OTHER_VARIABLE, 0, str(self.root))
        if self.error is None and rows[0].is_exception:
            self.error = NoSuchName(str(self.root), rows[0].type.label)
        if self.error is not None:
            return []
        self.rows = 1
        return rows

    def _end(self) -> None:
        """The end of the subtree; a walk that found nothing asks for its root itself."""
        self._phase = _Phase.ENDED if self.rows else _Phase.ASKING_ROOT

    def _cut(self, limit: WalkCut) -> None:
        self._phase = _Phase.ENDED
        self.cut = limit

    def _fail(self, error: TrishulError) -> None:
        self._phase = _Phase.ENDED
        self.error = error


def follows(previous: bytes, name: bytes) -> bool:
    """True when `name` is lexicographically greater; both are OID contents octets. Raises DecodeError."""
    if previous.translate(_CONTINUED) == name.translate(_CONTINUED):
        return previous < name
    return oid_sort_key(previous) < oid_sort_key(name)


def _prefix_of(root: Oid) -> bytes | tuple[bytes, ...]:
    """What the octets of every name below the root start with.

    The first two numbers share octets (X.690 §8.19.4), so a root of one number has the first octets of all its
    children.
    """
    if len(root) > 1:
        return root.contents
    first_octets = range(root[0] * 40, 256 if root[0] == 2 else root[0] * 40 + 40)
    return tuple(bytes((octet,)) for octet in first_octets)


def _text(name: bytes) -> str:
    try:
        return str(Oid.from_contents(name))
    except DecodeError:
        return f"0x{name.hex()}"
