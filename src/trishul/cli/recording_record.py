"""`trishul recording record`: a live device as a file that `trishul simulate` answers from.

Owns what is said meanwhile and at the end, and the file; how a device is read is `snmp.recorder`.
"""

from __future__ import annotations

import sys
import time
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.counter_line import CounterLine
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.parameters import COMMAND_SETTINGS, OidType, target_argument
from trishul.cli.session import Session, session_options
from trishul.datatypes import Oid
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # the help is printed without the engine
    from trishul.simulation.recordings.learning import LearnedRecording
    from trishul.snmp.recorder import Recorder, RecordingPlan

_STDOUT = Path("-")
_SHOWN_TROUBLES = 20

_EXAMPLES = (
    "trishul recording record 192.0.2.1 -o sw1.snmprec",
    "trishul recording record -v 2c -c public --interval 60 192.0.2.1 1.3.6.1.2.1 -o recordings/core/sw1.snmprec.bz2",
    "TRISHUL_AUTH_PASSWORD=maplesyrup trishul recording record -u monitor -a SHA-512 192.0.2.1 -o sw1.snmprec",
    "trishul recording record --interval 0 192.0.2.1 system -o - | less",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS)
@session_options
@click.option(
    "-o",
    "--output",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="File to write: .snmprec, .snmprec.bz2, or as snmpwalk prints it: .snmpwalk, .walk, .txt; - is stdout.",
)
@click.option(
    "--interval",
    "interval_s",
    type=click.FloatRange(0, 3600),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Time between two readings, which teach how counters move; 0 reads once.",
)
@click.option(
    "--get",
    "scalars",
    type=OidType(),
    multiple=True,
    metavar="OID",
    help="Ask for this instance too, if the walk did not bring it; may be given several times.",
)
@click.option(
    "--max-rows", type=click.IntRange(1, 2_000_000), default=1_000_000, show_default=True, metavar="N",
    help="Stop after N rows.",
)  # fmt: skip
@click.option(
    "--max-time",
    "max_time_s",
    type=click.FloatRange(0, 86_400, min_open=True),
    default=3600.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop each reading after this time.",
)
@target_argument()
@click.argument("oids", type=OidType(), nargs=-1, metavar="[OID...]")
def record(
    target: PeerAddress,
    oids: tuple[Oid, ...],
    scalars: tuple[Oid, ...],
    session: Session,
    path: Path,
    interval_s: float,
    max_rows: int,
    max_time_s: float,
) -> int:
    """Record the agent at TARGET: everything, or what lies under OIDs.

    The device is read twice. What counts or ticks goes on in the recording at the rate seen between the readings, by
    snmpsim's variation module numeric. Where a device breaks, by silence, errors or OIDs that do not increase, the
    recorder steps over the place and says so. Ctrl-C keeps what was read.
    """
    import asyncio

    from trishul.snmp.recorder import DEFAULT_ROOTS, DEFAULT_SCALARS, RecordingPlan

    if path != _STDOUT and not path.parent.is_dir():
        raise InvalidInput(f"There is no folder {path.parent}")
    plan = RecordingPlan(
        roots=oids or DEFAULT_ROOTS,
        scalars=(*(() if oids else DEFAULT_SCALARS), *scalars),
        interval_s=interval_s,
        max_rows=max_rows,
        max_time_s=max_time_s,
    )
    reading = _Reading(session, target, plan)
    try:
        asyncio.run(reading.run())
        ending = ExitCode.OK
    except KeyboardInterrupt:
        ending = ExitCode.INTERRUPTED
    finally:
        reading.counter.clear()
    if reading.recorder is None or not reading.recorder.has_rows:
        return ending
    learned = reading.recorder.learned()
    _write(path, learned)
    _summarize(path, learned, reading.recorder.troubles)
    return ending


class _Reading:
    """The run of the recorder, which outlives its event loop so that Ctrl-C loses nothing."""

    def __init__(self, session: Session, address: PeerAddress, plan: RecordingPlan) -> None:
        self.recorder: Recorder | None = None
        self.counter = CounterLine(is_shown=True)
        self._session = session
        self._address = address
        self._plan = plan

    async def run(self) -> None:
        """Reads the device."""
        from trishul.snmp import Manager
        from trishul.snmp.recorder import Recorder

        started_at = time.monotonic()
        async with Manager() as manager:
            self.recorder = Recorder(manager, self._session.target(self._address), self._plan)
            async with aclosing(self.recorder.record()) as course:
                async for phase, rows, subtree in course:
                    if self.counter.is_due:
                        passed_s = time.monotonic() - started_at
                        self.counter.show(f"{phase.replace('_', ' ')}: {rows:,} rows, {passed_s:.0f} s  {subtree}")


def _write(path: Path, learned: LearnedRecording) -> None:
    from trishul.datatypes.netsnmp_text import netsnmp_line
    from trishul.simulation.recordings.files import write_recording
    from trishul.simulation.recordings.formats import is_walk_text
    from trishul.simulation.recordings.snmprec import read_snmprec

    lines = learned.lines
    if is_walk_text(path.name):
        lines = [f"{netsnmp_line(varbind)}\n".encode() for varbind in read_snmprec(lines)]
    if path == _STDOUT:
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()
    else:
        write_recording(path, lines)


def _summarize(path: Path, learned: LearnedRecording, troubles: list[str]) -> None:
    """What came of it, and what may be missing, on stderr."""
    for trouble in troubles[:_SHOWN_TROUBLES]:
        click.echo(f"trishul: {trouble}", err=True)
    if len(troubles) > _SHOWN_TROUBLES:
        click.echo(f"trishul: and {len(troubles) - _SHOWN_TROUBLES:,} more places like these", err=True)
    if learned.left_out:
        click.echo(f"trishul: {learned.left_out:,} instances had no value that SNMP knows", err=True)
    where = "" if path == _STDOUT else f" in {path}"
    moving = f", {learned.moving:,} of them moving" if learned.moving else ""
    click.echo(f"{len(learned.lines):,} instances{where}{moving}", err=True)
