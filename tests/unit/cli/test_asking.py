"""From the options of a command line to a target."""

from __future__ import annotations

from trishul.cli.addresses import PeerAddress
from trishul.cli.asking import target_of
from trishul.cli.parameters import RequestOptions


def test_the_target_is_what_the_options_say_and_octets_of_the_community_survive() -> None:
    options = RequestOptions("1", "gehe\udce9m", 0.5, 2, "text")
    target = target_of(PeerAddress("switch", 1161, 6), options)
    assert (target.host, target.port, target.version, target.ip_version) == ("switch", 1161, "1", 6)
    assert (target.timeout_s, target.retries, target.community) == (0.5, 2, b"gehe\xe9m")


def test_the_community_shows_in_no_representation() -> None:
    options = RequestOptions("2c", "secret-one", 1.0, 3, "text")
    assert "secret-one" not in repr(options)
    assert "secret-one" not in repr(target_of(PeerAddress("switch", 161), options))
