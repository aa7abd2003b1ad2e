"""Subtrees that a recording takes from a folder of other recordings: the rows of all files together.

Owns what becomes of their rows, and the bound. What is answered when is `variations.multiplex`; finding and reading the
files is `files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from trishul.errors import RecordingError
from trishul.protocol.ber import decode_varbinds, encode_varbind
from trishul.simulation.recordings.findings import FindingCode, RecordingWarning
from trishul.simulation.recordings.recording import Recording, sort_key
from trishul.simulation.variations.multiplex import FileValue, MultiplexControl, Multiplexed, MultiplexLine
from trishul.simulation.variations.variation import Variation

MAX_ROWS = 1_000_000
"""Of all files of one line together."""

ReadFolder = Callable[[str], Iterable[tuple[int, Recording]]]
"""The recordings of a folder with their numbers, in the order of these. Raises RecordingError."""


def with_subtrees(recording: Recording, read_folder: ReadFolder) -> Recording:
    """The recording with the instances of its subtree lines; what cannot be served is a finding of the line."""
    varied: dict[bytes, Variation] = dict(recording.variations)
    encoded = dict(zip(recording.names, recording.varbinds, strict=True))
    warnings = list(recording.warnings)
    lost = 0
    for line in recording.subtrees:
        try:
            found, notes = _instances(line, read_folder)
        except RecordingError as error:
            message = f"Variation module 'multiplex': {error.reason}"
            warnings.append(RecordingWarning(FindingCode.VARIATION_EXCLUDED, line.line, message))
            lost += 1
            continue
        warnings += [RecordingWarning(FindingCode.VARIATION_DIFFERS, line.line, note) for note in notes]
        varied |= found
        encoded |= {name: encode_varbind(name, what.tag, what.contents_at(0.0)) for name, what in found.items()}
    names = sorted(encoded, key=sort_key)
    warnings.sort(key=lambda warning: warning.line)
    return replace(
        recording,
        names=names,
        varbinds=[encoded[name] for name in names],
        variations=varied,
        warnings=tuple(warnings),
        excluded_lines=recording.excluded_lines + lost,
        skipped_lines=recording.skipped_lines - lost,
        subtrees=(),
    )


def _instances(line: MultiplexLine, read_folder: ReadFolder) -> tuple[dict[bytes, Variation], list[str]]:
    """All instances of a line, and how they differ from snmpsim's. Raises RecordingError."""
    rows: list[dict[bytes, FileValue]] = []
    numbers: list[int] = []
    total = 0
    for number, found in read_folder(line.folder):
        numbers.append(number)
        below = [row for row in zip(found.names, found.varbinds, strict=True) if row[0].startswith(line.root)]
        total += len(below)
        if total > MAX_ROWS:
            raise RecordingError(line.folder, None, f"its files have more than {MAX_ROWS:,} rows")
        rows.append({name: _value(varbind) for name, varbind in below})
    choice = line.choice(len(rows))
    names = {name for values in rows for name in values}
    instances: dict[bytes, Variation] = {name: Multiplexed(_filled(name, rows), choice) for name in names}
    if line.control:
        instances[line.control] = MultiplexControl(choice)
    absent = sum(any(name not in values for values in rows) for name in names)
    notes = []
    if absent:
        notes.append(f"answers {absent:,} instances that are not in every file as the file before has them")
    if numbers[-1] - numbers[0] >= len(numbers):
        notes.append("answers each file in its turn although their numbers have gaps")
    return instances, [f"Variation module 'multiplex' {note}, unlike snmpsim" for note in notes]


def _filled(name: bytes, rows: Sequence[dict[bytes, FileValue]]) -> list[FileValue]:
    """The value in each file; where one has none, that of the file before, or of the first that has one."""
    last = next(values[name] for values in rows if name in values)
    filled = []
    for values in rows:
        last = values.get(name, last)
        filled.append(last)
    return filled


def _value(varbind: bytes) -> FileValue:
    (decoded,) = decode_varbinds(varbind, 0, len(varbind))
    return decoded.tag, decoded.contents
