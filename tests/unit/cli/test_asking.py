"""One request and its printed answer."""

from __future__ import annotations

import pytest

from trishul.cli.addresses import parse_peer
from trishul.cli.asking import ask
from trishul.cli.parameters import RequestOptions
from trishul.cli.session import Session


def test_the_answer_is_printed_and_returned(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = RequestOptions(Session("2c", b"secret"), "text")
    varbinds = ask(parse_peer(agent, 161), options, lambda manager, peer: manager.get(peer, "1.3.6.1.2.1.1.5.0"))
    assert str(varbinds[0].value) == "switch-1"
    assert capsys.readouterr().out == '.1.3.6.1.2.1.1.5.0 = STRING: "switch-1"\n'


def test_the_community_shows_in_no_representation() -> None:
    assert "secret-one" not in repr(RequestOptions(Session("2c", b"secret-one"), "text"))
