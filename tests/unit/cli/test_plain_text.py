"""Arguments that are text."""

from __future__ import annotations

import click
import pytest

from trishul.cli.main import run
from trishul.cli.plain_text import PlainText


@pytest.mark.parametrize("text", ["", "ifDescr", "übung", "\U0001f600"])
def test_text_stays_as_it_is(text: str) -> None:
    assert PlainText().convert(text, None, None) == text


@pytest.mark.parametrize("command", ["show", "tree", "search", "translate"])
@pytest.mark.usefixtures("data_dir")
def test_octets_that_are_no_text_are_refused_in_one_line(capsys: pytest.CaptureFixture[str], command: str) -> None:
    octets = "\udcff\udcfe"  # what Python makes of b"\xff\xfe" on a command line
    with pytest.raises(click.BadParameter):
        PlainText().convert(octets, None, None)
    assert run(["mib", command, octets]) == 2
    assert capsys.readouterr().err.count("\n") == 1
