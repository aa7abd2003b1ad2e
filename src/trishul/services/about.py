"""What this program is: name, version, author and one sentence, as `/api/meta` and the ready line say them."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

DISTRIBUTION = "trishul-snmp"
SERVICE = "trishul-snmp"


class About(Struct, frozen=True):
    """The reply of `GET /api/meta`."""

    name: str
    version: str
    author: str
    description: str


@cache
def about() -> About:
    """Read once from the installed distribution."""
    try:
        installed = version(DISTRIBUTION)
    except PackageNotFoundError:
        installed = "0.0.0"  # run from a source tree that was never installed
    return About(
        name="Trishul SNMP",
        version=installed,
        author="The Trishul SNMP authors",
        description="Simulate SNMP devices, walk agents, send and catch notifications, live in the browser.",
    )
