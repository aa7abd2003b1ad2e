"""What a server imports when it starts: the process whose forks are servers has it already.

A database is migrated once and the routes are made, because both import and prepare more. Passwords are hashed with
argon2's profile for tests: each server hashes three before its first test, which together take longer than everything
else it does. A server that is a program does all of it as it should. What is there is frozen, so that no fork's garbage
collector walks through it and copies its pages.
"""

from __future__ import annotations

import encodings.idna  # noqa: F401
import gc

import aiosqlite  # noqa: F401
import anyio._backends._asyncio  # noqa: F401
import uvicorn.lifespan.on
import uvicorn.protocols.http.h11_impl  # noqa: F401
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy.engine import URL

import trishul.cli.decode
import trishul.cli.get
import trishul.cli.getbulk
import trishul.cli.getnext
import trishul.cli.recording
import trishul.cli.recording_convert
import trishul.cli.serve
import trishul.cli.set
import trishul.cli.simulate
import trishul.cli.table
import trishul.cli.trap
import trishul.cli.trap_listen
import trishul.cli.trap_send
import trishul.cli.walk
import trishul.library.builder
import trishul.services.logs
import trishul.services.service_manager
import trishul.services.walks.looker
import trishul.web.server
import trishul.workers.device_maker
import trishul.workers.receiver
import trishul.workers.simulator  # noqa: F401
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.store.migrations import upgrade
from trishul.web.app import create_routes

PasswordKeeper.__init__.__defaults__ = (PasswordHasher.from_parameters(CHEAPEST),)
upgrade(URL.create("sqlite"))
create_routes()
gc.collect()
gc.freeze()
