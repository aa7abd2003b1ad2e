"""The console script `trishul`: the table of commands and how every one of them ends.

Owns what is common to all commands: `--version`, one line per error, quiet ends by Ctrl-C and by a closed pipe. Each
command lives in its own file and is imported only when it runs.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from trishul.cli.failures import EXIT_CODES_HELP, ExitCode, exit_code_of, line_of, one_line
from trishul.cli.lazy_group import CommandEntry, LazyGroup
from trishul.errors import TrishulError

COMMANDS = {
    "serve": CommandEntry("trishul.cli.serve:serve", "Run the workbench with its web interface."),
    "get": CommandEntry("trishul.cli.get:get", "Read values from an agent."),
    "getnext": CommandEntry("trishul.cli.getnext:getnext", "Read the values that follow the given OIDs."),
    "getbulk": CommandEntry("trishul.cli.getbulk:getbulk", "Read many following values with one request."),
    "set": CommandEntry("trishul.cli.set:set_values", "Set values at an agent."),
    "walk": CommandEntry("trishul.cli.walk:walk", "Read everything under an OID."),
    "table": CommandEntry("trishul.cli.table:table", "Read tables and print them as tables."),
    "compare": CommandEntry("trishul.cli.compare:compare", "Compare two walks of a device, kept as files."),
    "simulate": CommandEntry("trishul.cli.simulate:simulate", "Answer as the devices in recordings, without a server."),
    "recording": CommandEntry("trishul.cli.recording:recording", "Record devices, check and convert recordings."),
    "trap": CommandEntry("trishul.cli.trap:trap", "Send notifications, or print those that arrive."),
    "decode": CommandEntry("trishul.cli.decode:decode", "Print SNMP messages and captures of them, octet by octet."),
    "mib": CommandEntry("trishul.cli.mib:mib", "Check, compile and search MIBs."),
    "completion": CommandEntry("trishul.cli.completion:completion", "Print the completion script for a shell."),
    "admin": CommandEntry("trishul.cli.admin:admin", "Care for the workbench's data, such as a lost password."),
}


def _print_version(context: click.Context, _param: click.Parameter, wanted: object) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version  # read only here: it costs every command ten milliseconds

        click.echo(f"trishul {version('trishul-snmp')}")
        context.exit()


@click.group(
    cls=LazyGroup,
    entries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES_HELP,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def trishul() -> None:
    """Trishul SNMP: simulate devices, walk them, send and catch notifications.

    Every command explains itself with examples: trishul COMMAND --help
    """


COMPLETION_VARIABLE = "_TRISHUL_COMPLETE"
"""Set by the scripts of `trishul completion`: then what could stand at the cursor is printed, and nothing is run."""


def main() -> NoReturn:
    """Entry point of the console script."""
    if asked := os.environ.get(COMPLETION_VARIABLE):
        from click.shell_completion import shell_complete

        _end(shell_complete(trishul, {}, "trishul", COMPLETION_VARIABLE, asked))
    _end(run(sys.argv[1:]))


def _end(code: int) -> NoReturn:
    gc.freeze()  # all of it goes with the process: looking through it for garbage took a fifth of `trishul get`
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; every failure becomes one line on stderr."""
    try:
        with trishul.make_context("trishul", list(arguments)) as context:
            outcome = trishul.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ending:
        return _flushed(ending.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return _flushed(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _silence_stdout()
        return ExitCode.CLOSED_PIPE
    except Exception as error:  # noqa: BLE001 -- the last resort of a program: every error must end as one line
        return _report(error)
    return int(outcome) if isinstance(outcome, int) else ExitCode.OK


def _report(error: Exception) -> int:
    if os.environ.get("TRISHUL_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return ExitCode.USAGE
    if isinstance(error, click.ClickException):
        return _complain(_click_line(error), ExitCode.USAGE)
    if isinstance(error, TrishulError):
        return _complain(f"trishul: {line_of(error)}", exit_code_of(error))
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return _complain(f"trishul: {where}{error.strerror}", ExitCode.FAILED)
    hint = "Set TRISHUL_DEBUG=1 to see where."
    return _complain(f"trishul: unexpected {type(error).__name__}: {one_line(str(error))}. {hint}", ExitCode.UNEXPECTED)


def _click_line(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "trishul"
    return f"{path}: {one_line(error.format_message()).rstrip('.')}. See {path} --help."


def _complain(line: str, code: ExitCode) -> int:
    click.echo(line, err=True)
    return _flushed(code)


def _flushed(code: int) -> int:
    """The code, once all output is out; a reader that went away changes nothing any more."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
    return code


def _silence_stdout() -> None:
    """Lets the interpreter's own flush at exit go nowhere instead of complaining about a closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
