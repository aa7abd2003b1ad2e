"""A target is checked when it is made and keeps its community to itself."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.protocol.message import Version
from trishul.protocol.security.protocols import SecurityLevel
from trishul.snmp import AuthProtocol, KeyMaterial, Target, UserCredentials

BERT = UserCredentials("bert", AuthProtocol.SHA256, KeyMaterial.password("maplesyrup"))


def test_the_community_does_not_show_but_is_used() -> None:
    target = Target("192.0.2.1", community="s3cret")
    assert "s3cret" not in repr(target)
    assert "s3cret" not in str(target)
    assert target.peer(("192.0.2.1", 161)).community == b"s3cret"


def test_octets_are_a_community_too() -> None:
    assert Target("192.0.2.1", community=b"\xff\x00").peer(("192.0.2.1", 161)).community == b"\xff\x00"


def test_a_target_reads_as_host_and_port() -> None:
    assert str(Target("switch.example", 1161)) == "switch.example:1161"
    assert str(Target("2001:db8::1")) == "[2001:db8::1]:161"


@pytest.mark.parametrize(("version", "expected"), [("1", Version.V1), ("2c", Version.V2C), ("v2c", Version.V2C)])
def test_versions_are_written_as_people_write_them(version: str, expected: Version) -> None:
    assert Target("192.0.2.1", version=version).snmp_version is expected


def test_the_peer_is_as_patient_as_the_target() -> None:
    peer = Target("192.0.2.1", timeout_s=0.5, retries=7, backoff=2.0, accepts_other_sources=True).peer(("x", 1))
    assert (peer.timeout_s, peer.retries, peer.backoff, peer.accepts_other_sources) == (0.5, 7, 2.0, True)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"host": " "}, "host"),
        ({"port": 0}, "port"),
        ({"port": 65536}, "port"),
        ({"version": "3"}, "version"),
        ({"timeout_s": 0}, "timeout_s"),
        ({"retries": -1}, "retries"),
        ({"backoff": 0.9}, "backoff"),
        ({"ip_version": 5}, "ip_version"),
        ({"version": "2c", "user": BERT}, "version"),
        ({"version": "3", "user": BERT, "security_level": SecurityLevel.AUTH_PRIV}, "security_level"),
        ({"version": "3", "user": BERT, "engine_id": b"x"}, "engine_id"),
        ({"version": "3", "user": BERT, "context": "x" * 33}, "context"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Target(**{"host": "192.0.2.1", **settings})
    assert caught.value.field == field


def test_version_3_takes_a_user_and_no_community() -> None:
    target = Target("192.0.2.1", version="3", user=BERT, context="bridge")
    peer = target.peer(("192.0.2.1", 161))
    assert (peer.version, peer.community, peer.head) == (Version.V3, b"", b"")
    assert peer.remote is not None
    assert (peer.remote.level, peer.remote.context_name) == (SecurityLevel.AUTH_NO_PRIV, b"bridge")
    assert "maplesyrup" not in repr(target)
    assert hash(target) == hash(Target("192.0.2.1", version="3", user=BERT, context="bridge"))
