"""The file of `trishul simulate --keep-values`: values that managers set, written down before each SET is answered.

One JSON object a line for each SET: the device's community, and by OID the encoded binding in hexadecimal, or null for
an instance that was destroyed. Lines are appended, so that a crash costs at most the SET that was never answered; at
the next start they are read and written anew, one line a device. A SET that cannot be written is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from trishul.datatypes.oid import Oid, oid_text
from trishul.errors import DecodeError, InvalidInput, TrishulError
from trishul.protocol.ber import decode_varbinds
from trishul.simulation.device import Device
from trishul.simulation.set_values import Changes

_FILE_MODE = 0o600


class KeptValuesUnreadable(TrishulError):
    """The file is none of ours, or a line of it was changed to something that cannot be read."""

    code = "kept_values_unreadable"

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}. Mend or remove the file")
        self.path = path
        self.line = line


class KeptValuesFile:
    """Open it once for all devices; each then brings its values back and writes what is set from now on."""

    def __init__(self, path: Path) -> None:
        """Raises KeptValuesUnreadable, OSError."""
        self._path = path
        self._values = _read(path)
        self._write_anew()
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _FILE_MODE)

    def keep(self, community: str, device: Device) -> int:
        """Sets what was set before, and keeps what will be; returns how many instances were brought back."""
        kept = self._values.get(community, {})
        device.restore(kept)
        device.set_values.tell = partial(self._tell, community)
        return len(kept)

    def close(self) -> None:
        """Closes the file."""
        os.close(self._descriptor)

    def _tell(self, community: str, changes: Changes) -> None:
        """Appends one line. Raises OSError; a line that was cut short is taken back."""
        line = _line(community, changes)
        size = os.fstat(self._descriptor).st_size
        if os.write(self._descriptor, line) != len(line):
            os.ftruncate(self._descriptor, size)
            raise OSError("the disk is full")

    def _write_anew(self) -> None:
        """Replaces the file by one line a device."""
        beside = self._path.with_name(f"{self._path.name}.new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(_line(community, values) for community, values in self._values.items())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)


def _line(community: str, values: Changes) -> bytes:
    shown = {oid_text(name): None if varbind is None else varbind.hex() for name, varbind in values.items()}
    return json.dumps({"community": community, "values": shown}).encode() + b"\n"


def _read(path: Path) -> dict[str, dict[bytes, bytes | None]]:
    """The values by community; a last line without its end was never answered and is left out."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return {}
    values: dict[str, dict[bytes, bytes | None]] = {}
    for number, line in enumerate(lines, 1):
        try:
            community, changes = _changes(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, DecodeError, InvalidInput) as error:
            raise KeptValuesUnreadable(path, number, f"this is no kept value ({type(error).__name__})") from None
        values.setdefault(community, {}).update(changes)
    return values


def _changes(entry: Mapping[str, Any]) -> tuple[str, dict[bytes, bytes | None]]:
    changes: dict[bytes, bytes | None] = {}
    for oid, shown in entry["values"].items():
        name = Oid(oid).contents
        varbind = None if shown is None else bytes.fromhex(shown)
        if varbind is not None and [each.name for each in decode_varbinds(varbind, 0, len(varbind))] != [name]:
            raise ValueError(oid)
        changes[name] = varbind
    return str(entry["community"]), changes
