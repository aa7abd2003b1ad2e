"""`trishul recording lint`: what is wrong with recordings, line by line, and the mended file."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.names import book_of, data_dir_option
from trishul.cli.unpacked_recordings import unpacked
from trishul.errors import InvalidInput, RecordingError

if TYPE_CHECKING:  # the help is printed without the readers
    from trishul.simulation.recordings.findings import FindingCode, RecordingWarning

MAX_ALIKE = 20
"""Findings of one code that are printed for one file, unless all are wanted."""
_LEVELS = {"error": 3, "warning": 2, "notice": 1, "never": 4}

_EXAMPLES = (
    "trishul recording lint sw1.snmprec",
    "trishul recording lint --format json recordings/ > findings.json",
    "trishul recording lint --fix recordings/",
    "trishul recording lint --fail-on warning walk.txt",
)


class _Finding(NamedTuple):
    path: Path
    line: int
    severity: str
    code: str
    message: str
    times: int = 1
    """Of a notice: how many lines there are like this one."""


def _print_rules(context: click.Context, _param: click.Parameter, wanted: object) -> None:
    if wanted and not context.resilient_parsing:
        from trishul.simulation.recordings.findings import FindingCode

        for code in FindingCode:
            click.echo(f"{code.value:22} {_severity(code)}")
        context.exit()


@click.command(cls=ExampleCommand, examples=_EXAMPLES)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print findings.",
)  # fmt: skip
@click.option("--all", "is_all", is_flag=True, help=f"Print all findings, not only {MAX_ALIKE} of a code in a file.")
@click.option("--fix", "is_fixing", is_flag=True, help="Write .snmprec files anew: sorted, repaired, each OID once.")
@click.option(
    "--fail-on", type=click.Choice(list(_LEVELS)), default="error", show_default=True,
    help="The least severity of a finding that makes the exit code 1.",
)  # fmt: skip
@click.option(
    "--rules", is_flag=True, is_eager=True, expose_value=False, callback=_print_rules, help="List all codes and exit."
)
@data_dir_option
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path))
def lint(paths: tuple[Path, ...], form: str, fail_on: str, *, is_all: bool, is_fixing: bool) -> int:
    """Check recordings of every format, also in archives, and mend .snmprec files.

    An error costs a line its record, a warning was repaired and is served; a notice is about what the text may have
    lost, once for a file with how many lines are like the first. With --fix lines that are lost stay in the
    file as comments, and lines without a finding stay as they are. Names in text of snmpwalk are read by the MIB index.

    Exits with 0 when nothing of the severity of --fail-on was found, else with 1.
    """
    files = _files_of(paths)
    if not files:
        raise InvalidInput(f"There is no recording in {paths[0]}")
    mended = sum(_mend(file, shown) for file, shown in files.items()) if is_fixing else 0
    found = [one for file, shown in files.items() for one in _check(file, shown)]
    if form == "json":
        click.echo(json.dumps([one._asdict() | {"path": str(one.path)} for one in found], indent=0))
    else:
        _print(found, None if is_all else MAX_ALIKE)
    _summarize(list(files), found, mended)
    worst = max((_LEVELS[one.severity] for one in found), default=0)
    return ExitCode.FAILED if worst >= _LEVELS[fail_on] else ExitCode.OK


def _files_of(paths: Sequence[Path]) -> dict[Path, Path]:
    """The recordings at the paths, and where people see them: those of an archive lie in it."""
    from trishul.simulation.recordings.files import find_recordings

    telling = partial(click.echo, err=True)
    places = click.get_current_context().with_resource(unpacked(paths, telling))
    return {
        file.path: path if file.path == place else path / file.path.relative_to(place)
        for path, place in zip(paths, places, strict=True)
        for file in find_recordings(place).files
    }


def _check(path: Path, shown: Path) -> list[_Finding]:
    from trishul.simulation.recordings.files import read_recording

    try:
        recording = read_recording(path, book_of(click.get_current_context()).find)
    except RecordingError as error:
        return [_Finding(shown, error.line or 0, "error", error.code, error.reason)]
    found = [_finding(shown, warning) for warning in recording.warnings]
    if recording.unlisted_warnings:
        more = f"{recording.unlisted_warnings:,} more findings are not listed"
        found.append(_Finding(shown, 0, "warning", "too_many_findings", more))
    return found


def _finding(path: Path, warning: RecordingWarning) -> _Finding:
    return _Finding(path, warning.line, _severity(warning.code), warning.code.value, warning.message, warning.count)


def _severity(code: FindingCode) -> str:
    if code.is_notice:
        return "notice"
    return "error" if code.excluded else "warning"


def _mend(path: Path, shown: Path) -> bool:
    """Writes a .snmprec anew where that changes it. Raises RecordingError."""
    from trishul.simulation.recordings.files import read_lines, write_recording
    from trishul.simulation.recordings.formats import RecordingFormat
    from trishul.simulation.recordings.mending import mend_snmprec

    if path != shown:
        click.echo(f"{shown}: lies in an archive and stays as it is; trishul recording convert unpacks it", err=True)
        return False
    form, lines = read_lines(path)
    if form is not RecordingFormat.SNMPREC:
        click.echo(f"{path}: is no .snmprec and stays as it is; trishul recording convert makes one", err=True)
        return False
    before = list(lines)
    mended = mend_snmprec(before)
    if mended.lines == before:
        return False
    write_recording(path, mended.lines)
    return True


def _print(found: Sequence[_Finding], most: int | None) -> None:
    counts: Counter[tuple[Path, str]] = Counter()
    for path, line, severity, code, message, times in found:
        counts[path, code] += 1
        if most is None or counts[path, code] <= most:
            more = f"; {times - 1:,} more like it" if times > 1 else ""
            click.echo(f"{path}{f':{line}' if line else ''}: {severity}: {message}{more} [{code}]")
    for (path, code), alike in counts.items():
        if most is not None and alike > most:
            click.echo(f"{path}: and {alike - most:,} more of this kind [{code}]; --all shows them")


def _summarize(files: Sequence[Path], found: Sequence[_Finding], mended: int) -> None:
    """One line on stderr: how much was read and of which formats, what was found and mended."""
    forms = ", ".join(f"{count:,} {form}" for form, count in Counter(map(_format, files)).most_common())
    counts = Counter(one.severity for one in found)
    parts = [f"{counts[label]:,} {label}{'s' * (counts[label] != 1)}" for label in ("error", "warning")]
    parts += [f"{notices:,} notice{'s' * (notices != 1)}"] if (notices := counts["notice"]) else []
    sys.stdout.flush()
    mends = f"; {mended:,} written anew" if mended else ""
    noun = "recording" if len(files) == 1 else "recordings"
    click.echo(f"{len(files):,} {noun} ({forms}): {', '.join(parts)}{mends}", err=True)


def _format(path: Path) -> str:
    from trishul.simulation.recordings.files import read_lines

    try:
        return str(read_lines(path)[0])
    except RecordingError:
        return "unreadable"
