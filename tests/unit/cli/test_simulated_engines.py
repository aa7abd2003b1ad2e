"""The engines of a simulation on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.cli.simulated_engines import start_engines
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol
from trishul.protocol.security.users import UserCredentials
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import context_names

BERT = UserCredentials("bert", AuthProtocol.SHA, KeyMaterial.password("maplesyrup"))
PINNED = UserCredentials("erni", AuthProtocol.SHA, KeyMaterial.password("maplesyrup"))
OTHER = bytes.fromhex("80007ed904aabb")
ROUTER, SWITCH = Device.from_instances({}), Device.from_instances({})


def test_without_users_there_is_no_engine(tmp_path: Path) -> None:
    assert start_engines([], {b"router": ROUTER}, ROUTER, tmp_path, 0.0) == {}
    assert list(tmp_path.iterdir()) == []


def test_devices_are_contexts_and_the_engine_is_the_one_of_the_data_directory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (first,) = start_engines([(BERT, b"")], {b"router": ROUTER}, SWITCH, tmp_path, 0.0).values()
    (second,) = start_engines([(BERT, b"")], {b"router": ROUTER}, SWITCH, tmp_path, 0.0).values()
    router, as_snmpsim_names_it = context_names(b"router")
    assert first.contexts == {router: ROUTER, as_snmpsim_names_it: ROUTER, b"": SWITCH}
    assert (second.engine_id, second.clock.read(0.0)) == (first.engine_id, (2, 0))
    said = capsys.readouterr().err
    assert "users: bert" in said
    assert "maple" not in said


def test_a_pinned_user_is_at_his_engine_alone(tmp_path: Path) -> None:
    ours, other = start_engines([(BERT, b""), (PINNED, OTHER)], {}, SWITCH, tmp_path, 0.0).values()
    assert other.engine_id == OTHER
    assert sorted(ours.users) == [b"bert"]
    assert sorted(other.users) == [b"bert", b"erni"]
