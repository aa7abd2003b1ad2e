"""`trishul table`: what an agent has of tables, printed as tables."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from trishul.cli.main import run

ALIGNED = """\
ifIndex  ifDescr  ifPhysAddress     ifHCInOctets
1        eth0     0:1b:21:ff:ee:10  9223372036854775808
2        eth1     -                 -
"""


def table(data_dir: Path, *arguments: str) -> int:
    return run(["table", "--data-dir", str(data_dir), *arguments])


def test_tables_that_augment_each_other_are_one(data_dir: Path, agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert table(data_dir, agent, "ifTable", "ifXTable") == 0
    assert capsys.readouterr().out == ALIGNED


def test_scripts_get_an_object_or_a_record_a_row(
    data_dir: Path, agent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert table(data_dir, "-o", "json", agent, "ifTable") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["table"], first["instance"], first["ifDescr"]) == ("IF-MIB::ifTable", "1", "eth0")
    assert second["ifPhysAddress"] is None
    assert table(data_dir, "-o", "csv", agent, "ifTable") == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows == [["ifIndex", "ifDescr", "ifPhysAddress"], ["1", "eth0", "0:1b:21:ff:ee:10"], ["2", "eth1", ""]]


def test_what_is_no_table_is_said(data_dir: Path, agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert table(data_dir, agent, "system") == 2
    assert "No loaded MIB defines a table there" in capsys.readouterr().err
    assert table(data_dir, agent, "ipAddrTable") == 1
    assert "nothing at" in capsys.readouterr().err


def test_without_an_index_there_are_no_tables(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", agent, "1.3.6.1.2.1.2.2"]) == 2
    assert "Tables need a MIB index" in capsys.readouterr().err
