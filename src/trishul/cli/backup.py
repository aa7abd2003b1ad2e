"""`trishul admin backup`: the data directory as one file, beside a running server or without one."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from trishul.cli.example_command import ExampleCommand


@click.command(
    cls=ExampleCommand,
    examples=("trishul admin backup trishul.tar.gz", "trishul admin backup shared.tar.gz --without-key"),
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-key", is_flag=True, help="Leave out the key that opens saved credentials.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Directory of the data. [TRISHUL_DATA_DIR]")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file with settings.")
def backup(*, file: Path, without_key: bool, data_dir: Path | None, config_file: Path | None) -> None:
    """Write database, recordings, MIBs and keys into a new FILE.

    The server may run meanwhile. Whoever has the file has the saved credentials too, unless it is written without
    their key: keep it as you keep a password.
    """
    from trishul.services.backup.making import save_backup
    from trishul.services.configuration import load_configuration
    from trishul.store.database import database_file

    configuration = load_configuration(os.environ, config_file, {"data_dir": data_dir})
    database = database_file(configuration.effective_database_url)
    listing = save_backup(configuration.data_dir, database, file, with_key=not without_key, now=time.time())
    click.echo(f"{file}: {len(listing.files):,} files, {file.stat().st_size:,} bytes.")
