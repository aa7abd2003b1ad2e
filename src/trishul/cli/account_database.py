"""The database that `trishul admin` changes accounts in: found, and never made by asking for it.

Owns the options that name it and the words for one that is not there. Does not own what is changed in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trishul.errors import InvalidInput

if TYPE_CHECKING:
    from trishul.services.configuration import Configuration


def account_database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data-dir` and `--config`."""
    directory = click.option(
        "--data-dir", type=click.Path(path_type=Path), help="Directory of the database. [TRISHUL_DATA_DIR]"
    )
    file = click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file with settings.")
    return directory(file(command))


def configuration_of_database(data_dir: Path | None, config_file: Path | None) -> Configuration:
    """The configuration of a database that is there. Raises InvalidInput."""
    from trishul.services.configuration import load_configuration  # late: `trishul admin --help` needs none of it
    from trishul.store.database import parse_sqlite_url

    configuration = load_configuration(os.environ, config_file, {"data_dir": data_dir})
    path = Path(str(parse_sqlite_url(configuration.effective_database_url).database))
    if not path.exists():
        raise InvalidInput(f"There is no database at {path}. Name its directory with --data-dir.")
    return configuration
