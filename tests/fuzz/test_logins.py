"""Wrong passwords of many at once, at a real server: slowed, logged without the password, nobody else disturbed."""

from __future__ import annotations

import urllib.error
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from bench.product import Workbench

_MARKER = "a-wrong-password-that-must-not-be-seen"
_ATTEMPTS = 120
_LOOKED_AT_AT_MOST = 40
"""A throttle that doubles its pause lets far fewer through in the time that this test takes."""


def _attempt(workbench: Workbench, number: int) -> tuple[int, str, str]:
    """Status, body and Retry-After of one wrong login."""
    body = {"username": "admin" if number % 2 else f"nobody{number}", "password": f"{_MARKER}-{number}"}
    try:
        return 200, str(workbench.call("POST", "/api/settings/login", body)), ""
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), refused.headers.get("Retry-After", "")


def test_bad_logins_of_many_at_once_are_slowed_and_logged_without_the_password(workbench: Workbench) -> None:
    with ThreadPoolExecutor(8) as attempts:
        replies = list(attempts.map(lambda number: _attempt(workbench, number), range(_ATTEMPTS)))
    codes = Counter(code for code, _, _ in replies)
    assert set(codes) == {401, 429}, codes
    assert all(int(wait) >= 1 for code, _, wait in replies if code == 429)
    assert not any(_MARKER in body for _, body, _ in replies)
    assert codes[401] <= _LOOKED_AT_AT_MOST
    log = workbench.server.log.read_text(errors="replace")
    assert _MARKER not in log
    assert "login" in log.lower()
    assert workbench.token not in log


def test_a_session_that_exists_is_not_disturbed_by_it(workbench: Workbench) -> None:
    for number in range(30):
        _attempt(workbench, number)
    assert workbench.call("GET", "/api/settings/check")["status"] == "authenticated"
