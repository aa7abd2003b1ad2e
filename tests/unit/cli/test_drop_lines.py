"""What is said of datagrams that were not taken."""

from __future__ import annotations

import pytest

from trishul.cli.drop_lines import NarratedDrops, drop_lines
from trishul.engine.drops import DropReason, Drops

SOURCE = ("192.0.2.7", 50000)


def test_each_reason_has_a_line_with_its_count_its_last_source_and_advice() -> None:
    drops = Drops()
    for _ in range(3):
        drops.note(DropReason.WRONG_DIGEST, SOURCE, b"x", 0.0, "user 'bert'")
    drops.note(DropReason.MALFORMED, SOURCE, b"x", 0.0)
    first, second = drop_lines(drops)
    assert first.startswith("Dropped 3, last from 192.0.2.7:50000: Wrong digest (user 'bert'). Compare")
    assert second.startswith("Dropped 1, last from 192.0.2.7:50000: Bad BER. ")
    assert list(drop_lines(Drops())) == []


def test_narrated_drops_are_said_as_they_happen_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    drops = NarratedDrops()
    drops.note(DropReason.UNKNOWN_USER, SOURCE, b"x", 0.0, "user 'jo'")
    assert capsys.readouterr().err == "Dropped from 192.0.2.7:50000: Unknown user (user 'jo')\n"
    assert drops == {DropReason.UNKNOWN_USER: 1}
