"""Names on the command line: when there is an index, and only when they are needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trishul.cli.main import run
from trishul.cli.names import NameBook
from trishul.datatypes import Oid
from trishul.errors import InvalidInput
from trishul.library.library import Library, LibraryUnavailable


def test_without_an_index_numbers_are_read_and_names_are_refused_with_the_reason() -> None:
    book = NameBook()
    assert book.find() is None
    assert book.oid_of(".1.3.6") == Oid("1.3.6")
    with pytest.raises(InvalidInput, match=r"'sysName\.0' is not an OID .* names need a MIB index"):
        book.oid_of("sysName.0")


@pytest.mark.parametrize("name", ["sysName.0", "SNMPv2-MIB::sysName.0", "1.3.6.1.2.1.1.5.0", "system.sysName.0"])
def test_with_an_index_names_are_read(data_dir: Path, name: str) -> None:
    assert NameBook(data_dir).oid_of(name) == Oid("1.3.6.1.2.1.1.5.0")


def test_an_unknown_name_is_refused_with_names_that_look_like_it(data_dir: Path) -> None:
    with pytest.raises(InvalidInput, match="sysName"):
        NameBook(data_dir).oid_of("sysNam.0")


def test_an_index_that_cannot_be_read_is_no_index(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_index: Path) -> Library:
        raise LibraryUnavailable("it is of another version")

    monkeypatch.setattr(Library, "open", refuse)
    assert NameBook(data_dir).find() is None


def test_the_index_is_found_where_the_option_says(data_dir: Path, monkeypatch: pytest.MonkeyPatch, agent: str) -> None:
    monkeypatch.delenv("TRISHUL_DATA_DIR")
    assert run(["get", "--data-dir", str(data_dir), agent, "sysName.0"]) == 0


def test_values_have_names_as_snmpget_prints_them(
    data_dir: Path, agent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del data_dir
    assert run(["get", agent, "sysName.0", "sysObjectID.0", "ifPhysAddress.1", "ifHCInOctets.1"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "SNMPv2-MIB::sysName.0 = STRING: switch-1",
        "SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.9.1.1",
        "IF-MIB::ifPhysAddress.1 = STRING: 0:1b:21:ff:ee:10",
        "IF-MIB::ifHCInOctets.1 = Counter64: 9223372036854775808",
    ]


@pytest.mark.parametrize("option", ["--numeric", "-On"])
def test_numbers_are_printed_when_asked_for(
    data_dir: Path, agent: str, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    del data_dir
    assert run(["get", option, agent, "sysName.0"]) == 0
    assert capsys.readouterr().out == '.1.3.6.1.2.1.1.5.0 = STRING: "switch-1"\n'


@pytest.mark.parametrize(
    ("command", "first"),
    [
        (["walk", "ifTable"], "IF-MIB::ifDescr.1 = STRING: eth0"),
        (["getnext", "ifDescr"], "IF-MIB::ifDescr.1 = STRING: eth0"),
        (["getbulk", "-Cr1", "ifDescr.1"], "IF-MIB::ifDescr.2 = STRING: eth1"),
    ],
)
def test_all_commands_take_and_show_names(
    data_dir: Path, agent: str, capsys: pytest.CaptureFixture[str], command: list[str], first: str
) -> None:
    del data_dir
    name, *rest = command
    assert run([name, *rest[:-1], agent, rest[-1]]) == 0
    assert capsys.readouterr().out.splitlines()[0] == first


def test_an_unknown_name_is_wrong_usage(data_dir: Path, agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    del data_dir
    assert run(["get", agent, "sysNam.0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_request_in_numbers_loads_no_library() -> None:
    """What is not imported costs nothing at the start."""
    program = (
        "import sys; from trishul.cli.main import run; run(['get', '-n', '-t0.01', '-r0', '127.0.0.1:9', '1.3.6.1'])\n"
        "heavy = ('trishul.library', 'trishul.smi', 'sqlite3', 'pydantic')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_request_by_name_loads_neither_search_nor_texts_nor_the_compiler(data_dir: Path) -> None:
    program = (
        "import sys; from trishul.cli.main import run;"
        "run(['get', '-t0.01', '-r0', '127.0.0.1:9', 'SNMPv2-MIB::sysName.0'])\n"
        "heavy = ('trishul.library.search', 'trishul.library.sources', 'trishul.library.descriptions', 'zipfile',"
        " 'trishul.smi.parser', 'trishul.smi.lexer', 'trishul.smi.value_reading', 'pydantic')\n"
        "print('trishul.library.names' in sys.modules, [name for name in sys.modules if name.startswith(heavy)])"
    )
    environment = {**os.environ, "TRISHUL_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "True []"
