"""Engine identities on disk: counted before use, never twice the same, and loud when they are lost (RFC 3414 §2.2)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from trishul.protocol.security.engine_id import is_engine_id
from trishul.protocol.security.time_window import MAX_BOOTS
from trishul.snmp.engine_state import LOCK_FILE, STATE_FILE, EngineRole, new_engine_id, pass_over_boots, start_engine

SIMULATOR, RECEIVER = EngineRole.SIMULATOR, EngineRole.RECEIVER


def _write_boots(directory: Path, boots: object) -> None:
    path = directory / STATE_FILE
    entries = json.loads(path.read_text())
    entries["simulator"]["boots"] = boots
    path.write_text(json.dumps(entries))


def test_every_start_counts_and_the_id_stays(tmp_path: Path) -> None:
    starts = [start_engine(tmp_path, SIMULATOR) for _ in range(3)]
    assert [start.boots for start in starts] == [1, 2, 3]
    assert len({start.engine_id for start in starts}) == 1
    assert [start.warning for start in starts] == [None, None, None]


def test_roles_are_engines_of_their_own(tmp_path: Path) -> None:
    simulator = start_engine(tmp_path, SIMULATOR)
    receiver = start_engine(tmp_path, RECEIVER)
    assert simulator.engine_id != receiver.engine_id
    assert (receiver.boots, receiver.warning) == (1, None)


def test_the_number_is_on_disk_before_it_is_used_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / STATE_FILE
    identity = start_engine(path.parent, SIMULATOR)
    assert json.loads(path.read_text())["simulator"] == {"engine_id": identity.engine_id.hex(), "boots": 1}
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_lost_file_makes_a_new_engine_and_says_so(tmp_path: Path) -> None:
    before = start_engine(tmp_path, SIMULATOR)
    (tmp_path / STATE_FILE).unlink()
    after = start_engine(tmp_path, SIMULATOR)
    assert after.engine_id != before.engine_id
    assert after.boots == 1
    assert after.warning is not None
    assert "is lost" in after.warning
    assert after.engine_id.hex() in after.warning


@pytest.mark.parametrize(
    "octets", [b"", b"\xff\xfe", b"[]", b'{"simulator": 7}', b'{"simulator": {"boots": 3}}', b"[" * 9999]
)
def test_a_damaged_file_is_kept_aside_and_makes_a_new_engine(tmp_path: Path, octets: bytes) -> None:
    before = start_engine(tmp_path, SIMULATOR)
    (tmp_path / STATE_FILE).write_bytes(octets)
    after = start_engine(tmp_path, SIMULATOR)
    assert after.engine_id != before.engine_id
    assert after.warning is not None
    assert "damaged" in after.warning
    assert (tmp_path / "engines.damaged").read_bytes() == octets
    assert start_engine(tmp_path, SIMULATOR)[:2] == (after.engine_id, 2)


@pytest.mark.parametrize("boots", [None, "7", -1, 0, True, 1.5, MAX_BOOTS + 1])
def test_boots_that_are_no_count_cost_only_their_role(tmp_path: Path, boots: object) -> None:
    start_engine(tmp_path, SIMULATOR)
    receiver = start_engine(tmp_path, RECEIVER)
    _write_boots(tmp_path, boots)
    assert start_engine(tmp_path, SIMULATOR).warning is not None
    assert start_engine(tmp_path, RECEIVER) == (receiver.engine_id, 2, None)


@pytest.mark.parametrize("boots", [MAX_BOOTS - 1, MAX_BOOTS])
def test_an_engine_that_cannot_count_further_gets_a_new_id(tmp_path: Path, boots: int) -> None:
    """RFC 3414 §2.2.2: with boots at the maximum no message would be in the time window again."""
    before = start_engine(tmp_path, SIMULATOR)
    _write_boots(tmp_path, boots)
    after = start_engine(tmp_path, SIMULATOR)
    assert (after.engine_id != before.engine_id, after.boots) == (True, 1)
    assert after.warning is not None


def test_where_nothing_can_be_written_the_engine_is_new_each_time_and_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a directory")
    first, second = (start_engine(blocked / "data", SIMULATOR) for _ in range(2))
    assert first.engine_id != second.engine_id
    assert first.warning is not None
    assert "cannot be written" in first.warning


def test_a_state_file_that_is_a_directory_is_said_like_any_other_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / STATE_FILE).mkdir()
    assert "cannot be written" in (start_engine(tmp_path, SIMULATOR).warning or "")


def test_a_write_that_was_cut_off_leaves_no_trace(tmp_path: Path) -> None:
    start_engine(tmp_path, SIMULATOR)
    (tmp_path / "engines.new").write_text('{"simul')
    assert start_engine(tmp_path, SIMULATOR).boots == 2


def test_processes_that_start_together_have_each_their_own_boots(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from trishul.snmp.engine_state import EngineRole, start_engine\n"
        "sys.stdin.read()\n"
        "for _ in range(20): print(start_engine(Path(sys.argv[1]), EngineRole.SIMULATOR).boots)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    starters = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.close()
        starter.stdin = None
    printed = [int(line) for starter in starters for line in starter.communicate()[0].split()]
    assert sorted(printed) == list(range(1, 61))


def test_a_lock_alone_is_no_loss(tmp_path: Path) -> None:
    """Another process may have made it a moment ago, or died before it wrote anything."""
    (tmp_path / LOCK_FILE).touch()
    assert start_engine(tmp_path, SIMULATOR).warning is None


def test_new_engine_ids_are_valid_and_differ() -> None:
    made = {new_engine_id() for _ in range(50)}
    assert len(made) == 50
    assert all(is_engine_id(engine_id) for engine_id in made)


def test_an_older_file_is_made_to_have_started_oftener(tmp_path: Path) -> None:
    first = start_engine(tmp_path, SIMULATOR)
    pass_over_boots(tmp_path / STATE_FILE, 100)
    second = start_engine(tmp_path, SIMULATOR)
    assert (second.engine_id, second.boots) == (first.engine_id, 102)
    pass_over_boots(tmp_path / STATE_FILE, MAX_BOOTS)
    assert "as often as an engine can" in (start_engine(tmp_path, SIMULATOR).warning or "")
    pass_over_boots(tmp_path / "nowhere.json", 1)
    (tmp_path / STATE_FILE).write_text("no JSON")
    pass_over_boots(tmp_path / STATE_FILE, 1)
    assert (tmp_path / STATE_FILE).read_text() == "no JSON"
