"""`trishul getbulk` from the command line to the wire and back."""

from __future__ import annotations

import pytest

from trishul.cli.main import run


@pytest.mark.parametrize("numbers", [["-Cn1", "-Cr2"], ["--non-repeaters", "1", "--max-repetitions", "2"]])
def test_non_repeaters_come_once_and_the_others_repeat(
    agent: str, capsys: pytest.CaptureFixture[str], numbers: list[str]
) -> None:
    assert run(["getbulk", *numbers, agent, "1.3.6.1.2.1.1.1", "1.3.6.1.2.1.2.2.1.2"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        '.1.3.6.1.2.1.1.1.0 = STRING: "A switch"',
        '.1.3.6.1.2.1.2.2.1.2.1 = STRING: "eth0"',
        '.1.3.6.1.2.1.2.2.1.2.2 = STRING: "eth1"',
    ]


def test_an_end_of_the_view_after_values_is_fine(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["getbulk", "-Cr5", agent, "1.3.6.1.2.1.31"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("(It is past the end of the MIB tree)")


def test_nothing_but_the_end_of_the_view_exits_with_1(agent: str) -> None:
    assert run(["getbulk", agent, "1.3.6.1.2.1.99"]) == 1


def test_v1_has_no_getbulk_and_the_line_says_what_to_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["getbulk", "-v1", "127.0.0.1", "1.3.6"]) == 2
    assert "SNMPv1 has no GETBULK; use -v 2c, or getnext" in capsys.readouterr().err
