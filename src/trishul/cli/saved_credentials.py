"""Credentials by name, as the web interface keeps them in the data directory.

Opens the workbench's database for as long as it takes to read one, beside a running server or without; everything that
needs is imported only then.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trishul.errors import InvalidInput

if TYPE_CHECKING:
    from trishul.services.credentials.forms import Credential


def load_named(names: Sequence[str], data_dir: Path | None) -> list[Credential]:
    """The credentials of these names. Raises InvalidInput for one that is not there, CredentialLocked, and others."""
    from trishul.services.configuration import load_configuration
    from trishul.store.database import parse_sqlite_url

    configuration = load_configuration(os.environ, None, {"data_dir": data_dir})
    url = configuration.effective_database_url
    path = Path(str(parse_sqlite_url(url).database))
    if not path.exists():
        raise InvalidInput(f"No credentials are saved at {path}. Name their directory with --data-dir.")
    return asyncio.run(_load(names, url, configuration.data_dir))


async def _load(names: Sequence[str], url: str, data_dir: Path) -> list[Credential]:
    import logging

    import structlog

    from trishul.services.bus import Bus
    from trishul.services.credentials.credentials import Credentials
    from trishul.store.database import Database

    if not structlog.is_configured():  # the server's log lines are no output of a command
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    database = await Database.open(url)
    try:
        credentials = Credentials(database, data_dir, Bus())
        await credentials.open()
        return [credentials.get(name) for name in names]
    finally:
        await database.close()
