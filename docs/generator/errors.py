"""Error codes: what a problem's `code` says, its HTTP status, and how a command ends."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import trishul
from docs.generator.markdown import cell, code, page, table
from trishul.cli.failures import EXIT_CODES_HELP
from trishul.errors import TrishulError
from trishul.web.problems import PROBLEMS


def error_codes() -> dict[str, list[str]]:
    """Every code with what its classes say of it; those that only the web layer has say no more than their title."""
    for module in pkgutil.walk_packages(trishul.__path__, "trishul."):
        if not module.name.startswith("trishul.store.migrations") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    meanings: dict[str, list[str]] = {name: [] for name in PROBLEMS}
    for error in _classes(TrishulError):
        told = meanings.setdefault(error.code, [])
        meaning = inspect.cleandoc(error.__doc__ or "").partition("\n\n")[0]
        if meaning not in told:
            told.append(meaning)
    return meanings


def _classes(root: type[TrishulError]) -> Iterator[type[TrishulError]]:
    for each in root.__subclasses__():
        if each.__module__.startswith("trishul."):  # not those that others made of it
            yield each
            yield from _classes(each)


def errors_page() -> str:
    """All codes by status."""
    meanings = error_codes()
    ordered = sorted(meanings, key=lambda name: (PROBLEMS.get(name, (0, ""))[0], name))
    return page(
        "Error codes",
        "A reply that is an error is `application/problem+json` (RFC 9457). Its `code` is stable; titles and "
        "details are for "
        "people and may change. Some have more members: `field` and `errors` name what is wrong in a request, "
        "`column`, "
        "`length` and `expected` where a query is wrong.",
        table(("Code", "Status", "Title", "Meaning"), (_row(name, meanings[name]) for name in ordered)),
        "## Exit codes of commands",
        EXIT_CODES_HELP.removeprefix("Exit codes: ").replace("\n", " ").capitalize()
        + " 70 is an error that nobody foresaw, 130 Ctrl-C.",
    )


def _row(name: str, meanings: list[str]) -> tuple[str, str, str, str]:
    status, title = PROBLEMS.get(name, ("", ""))
    return code(name), str(status) or "commands only", cell(title), cell(" ".join(meanings))
