"""`trishul recording convert`: any format of recordings to .snmprec, or to what snmpwalk prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.names import book_of, data_dir_option
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # the help is printed without the readers
    from trishul.cli.recording_inputs import InputRecording

_STDOUT = Path("-")
_SUFFIXES = {"snmprec": ".snmprec", "snmpwalk": ".snmpwalk"}

_EXAMPLES = (
    "trishul recording convert walk.txt -o sw1.snmprec",
    "trishul recording convert customer.zip old.sapwalk -o recordings/",
    "trishul recording convert traffic.pcapng -o recordings/",
    "trishul recording convert sw1.snmprec --to snmpwalk -o -",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES)
@click.option(
    "-o", "--output", "output_text", required=True, metavar="FILE|DIR",
    help="File, or a directory for one recording each; - is stdout.",
)  # fmt: skip
@click.option(
    "--to",
    "form",
    type=click.Choice(list(_SUFFIXES)),
    help="Format to write.  [default: by the ending of FILE, otherwise snmprec]",
)
@data_dir_option
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path, exists=True))
def convert(paths: tuple[Path, ...], output_text: str, form: str | None) -> int:
    """Convert recordings: .snmprec, text of snmpwalk in every style, .sapwalk, .dump, archives of them, captures.

    Of a capture (pcap, pcapng) the answers of agents are taken, one recording for each agent and community. Names, and
    values that were printed without their type, are read by the MIB index. What a text has lost is counted, and listed
    by trishul recording lint.
    """
    from trishul.cli.recording_inputs import open_inputs

    find_names = book_of(click.get_current_context()).find
    output = Path(output_text)
    is_folder = output.is_dir() or output_text.endswith("/")
    chosen = form or ("snmpwalk" if _is_walk_text(output) and not is_folder else "snmprec")
    taken: set[Path] = set()
    for found in open_inputs(paths, find_names, lambda sentence: click.echo(sentence, err=True)):
        place = _place_in(output, found.name, _SUFFIXES[chosen]) if is_folder else output
        if place in taken:
            raise InvalidInput(f"There is more than one recording{f' {found.name}' * is_folder}; -o needs a directory")
        taken.add(place)
        count = _write(found, place, chosen)
        _tell(found, place, count)
    if not taken:
        raise InvalidInput(f"There is no recording in {paths[0]}")
    return ExitCode.OK


def _is_walk_text(output: Path) -> bool:
    from trishul.simulation.recordings.formats import is_walk_text

    return is_walk_text(output.name)


def _place_in(folder: Path, name: str, suffix: str) -> Path:
    from trishul.services.recordings.names import recording_place

    place = recording_place(name, folder, suffix)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _write(found: InputRecording, place: Path, form: str) -> int:
    """Writes one recording; the number of its records."""
    from trishul.simulation.recordings.files import write_recording

    lines = _lines(found, form)
    if place == _STDOUT:
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()
    else:
        write_recording(place, lines)
    return len(lines) if found.recording is None else len(found.recording)


def _lines(found: InputRecording, form: str) -> Sequence[bytes]:
    from trishul.datatypes.netsnmp_text import netsnmp_line
    from trishul.simulation.recordings.files import read_lines
    from trishul.simulation.recordings.mending import mend_snmprec
    from trishul.simulation.recordings.snmprec import write_snmprec

    if form == "snmpwalk":
        return [f"{netsnmp_line(varbind)}\n".encode() for varbind in found.varbinds]
    if found.recording is not None and found.recording.variations and found.path is not None:
        return mend_snmprec(read_lines(found.path)[1]).lines
    return list(write_snmprec(found.varbinds))


def _tell(found: InputRecording, place: Path, count: int) -> None:
    """What came of one recording, on stderr."""
    recording = found.recording
    notes = [] if place == _STDOUT else [f"in {place}"]
    if recording is not None and recording.excluded_lines:
        notes.append(f"{recording.excluded_lines:,} lines lost")
    repaired = 0 if recording is None else len(recording.warnings) + recording.unlisted_warnings
    repaired -= 0 if recording is None else recording.excluded_lines + len(recording.notices)
    if repaired > 0:
        notes.append(f"{repaired:,} repaired")
    if recording is not None and recording.notices:
        notes.append(f"{sum(notice.count for notice in recording.notices):,} in doubt")
    click.echo(f"{count:>9,} instances  {found.name}{''.join(f', {note}' for note in notes)}", err=True)
