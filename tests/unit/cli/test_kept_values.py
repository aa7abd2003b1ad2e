"""Kept values on disk: written before the answer, read at the next start, refused when they are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.simulation.test_set_transaction import put
from tests.unit.writable_device import UNKNOWN, writable_device
from trishul.cli.kept_values import KeptValuesFile, KeptValuesUnreadable
from trishul.datatypes import Oid, Value

NUMBER = f"{UNKNOWN}.1.0"


def kept_in(path: Path) -> Value | None:
    device = writable_device(None)
    file = KeptValuesFile(path)
    file.keep("public", device)
    file.close()
    return device.find_value(Oid(NUMBER).contents, 0.0)


def test_values_are_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "values.jsonl"
    file = KeptValuesFile(path)
    device = writable_device(None)
    assert file.keep("public", device) == 0
    for number in (5, 6):
        assert put(device, (NUMBER, Value.integer(number))) == ("noError", 0)
    assert len(path.read_bytes().splitlines()) == 2
    file.close()
    assert kept_in(path) == Value.integer(6)
    assert len(path.read_bytes().splitlines()) == 1
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_line_that_a_crash_cut_short_was_never_answered(tmp_path: Path) -> None:
    path = tmp_path / "values.jsonl"
    file = KeptValuesFile(path)
    device = writable_device(None)
    file.keep("public", device)
    put(device, (NUMBER, Value.integer(5)))
    file.close()
    path.write_bytes(path.read_bytes() + b'{"community": "public", "val')
    assert kept_in(path) == Value.integer(5)


def test_what_cannot_be_written_is_not_set(tmp_path: Path) -> None:
    file = KeptValuesFile(tmp_path / "values.jsonl")
    device = writable_device(None)
    file.keep("public", device)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, file._descriptor)
    assert put(device, (NUMBER, Value.integer(5))) == ("commitFailed", 1)
    assert device.find_value(Oid(NUMBER).contents, 0.0) == Value.integer(81)
    os.close(full)
    file.close()


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[]",
        b'{"community": "x"}',
        b'{"community": "x", "values": {"no oid": null}}',
        b'{"community": "x", "values": {"1.3.6.1": "zz"}}',
        b'{"community": "x", "values": {"1.3.6.1": "300a06032b0602"}}',
    ],
)
def test_a_file_that_is_none_of_ours_is_left_as_it_is(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "values.jsonl"
    path.write_bytes(b'{"community": "x", "values": {}}\n' + line + b"\n")
    with pytest.raises(KeptValuesUnreadable, match="line 2"):
        KeptValuesFile(path)
    assert line in path.read_bytes()
