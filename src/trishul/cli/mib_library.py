"""The MIB library as commands use it without a server: found in the data directory, brought up to date, opened.

Owns the option that names the directory, when a build is due, what is said meanwhile on stderr, and what happens where
nothing may be written. Building itself is `library.building`.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from trishul.cli.counter_line import CounterLine
from trishul.errors import TrishulError

if TYPE_CHECKING:  # commands print their help without them
    from trishul.library.library import Library
    from trishul.library.sources import LibraryPlaces

Command: TypeAlias = Callable[..., int]
NOTED_BUILD_S = 2.0
"""Shorter builds are not worth a line in a log."""


def library_options(command: Command) -> Command:
    """--data-dir; the command gets an open `library: Library`, which is closed behind it."""

    @wraps(command)
    def with_library(data_dir: Path | None, **others: Any) -> int:
        from trishul.services.data_directory import data_directory

        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # texts of MIBs hold any character, terminals do not
        with open_library(data_directory(data_dir)) as library:
            return command(library=library, **others)

    return click.option(
        "--data-dir",
        type=click.Path(path_type=Path),
        metavar="DIRECTORY",
        help="Directory of the workbench's data, with uploaded MIBs and the index. [TRISHUL_DATA_DIR]",
    )(with_library)


@contextmanager
def open_library(data_dir: Path) -> Iterator[Library]:
    """An open library that knows all texts there are; builds it first where something is new."""
    from trishul.library.freshness import is_current
    from trishul.library.library import Library
    from trishul.library.sources import LibraryPlaces

    places = LibraryPlaces(data_dir)
    if not is_current(places):
        _bring_up_to_date(places)
    library = Library.open(places.index)
    try:
        yield library
    finally:
        library.close()


def _bring_up_to_date(places: LibraryPlaces) -> None:
    """Builds; what was built before is used, and said to be old, where nothing may be written."""
    from trishul.library.building import Progress, build_library

    line = CounterLine(is_shown=True)
    started_at = time.monotonic()

    def show(progress: Progress) -> None:
        if line.is_due:
            total = f"/{progress.total:,}" if progress.total else ""
            line.show(f"MIB library: {progress.phase} {progress.done:,}{total}  {progress.current}")

    try:
        outcome = build_library(places, on_progress=show)
    except (TrishulError, OSError) as error:
        line.clear()
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error).rstrip(".")
        if not places.index.exists():
            raise LibraryNotWritable(places.data_dir, reason) from error
        _say(f"trishul: the MIB library is older than its texts and cannot be brought up to date: {reason}")
        return
    finally:
        line.clear()
    seconds = time.monotonic() - started_at
    if outcome.problem:
        _say(f"trishul: {outcome.problem}")
    if seconds > NOTED_BUILD_S and outcome.resolved:
        _say(f"trishul: MIB library built in {seconds:.1f} s: {outcome.resolved:,} modules")


class LibraryNotWritable(TrishulError):
    """There is no library yet and none can be made."""

    code = "library_not_writable"

    def __init__(self, data_dir: Path, reason: str) -> None:
        super().__init__(
            f"There is no MIB library in {data_dir} yet, and it cannot be built there: {reason}. "
            "Name another directory with --data-dir"
        )
        self.data_dir = data_dir
        self.reason = reason


def _say(line: str) -> None:
    sys.stdout.flush()
    click.echo(line, err=True)
