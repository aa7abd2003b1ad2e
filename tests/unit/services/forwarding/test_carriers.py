"""What carriers say of errors has no address in it."""

from __future__ import annotations

import errno
import socket

import pytest

from trishul.services.forwarding.carriers import DeliveryFailed, reason_of


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('10.0.0.1', 80)"), "Connection refused"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "Name or service not known"),
        (ConnectionResetError("lost"), "ConnectionResetError"),
    ],
)
def test_an_error_of_the_system_is_told_in_its_words(error: OSError, words: str) -> None:
    assert reason_of(error) == words


def test_a_failure_is_tried_again_unless_it_is_final() -> None:
    failure = DeliveryFailed("HTTP 503", retry_after_s=2.0)
    assert (str(failure), failure.is_final, failure.retry_after_s) == ("HTTP 503", False, 2.0)
