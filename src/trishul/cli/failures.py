"""How a failed command ends: its exit code and one line on stderr that says what happened and what to do.

Owns the exit codes of all commands and the advice that goes with each error code of `trishul.errors`. Does not own the
sentences themselves: those are the errors' own.
"""

from __future__ import annotations

from enum import IntEnum

from trishul.errors import InvalidInput, RequestTimedOut, TargetUnreachable, TrishulError


class ExitCode(IntEnum):
    """Exit codes of every command, listed in `trishul --help`."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NO_ANSWER = 3
    UNEXPECTED = 70
    INTERRUPTED = 130
    CLOSED_PIPE = 141


EXIT_CODES_HELP = """\
Exit codes: 0 fine; 1 the peer answered with an error or has nothing there, or something here failed;
2 wrong usage; 3 no answer came."""

_CODES: tuple[tuple[type[TrishulError], ExitCode], ...] = (
    (InvalidInput, ExitCode.USAGE),
    (RequestTimedOut, ExitCode.NO_ANSWER),
    (TargetUnreachable, ExitCode.NO_ANSWER),
)

_ADVICE = {
    "timeout": "Check that it listens there and that version and community are right, or wait longer with -t and -r.",
    "unreachable": "Check host and port.",
    "oid_not_increasing": "Use -Cc to follow it all the same.",
}


def exit_code_of(error: TrishulError) -> ExitCode:
    """The exit code that tells a script what kind of failure this was."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FAILED)


def line_of(error: TrishulError) -> str:
    """The error's sentence and what to do about it, on one line."""
    sentence = one_line(str(error))
    advice = _ADVICE.get(error.code)
    return sentence if advice is None else f"{sentence.rstrip('.')}. {advice}"


def one_line(text: str) -> str:
    """The text with every run of white space and line ends as one blank."""
    return " ".join(text.split())
