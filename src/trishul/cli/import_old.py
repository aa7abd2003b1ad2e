"""`trishul admin import-old`: what an older suite's data directory holds, taken into ours."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode

MAX_SHOWN = 20
"""Findings that are listed; all are counted."""


@click.command(
    cls=ExampleCommand,
    examples=(
        "trishul admin import-old /opt/trishul-snmp/backend/data",
        "trishul admin import-old old-data --data-dir /var/lib/trishul",
    ),
)
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--data-dir", type=click.Path(path_type=Path), help="Directory of our data. [TRISHUL_DATA_DIR]")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file with settings.")
def import_old(*, directory: Path, data_dir: Path | None, config_file: Path | None) -> int:
    """Take MIBs, overrides, notifications and settings out of the data DIRECTORY of the older suite.

    The server must not run meanwhile. Nothing is changed in DIRECTORY, what is here already stays, and no password is
    taken. Notifications get the tag imported; they are taken where there are none yet. What cannot be taken is named;
    then the command exits with 1.
    """
    from trishul.services.configuration import load_configuration
    from trishul.services.directory_owner import hand_to_owner
    from trishul.services.old_suite.taking_over import import_old_suite

    configuration = load_configuration(os.environ, config_file, {"data_dir": data_dir})
    report = asyncio.run(import_old_suite(directory, configuration))
    hand_to_owner(configuration.data_dir)
    click.echo(
        f"Taken: {report.mibs} MIB files, {report.overrides} overrides, {report.notifications} notifications, "
        f"{report.settings} settings."
    )
    for finding in report.findings[:MAX_SHOWN]:
        click.echo(f"{finding.place}: {finding.reason}", err=True)
    if len(report.findings) > MAX_SHOWN:
        click.echo(f"… and {len(report.findings) - MAX_SHOWN:,} more.", err=True)
    return ExitCode.FAILED if report.findings else ExitCode.OK
