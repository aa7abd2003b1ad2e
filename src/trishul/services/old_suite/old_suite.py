"""The data directory of the suite that came before this one, read: what is in it, and each piece that cannot be meant.

Owns its layout and formats: `configs/custom_data.json` (overrides by `MODULE::name.index`),
`configs/app_settings.json`, `traps.jsonl` (one record a line, values as text without their types) and the folder
`mibs`. Passwords and counters in it are not looked at, nor is any community. Nothing is changed there. What becomes of
the pieces is `taking_over`.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from trishul.errors import InvalidInput

MAX_LINE_BYTES = 1 << 20
MAX_DOCUMENT_BYTES = 16 << 20
_MIB_ENDINGS = frozenset({"", ".mib", ".my", ".txt"})
_LATEST_S = 2**63 / 1e9


class Finding(NamedTuple):
    """A piece that is left out, and why."""

    place: str
    """File, line, key."""
    reason: str


class OldVarBind(msgspec.Struct, frozen=True):
    """One variable: a number, and a text that has lost its type."""

    oid: str
    value: str | int | float = ""


class OldTrap(msgspec.Struct, frozen=True):
    """One line of `traps.jsonl`, as far as it is a fact; names were the MIBs' of that day."""

    timestamp: float
    """Seconds since 1970."""
    source: str
    """`ip:port`."""
    varbinds: list[OldVarBind]


class OldSuite:
    """One data directory; what is wrong in it is collected in `findings`."""

    def __init__(self, directory: Path) -> None:
        """Raises InvalidInput where nothing of that suite lies there."""
        self.findings: list[Finding] = []
        self._overrides = directory / "configs/custom_data.json"
        self._settings = directory / "configs/app_settings.json"
        self._traps = directory / "traps.jsonl"
        self._mibs = directory / "mibs"
        if not any(place.exists() for place in (self._overrides, self._settings, self._traps, self._mibs)):
            raise InvalidInput(f"{directory} has neither configs, traps.jsonl nor mibs: it is no such data directory")

    def note(self, place: str, reason: str) -> None:
        """Something is left out."""
        self.findings.append(Finding(place, reason))

    def overrides(self) -> dict[str, Any]:
        """Values by instance, as they stand there."""
        return self._document(self._overrides)

    def settings(self) -> dict[str, Any]:
        """Settings by name, as they stand there."""
        return self._document(self._settings)

    def mib_files(self) -> list[Path]:
        """Plain files that may be MIB texts."""
        if not self._mibs.is_dir():
            return []
        found = []
        for path in sorted(self._mibs.iterdir()):
            if path.is_symlink() or not path.is_file() or path.suffix.lower() not in _MIB_ENDINGS:
                self.note(f"mibs/{path.name}", "This is no MIB text")
            else:
                found.append(path)
        return found

    def traps(self) -> Iterator[tuple[str, OldTrap]]:
        """Place and record of each line that can be read, oldest first."""
        decoder = msgspec.json.Decoder(OldTrap)
        for number, line in enumerate(_lines(self._traps), start=1):
            place = f"{self._traps.name}, line {number}"
            if line is None:
                self.note(place, f"The line has more than {MAX_LINE_BYTES:,} bytes")
            elif line.strip():
                try:
                    trap = decoder.decode(line)
                except msgspec.MsgspecError as error:  # also of octets that are no UTF-8
                    self.note(place, str(error))
                    continue
                if math.isfinite(trap.timestamp) and 0 <= trap.timestamp < _LATEST_S:
                    yield place, trap
                else:
                    self.note(place, "The time is none")

    def _document(self, path: Path) -> dict[str, Any]:
        """A JSON object; an empty one where the file is not there or none."""
        try:
            if not path.exists():
                return {}
            if path.stat().st_size > MAX_DOCUMENT_BYTES:
                raise InvalidInput(f"The file has more than {MAX_DOCUMENT_BYTES:,} bytes")
            return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        except OSError as error:
            self.note(path.name, error.strerror or "It cannot be read")
        except (msgspec.MsgspecError, InvalidInput) as error:
            self.note(path.name, str(error))
        return {}


def peer_of(source: str) -> str:
    """`ip:port` of a record as this program writes it; an IPv6 address gets its brackets. Raises InvalidInput."""
    host, _, port = source.rpartition(":")
    try:
        address = ipaddress.ip_address(host.strip("[]"))
        number = int(port) if port.isascii() and port.isdigit() else -1
    except ValueError:
        number = -1
    if not 0 <= number <= 65535:
        raise InvalidInput(f"The source {source[:60]!r} is no address with a port")
    return f"[{address}]:{number}" if address.version == 6 else f"{address}:{number}"


def _lines(path: Path) -> Iterator[bytes | None]:
    """Lines of a file, None for one that is too long; nothing where there is no file."""
    if path.is_file():
        with path.open("rb") as file:
            while line := file.readline(MAX_LINE_BYTES + 1):
                if len(line) <= MAX_LINE_BYTES:
                    yield line
                else:
                    _pass_over(file, line)
                    yield None


def _pass_over(file: BinaryIO, piece: bytes) -> None:
    """Reads to the end of a line."""
    while piece and not piece.endswith(b"\n"):
        piece = file.readline(MAX_LINE_BYTES)
