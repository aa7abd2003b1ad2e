"""Every failure has an exit code that scripts can tell apart and one line that says what to do."""

from __future__ import annotations

import pytest

from trishul.cli.failures import ExitCode, exit_code_of, line_of
from trishul.errors import (
    AddressInUse,
    ErrorResponse,
    InvalidInput,
    NonIncreasingOid,
    NoSuchName,
    RequestTimedOut,
    SecurityRefused,
    TargetUnreachable,
    TrishulError,
)
from trishul.protocol.security.reports import Refusal


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidInput("no OID"), ExitCode.USAGE),
        (RequestTimedOut("a:161", 2.0, 1), ExitCode.NO_ANSWER),
        (TargetUnreachable("a:161", "refused"), ExitCode.NO_ANSWER),
        (ErrorResponse(5, "genErr", 1, "1.3.6.1"), ExitCode.FAILED),
        (NoSuchName("1.3.6.1", "noSuchObject"), ExitCode.FAILED),
        (AddressInUse("127.0.0.1:161"), ExitCode.FAILED),
    ],
)
def test_exit_codes_tell_the_peers_no_from_silence_and_from_wrong_usage(error: TrishulError, code: ExitCode) -> None:
    assert exit_code_of(error) is code


def test_a_timeout_says_what_to_check() -> None:
    line = line_of(RequestTimedOut("127.0.0.1:161", 4.0, 3))
    assert line.startswith("No answer from 127.0.0.1:161 within 4.0 s after 4 tries. Check")


def test_a_loop_of_oids_names_the_option_that_follows_it() -> None:
    assert line_of(NonIncreasingOid("1.3.6.2", "1.3.6.1")).endswith("Use -Cc to follow it all the same.")


@pytest.mark.parametrize("refusal", [refusal for refusal in Refusal if refusal.is_reported])
def test_every_report_says_what_to_check(refusal: Refusal) -> None:
    line = line_of(SecurityRefused("127.0.0.1:161", refusal.counter, refusal.explanation))
    assert line.startswith(f"127.0.0.1:161 refused the message: {refusal.explanation}. Check ")


def test_an_error_status_of_access_says_what_to_check() -> None:
    assert line_of(ErrorResponse(16, "authorizationError", 0, None)).endswith("at this level: -l, -n.")
    assert line_of(ErrorResponse(5, "genErr", 0, None)) == "The agent answered genErr"


def test_a_line_is_one_line() -> None:
    assert line_of(InvalidInput("first\nsecond\t third")) == "first second third"
