"""Every error that this program can raise has a status, a title and a stable code (RFC 9457)."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator

import pytest

import trishul
from trishul.errors import InvalidInput, TrishulError
from trishul.services.accounts.password_checks import LoginRefused, TooManyAttempts
from trishul.store.database import StoreUnavailable
from trishul.web.problems import MEDIA_TYPE, PROBLEMS, problem, problem_body_of, problem_of


def all_error_classes(parent: type[TrishulError] = TrishulError) -> Iterator[type[TrishulError]]:
    for child in parent.__subclasses__():
        yield child
        yield from all_error_classes(child)


def test_every_error_code_has_a_row_in_the_table() -> None:
    for module in pkgutil.walk_packages(trishul.__path__, "trishul."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    codes = {error.code for error in all_error_classes() if error.__module__.startswith("trishul.")}
    assert codes - set(PROBLEMS) == set()


@pytest.mark.parametrize(("code", "row"), PROBLEMS.items())
def test_rows_are_complete(code: str, row: tuple[int, str]) -> None:
    status, title = row
    assert code == code.lower()
    assert 400 <= status < 600
    assert title
    assert not title.endswith((".", "!"))


def test_a_problem_has_the_members_of_the_rfc() -> None:
    """RFC 9457 §3.1."""
    reply = problem("address_in_use", "127.0.0.1:1061 is used by another program.", port=1061, nothing=None)
    assert reply.media_type == MEDIA_TYPE
    assert json.loads(bytes(reply.body)) == {
        "type": "/docs#address_in_use",
        "title": "The port is in use",
        "status": 409,
        "detail": "127.0.0.1:1061 is used by another program.",
        "code": "address_in_use",
        "port": 1061,
    }


def test_errors_carry_their_facts() -> None:
    assert problem_body_of(InvalidInput("No.", field="port"))["field"] == "port"
    assert problem_of(TooManyAttempts(2.1)).headers["retry-after"] == "3"
    assert problem_of(LoginRefused("No.")).headers["www-authenticate"] == "Bearer"


def test_what_to_do_about_a_database_is_said_and_not_where_it_lies() -> None:
    for reason, advice in (
        ("database or disk is full", " Make room on the disk of the data directory and try again."),
        ("database is locked", " Another program holds it: end what it does, or wait, and try again."),
        ("no such table: users", ""),
    ):
        detail = problem_body_of(StoreUnavailable("data/trishul.db", reason))["detail"]
        assert detail == f"The database cannot be used just now: {reason}.{advice}"


def test_a_code_without_a_row_is_the_clients_fault() -> None:
    class Unlisted(TrishulError):
        code = "unlisted"

    assert problem_of(Unlisted("No.")).status_code == 422
