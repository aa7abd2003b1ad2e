"""The engines of a simulator: one for all devices, further ones for some, and users who come and go."""

from __future__ import annotations

from pathlib import Path

from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol
from trishul.protocol.security.users import UserCredentials
from trishul.simulation.device import Device
from trishul.snmp.engine_state import EngineIdentity, EngineRole, start_engine
from trishul.workers.messages import SnmpUser
from trishul.workers.simulated_engines import SimulatedEngines
from trishul.workers.users import snmp_user

FIRST, OWN = bytes.fromhex("80007ed905aa"), bytes.fromhex("80007ed905bb")
SWITCH, DEFAULT = Device.from_instances({}), Device.from_instances({})


def engines() -> SimulatedEngines:
    made = SimulatedEngines(EngineIdentity(FIRST, 7), started_at=0.0)
    made.give_own([(b"sw1", OWN)])
    made.serve(b"", DEFAULT)
    made.serve(b"sw1", SWITCH)
    return made


def user(name: str, password: str = "maplesyrup", engine_id: bytes = b"") -> SnmpUser:
    return snmp_user(UserCredentials(name, AuthProtocol.SHA, KeyMaterial.password(password)), engine_id=engine_id)


def test_the_first_engine_has_every_device_and_an_own_one_its_device_without_a_context() -> None:
    made = engines()
    assert list(made.by_id) == [FIRST, OWN]
    assert made.first.contexts == {b"": DEFAULT, b"sw1": SWITCH}
    assert made.by_id[OWN].contexts == {b"": SWITCH, b"sw1": SWITCH}
    assert {engine.clock.read(0.0)[0] for engine in made.by_id.values()} == {7}


def test_users_are_at_every_engine_or_at_theirs() -> None:
    made = engines()
    assert made.use([user("bert"), user("sw1 only", engine_id=OWN)]) == []
    assert [sorted(engine.users) for engine in made.by_id.values()] == [[b"bert"], [b"bert", b"sw1 only"]]


def test_who_is_told_again_keeps_his_keys_and_who_is_not_is_gone() -> None:
    made = engines()
    made.use([user("bert"), user("erni"), user("mona")])
    before = dict(made.first.users)
    made.use([user("bert"), user("erni", "another one")])
    after = made.first.users
    assert after[b"bert"] is before[b"bert"]
    assert after[b"erni"] is not before[b"erni"]
    assert b"mona" not in after


def test_who_cannot_be_used_is_named_and_costs_only_himself() -> None:
    made = engines()
    refused = made.use(
        [user("bert"), SnmpUser("short", 1, "SHA", "password", b"x"), user("far", engine_id=b"\x80\0\0\0\5x")]
    )
    assert [one.user for one in refused] == ["short", "far"]
    assert made.user_count == 1
    assert made.use([user("bert")]) == []


def test_engines_of_their_own_come_and_go_with_the_users_that_there_are() -> None:
    made = engines()
    by_id = made.by_id
    made.use([user("bert")])
    made.give_own([(b"", OWN), (b"sw1", FIRST)])
    assert made.by_id is by_id
    assert made.by_id[OWN].contexts == {b"": DEFAULT}
    assert list(made.by_id[OWN].users) == [b"bert"]
    assert made.first.contexts[b""] is DEFAULT
    made.give_own([])
    assert list(by_id) == [FIRST]


def test_an_engine_that_starts_again_alone_has_more_boots_and_its_time_from_zero() -> None:
    made = engines()
    assert [engine.engine_id for engine in made.own_of(b"sw1")] == [OWN]
    made.restart(made.own_of(b"sw1"), 9, 50.0)
    made.give_own([(b"sw1", OWN)])  # as whenever agents change
    assert made.by_id[OWN].clock.read(52.0) == (9, 2)
    assert made.first.clock.read(52.0) == (7, 52)


def test_boots_of_single_starts_are_counted_on_the_disk_and_never_come_twice(tmp_path: Path) -> None:
    identity = start_engine(tmp_path, EngineRole.SIMULATOR)
    made = SimulatedEngines(identity, started_at=0.0)
    assert [made.count_start(tmp_path), made.count_start(tmp_path)] == [2, 3]
    assert start_engine(tmp_path, EngineRole.SIMULATOR).boots == 4
    (tmp_path / "engines.json").unlink()
    assert made.count_start(tmp_path) == 4, "the file tells of another engine now"
