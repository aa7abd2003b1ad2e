"""`multiplex`: a subtree that is answered from one recording after the other, by the time or as a manager chooses.

The line stands for the subtree: `1.3.6.1.2.1.2|:multiplex|dir=snapshots,period=10`. The files of the folder are named
by numbers; each is answered for `period` seconds, the last one for good or, with `wrap`, the first one after it. With
`control` an INTEGER of that OID says which file is answered, and is set to choose another. Owns the choice and the
values; which files those are is `recordings.multiplexing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from trishul.datatypes.contents import decode_integer, encode_integer
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import ValueType
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.recordings.findings import excerpt
from trishul.simulation.variations.options import LineOptions
from trishul.simulation.variations.variation import START, Origin, Reading, SetTrial, Variation

SUBTREE_MODULE = "multiplex"
"""The module's name in a recording; its lines stand for a whole subtree."""

DEFAULT_PERIOD_S = 60.0
_KEYS = frozenset((b"dir", b"period", b"wrap", b"control"))

FileValue = tuple[int, bytes]
"""Identifier octet and contents octets."""


@dataclass(slots=True)
class FileChoice:
    """Which of so many files is answered; all instances of a subtree have one."""

    files: int
    period_s: float
    wraps: bool
    chosen: int | None = None
    """By a manager; None where the time chooses."""

    def at(self, passed_s: float) -> int:
        """The file after so many seconds, counted from 0."""
        if self.chosen is not None:
            return min(self.chosen, self.files - 1)
        slot = int(max(passed_s, 0.0) / self.period_s)
        return slot % self.files if self.wraps else min(slot, self.files - 1)


@dataclass(slots=True)
class Multiplexed(Variation):
    """One instance with its value in each file."""

    values: Sequence[FileValue]
    choice: FileChoice
    origin: Origin = START

    @property
    def tag(self) -> int:
        """That of the first file."""
        return self.values[0][0]

    def contents_at(self, now: float) -> bytes:
        """The value in the file that is answered."""
        return self._value_at(now)[1]

    def read(self, name: bytes, now: float) -> Reading:
        """The value, of the type that it has in the file."""
        del name
        return Reading(*self._value_at(now))

    def _value_at(self, now: float) -> FileValue:
        return self.values[self.choice.at(now - self.origin.started_at)]


@dataclass(slots=True)
class MultiplexControl(Variation):
    """The variable that says which file is answered."""

    keeps_set_values: ClassVar[bool] = True

    choice: FileChoice
    origin: Origin = START

    @property
    def tag(self) -> int:
        """INTEGER."""
        return ValueType.INTEGER.value

    def contents_at(self, now: float) -> bytes:
        """The number of the file, counted from 0."""
        return encode_integer(self.choice.at(now - self.origin.started_at))

    def try_set(self, name: bytes, tag: int, contents: bytes, now: float) -> SetTrial:
        """Numbers of files are taken."""
        del name, now
        if tag != ValueType.INTEGER:
            return SetTrial(ErrorStatus.WRONG_TYPE)
        try:
            is_file = 0 <= decode_integer(contents) < self.choice.files
        except DecodeError:
            is_file = False
        return SetTrial(ErrorStatus.NO_ERROR if is_file else ErrorStatus.WRONG_VALUE)

    def with_value(self, contents: bytes) -> Self:
        """Lets the chosen file be answered from now on."""
        self.choice.chosen = decode_integer(contents)
        return self


class MultiplexLine(NamedTuple):
    """What a line says; `root` are contents octets."""

    root: bytes
    folder: str
    period_s: float
    wraps: bool
    control: bytes
    """Contents octets of the control variable; empty without one."""
    line: int

    def choice(self, files: int) -> FileChoice:
        """The choice among so many files."""
        return FileChoice(files, self.period_s, self.wraps, 0 if self.control else None)


def parse(root: bytes, line: int, options: LineOptions) -> MultiplexLine:
    """The line. Raises Unreadable."""
    options.check_known(_KEYS)
    folder = options.text(b"dir").decode("utf-8", "surrogateescape").strip()
    if not folder:
        raise options.refuse("it names no folder by 'dir'")
    period_s = options.number(b"period", DEFAULT_PERIOD_S)
    if period_s <= 0:
        raise options.refuse("'period' is above 0 seconds")
    control = b""
    if b"control" in options.settings:
        text = options.text(b"control")
        try:
            control = Oid(text.decode("ascii", "replace")).contents
        except InvalidInput:
            raise options.refuse(f"'control' is no OID: {excerpt(text)}") from None
    return MultiplexLine(root, folder, period_s, options.flag(b"wrap"), control, line)
