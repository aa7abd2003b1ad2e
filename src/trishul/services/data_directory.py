"""Where a user's data lies, for commands that read it without starting a server.

Owns the platform's place and the order of precedence. Imports next to nothing, because `trishul get` starts in a few
milliseconds; the server's whole configuration is `configuration`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

DATA_DIR_VARIABLE = "TRISHUL_DATA_DIR"


def default_data_dir(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """The platform's place for a user's program data, with `trishul` at its end."""
    home = _home()
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "trishul"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "trishul"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "trishul"


def _home() -> Path:
    """The user's home; `/` for one whom the system does not know, which is where containers and systemd send him."""
    try:
        return Path.home()
    except RuntimeError:  # a container's or systemd's dynamic user
        return Path("/")


def data_directory(given: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """The directory that was given, else that of TRISHUL_DATA_DIR, else the platform's."""
    named = environment.get(DATA_DIR_VARIABLE)
    return given or (Path(named) if named else default_data_dir(environment=environment))
