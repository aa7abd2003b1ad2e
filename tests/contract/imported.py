"""What a server imports when it starts: the process whose forks are servers has it already."""

from __future__ import annotations

import trishul.cli.serve
import trishul.services.logs
import trishul.services.workbench
import trishul.web.server  # noqa: F401
from trishul.web.app import create_routes

create_routes()
