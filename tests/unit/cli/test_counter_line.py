"""The counting line on stderr."""

from __future__ import annotations

import io
import sys

import pytest

from trishul.cli.counter_line import CounterLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_rewrites_itself_at_most_a_few_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    line = CounterLine(is_shown=True)
    line.show("1 row")
    line.show("2 rows")
    line.clear()
    line.clear()
    assert terminal.getvalue() == "\r\x1b[K1 row\r\x1b[K"


def test_elsewhere_it_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    line = CounterLine(is_shown=True)
    line.show("1 row")
    line.clear()
    assert capsys.readouterr().err == ""
