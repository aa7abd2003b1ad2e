"""`trishul admin restore`: a backup becomes the data directory of a server that does not run."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from trishul.cli.example_command import ExampleCommand


@click.command(
    cls=ExampleCommand,
    examples=(
        "trishul admin restore trishul.tar.gz",
        "trishul admin restore trishul.tar.gz --data-dir /var/lib/trishul",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data-dir", type=click.Path(path_type=Path), help="Directory of the data. [TRISHUL_DATA_DIR]")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file with settings.")
def restore(*, file: Path, data_dir: Path | None, config_file: Path | None) -> None:
    """Put what the backup FILE holds in the place of all saved data.

    The server must not run. The file is checked first; what was there before is kept in a folder of the data
    directory, which is named. Everybody logs in again. Typed by root, all belongs to the directory's owner.
    """
    from trishul.services.backup.restoring import restore_backup
    from trishul.services.configuration import load_configuration
    from trishul.services.directory_owner import hand_to_owner
    from trishul.store.database import database_file

    configuration = load_configuration(os.environ, config_file, {"data_dir": data_dir})
    database = database_file(configuration.effective_database_url)
    restored = restore_backup(file, configuration.data_dir, database, time.time())
    hand_to_owner(configuration.data_dir)
    made_at = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(restored.listing.created_at))
    click.echo(f"Restored {len(restored.listing.files):,} files of {made_at} to {configuration.data_dir}.")
    if restored.aside is not None:
        click.echo(f"What was there before lies in {restored.aside}.")
