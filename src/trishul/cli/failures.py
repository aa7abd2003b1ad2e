"""How a failed command ends: its exit code and one line on stderr that says what happened and what to do.

Owns the exit codes of all commands and the advice that goes with each error code of `trishul.errors`. Does not own the
sentences themselves: those are the errors' own.
"""

from __future__ import annotations

from enum import IntEnum

from trishul.errors import (
    ErrorResponse,
    InvalidInput,
    RequestTimedOut,
    SecurityRefused,
    TargetUnreachable,
    TrishulError,
)


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
    "timeout": "Check that it listens there and that version and community, or the user's passwords, are right, or wait"
    " longer with -t and -r.",
    "unreachable": "Check host and port.",
    "oid_not_increasing": "Use -Cc to follow it all the same.",
}

_ADVICE_ON_REPORTS = {
    "usmStatsUnsupportedSecLevels": "Check -l, and that the user has a password for it at the agent.",
    "usmStatsNotInTimeWindows": "Check that its clock runs and that it keeps its engine boots over restarts; two agents"
    " with one engine ID do this as well.",
    "usmStatsUnknownUserNames": "Check -u, and that the user was created for this agent's engine ID.",
    "usmStatsUnknownEngineIDs": "Check -e, or leave it out to ask the agent.",
    "usmStatsWrongDigests": "Check -a and -A.",
    "usmStatsDecryptionErrors": "Check -x and -X; AES-192 and AES-256 have two kinds, the other ends with -C.",
    "snmpUnknownContexts": "Check -n.",
    "snmpUnknownPDUHandlers": "Check -E.",
}
"""By the counter that a Report names."""

_ADVICE_ON_STATUSES = {
    "authorizationError": "Check that the user may do this at this level: -l, -n.",
    "noAccess": "Check that community or user may do this.",
}
"""By error-status, where the settings and not the request are likely to be wrong."""


def exit_code_of(error: TrishulError) -> ExitCode:
    """The exit code that tells a script what kind of failure this was."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FAILED)


def line_of(error: TrishulError) -> str:
    """The error's sentence and what to do about it, on one line."""
    sentence = one_line(str(error))
    advice = _advice_on(error)
    return sentence if advice is None else f"{sentence.rstrip('.')}. {advice}"


def _advice_on(error: TrishulError) -> str | None:
    if isinstance(error, SecurityRefused):
        return _ADVICE_ON_REPORTS.get(error.reason)
    if isinstance(error, ErrorResponse):
        return _ADVICE_ON_STATUSES.get(error.status_name)
    return _ADVICE.get(error.code)


def one_line(text: str) -> str:
    """The text with every run of white space and line ends as one blank."""
    return " ".join(text.split())
