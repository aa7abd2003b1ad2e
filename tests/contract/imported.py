"""What a server imports when it starts: the process whose forks are servers has it already.

Its routes are made as well, and passwords are hashed with argon2's profile for tests: each server hashes three before
its first test, which together take longer than everything else it does. A server that is a program hashes as it should.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

import trishul.cli.serve
import trishul.services.logs
import trishul.web.server  # noqa: F401
from trishul.services import passwords
from trishul.web.app import create_routes

passwords.PasswordHasher = lambda: PasswordHasher.from_parameters(CHEAPEST)  # type: ignore[misc,assignment]
create_routes()
