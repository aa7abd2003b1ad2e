"""How command lines end: exit codes, one line on stderr, and nothing imported that is not needed."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from trishul.cli import main
from trishul.cli.lazy_group import CommandEntry
from trishul.errors import AddressInUse, InvalidInput


def ending(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    """Runs `trishul fail`, a command that raises the error."""

    @click.command
    def fail() -> None:
        raise error

    monkeypatch.setattr(sys.modules[__name__], "fail", fail, raising=False)
    monkeypatch.setitem(main.COMMANDS, "fail", CommandEntry(f"{__name__}:fail", ""))
    return main.run(["fail"])


def test_the_help_lists_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in main.COMMANDS)
    assert "Exit codes: 0 fine" in text


def test_the_help_imports_neither_server_nor_snmp() -> None:
    script = "import sys; from trishul.cli.main import run; run(['--help']); print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    loaded = set(done.stdout.split())
    assert "trishul.cli.lazy_group" in loaded
    assert loaded.isdisjoint(
        {"trishul.snmp", "trishul.web", "trishul.services", "asyncio", "sqlalchemy", "pydantic", "rich"}
    )


def test_the_version_is_the_installed_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("trishul ")


def test_an_unknown_command_is_one_line_that_says_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["gett"]) == 2
    assert capsys.readouterr().err == "trishul: No such command 'gett'. See trishul --help.\n"


def test_no_command_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([]) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (InvalidInput("'x' is not an OID"), 2, "trishul: 'x' is not an OID"),
        (
            AddressInUse("127.0.0.1:161"),
            1,
            "trishul: 127.0.0.1:161 is used by another program. Choose another port or stop that program.",
        ),
        (
            FileNotFoundError(2, "No such file or directory", "a.snmprec"),
            1,
            "trishul: a.snmprec: No such file or directory",
        ),
        (ValueError("odd\nthing"), 70, "trishul: unexpected ValueError: odd thing. Set TRISHUL_DEBUG=1 to see where."),
    ],
)
def test_an_error_is_one_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int, line: str
) -> None:
    monkeypatch.delenv("TRISHUL_DEBUG", raising=False)
    assert ending(monkeypatch, error) == code
    assert capsys.readouterr().err == f"{line}\n"


def test_the_traceback_is_shown_on_demand(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRISHUL_DEBUG", "1")
    assert ending(monkeypatch, ValueError("odd")) == 70
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_ends_quietly_with_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ending(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_goes_away_ends_the_command_silently() -> None:
    script = (
        "import sys; from trishul.cli import main\n"
        "import click\n"
        "main.COMMANDS['get'] = main.CommandEntry('__main__:flood', '')\n"
        "@click.command\n"
        "def flood():\n"
        "    while True: click.echo('row ' * 1000)\n"
        "sys.exit(main.run(['get']))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141
