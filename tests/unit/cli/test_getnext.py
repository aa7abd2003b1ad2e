"""`trishul getnext` from the command line to the wire and back."""

from __future__ import annotations

import pytest

from trishul.cli.main import run


def test_each_oid_gets_what_follows_it(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["getnext", agent, "1.3.6.1.2.1.1.2.0", "1.3.6.1.2.1.2"]) == 0
    assert capsys.readouterr().out == '.1.3.6.1.2.1.1.5.0 = STRING: "switch-1"\n.1.3.6.1.2.1.2.1.0 = INTEGER: 2\n'


def test_the_end_of_the_view_is_printed_and_exits_with_1(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["getnext", agent, "1.3.6.1.2.1.99"]) == 1
    assert "No more variables left in this MIB View" in capsys.readouterr().out


def test_counter64_stays_hidden_from_v1(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["getnext", "-v1", agent, "1.3.6.1.2.1.31"]) == 1
    assert "noSuchName" in capsys.readouterr().err
