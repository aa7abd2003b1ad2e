"""`trishul mib translate`: both ways, many at a time, and honest about what nobody knows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trishul.cli.main import run

PATH = "iso(1) org(3) dod(6) internet(1) private(4) enterprises(1) vendor(99999) vendorTable(2) vendorEntry(1)"

pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        ([], "1.3.6.1.2.1.2.2.1.2.3", "IF-MIB::ifDescr.3"),
        ([], ".1.3.6.1.2.1.1.1.0", "SNMPv2-MIB::sysDescr.0"),
        ([], "ifDescr.3", ".1.3.6.1.2.1.2.2.1.2.3"),
        ([], "VENDOR-MIB::vendorQuota.3.'wes'", ".1.3.6.1.4.1.99999.2.1.3.3.119.101.115"),
        ([], "1.3.6.1.4.1.99999.2.1.3.3.119.101.115", "VENDOR-MIB::vendorQuota.3.'wes'"),
        ([], "enterprises.9", ".1.3.6.1.4.1.9"),
        ([], "1.3.6.1.4.1.4242424.7", "SNMPv2-SMI::enterprises.4242424.7"),
        ([], "1", "iso"),
        ([], "iso", ".1"),
        ([], "2.999.1", ".2.999.1"),
        (["-Of"], "1", ".iso"),
        (["-On"], "1.3.6.1.2.1", ".1.3.6.1.2.1"),
        (["--numeric"], "sysName.0", ".1.3.6.1.2.1.1.5.0"),
        (["-OS"], "sysName.0", "SNMPv2-MIB::sysName.0"),
        (["--symbolic"], "1.3.6.1.2.1.1.5.0", "SNMPv2-MIB::sysName.0"),
        (["-Of"], "sysName.0", ".iso.org.dod.internet.mgmt.mib-2.system.sysName.0"),
        (["--full"], "1.3.6.1.4.1.4242424.7", ".iso.org.dod.internet.private.enterprises.4242424.7"),
    ],
)
def test_names_become_oids_and_oids_names(
    capsys: pytest.CaptureFixture[str], options: list[str], text: str, expected: str
) -> None:
    assert run(["mib", "translate", *options, text]) == 0
    assert capsys.readouterr().out == f"{expected}\n"


def test_unknown_names_are_said_with_near_ones_and_the_others_are_translated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["mib", "translate", "ifDescrr", "sysDescr.0"]) == 1
    written = capsys.readouterr()
    assert written.out == ".1.3.6.1.2.1.1.1.0\n"
    assert written.err.startswith("trishul: No loaded MIB defines 'ifDescrr'; near it are ifDescr")


@pytest.mark.parametrize("option", ["--details", "-Td"])
def test_details_are_the_definition_with_all_it_inherits(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert run(["mib", "translate", option, "vendorUser"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "VENDOR-MIB::vendorUser",
        "vendorUser OBJECT-TYPE",
        "  -- FROM\tVENDOR-MIB",
        "  -- TEXTUAL CONVENTION DisplayString",
        "  SYNTAX\tOCTET STRING (SIZE (1..8))",
        '  DISPLAY-HINT\t"255a"',
        "  MAX-ACCESS\tnot-accessible",
        "  STATUS\tcurrent",
        '  DESCRIPTION\t"A name."',
        f"::= {{ {PATH} 2 }}",
    ]


def translated(typed: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "trishul.cli.main", "mib", "translate", *options, "-"]
    return subprocess.run(command, input=typed, capture_output=True, check=False, timeout=60)


def test_lines_of_standard_input_are_answered_line_by_line() -> None:
    done = translated(b"1.3.6.1.2.1.1.1.0\r\nsysDescr.0\n\nno such name\n\xff\xfe\nifDescr.3")
    assert done.stdout.decode().split("\n") == [
        "SNMPv2-MIB::sysDescr.0",
        ".1.3.6.1.2.1.1.1.0",
        "",
        "no such name",
        "\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}",
        ".1.3.6.1.2.1.2.2.1.2.3",
        "",
    ]
    assert done.stderr == b"trishul: 2 lines are neither a name of a loaded MIB nor an OID\n"
    assert done.returncode == 1


def test_an_answer_comes_before_the_next_question(library_dir: Path) -> None:
    command = [sys.executable, "-m", "trishul.cli.main", "mib", "translate", "-"]
    environment = {**os.environ, "TRISHUL_DATA_DIR": str(library_dir)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for question in (b"sysDescr.0\n", b"sysName.0\n"):
            process.stdin.write(question)
            process.stdin.flush()
            assert process.stdout.readline().startswith(b".1.3.6.1.2.1.1.")
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.mark.parametrize(
    ("arguments", "words"), [(["-Ox", "a"], "-Ox is not known"), (["-Tp", "a"], "trishul mib tree")]
)
def test_letters_of_snmptranslate_that_mean_nothing_here_are_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(["mib", "translate", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_very_long_arguments_are_refused_in_a_short_line(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("x" * 100_000, "1." * 50_000 + "1", "9" * 100_000):
        assert run(["mib", "translate", text]) == 1
        assert len(capsys.readouterr().err) < 500
