"""A walk of the device that `DEVICE_MIB` describes, for tests of what is made of walks."""

from __future__ import annotations

from tests.unit.library.compiled_library import DEVICE_MIB
from tests.unit.services.named_devices import DEVICE, LibraryThatChanges
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.library.library import Library

STATE = f"{DEVICE}.1.0"
PORT_NAME = f"{DEVICE}.2.1.2"
PORT_SPEED = f"{DEVICE}.3.1.1"
USER_RIGHT = f"{DEVICE}.4.1.2"
UNKNOWN = f"{DEVICE}.77.5.1.0"
UPTIME = "1.3.6.1.2.1.1.3.0"


def names() -> LibraryThatChanges:
    """The device's MIB as a source of names."""
    return LibraryThatChanges(DEVICE_MIB)


def library() -> Library:
    """The device's MIB."""
    found = names().library
    assert found is not None
    return found


def walked() -> list[VarBind]:
    """A scalar, three ports of which two have a speed, a user, and what no MIB knows."""
    return [
        VarBind.of(STATE, Value.integer(1)),
        *(VarBind.of(f"{PORT_NAME}.{port}", Value.octet_string(f"Gi0/{port}")) for port in (1, 2, 10)),
        *(VarBind.of(f"{PORT_SPEED}.{port}", Value.gauge32(port * 100)) for port in (1, 10)),
        VarBind.of(f"{USER_RIGHT}.3.98.111.98.2", Value.integer(7)),
        VarBind.of(UNKNOWN, Value.octet_string("?")),
    ]
