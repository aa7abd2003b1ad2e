"""A small agent on a free loopback port, so that commands are tested whole, down to the wire."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.standard_library import give_library
from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.library.building import build_library

DEVICE = [
    VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("A switch")),
    VarBind.of("1.3.6.1.2.1.1.2.0", Value.object_identifier("1.3.6.1.4.1.9.1.1")),
    VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("switch-1")),
    VarBind.of("1.3.6.1.2.1.2.1.0", Value.integer(2)),
    VarBind.of("1.3.6.1.2.1.2.2.1.2.1", Value.octet_string("eth0")),
    VarBind.of("1.3.6.1.2.1.2.2.1.2.2", Value.octet_string("eth1")),
    VarBind.of("1.3.6.1.2.1.2.2.1.6.1", Value.octet_string(bytes.fromhex("001b21ffee10"))),
    VarBind.of("1.3.6.1.2.1.31.1.1.1.6.1", Value.counter64(2**63)),
]


@pytest.fixture(autouse=True)
def no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this user's data directory holds, here everything is numeric unless a test asks for `data_dir`."""
    monkeypatch.setenv("TRISHUL_DATA_DIR", str(tmp_path / "no data"))


@pytest.fixture
def agent() -> Iterator[str]:
    """Address of an agent with the communities `public` and `secret`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        address = server.getsockname()
        thread = threading.Thread(target=_answer, args=(server,), daemon=True)
        thread.start()
        yield f"127.0.0.1:{address[1]}"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stopper:
            stopper.sendto(b"", address)
        thread.join()


def _answer(server: socket.socket) -> None:
    """Serves until an empty datagram comes."""
    table = ListTable(DEVICE)
    engine = AgentEngine({b"public": table, b"secret": table})
    while True:
        data, source = server.recvfrom(65535)
        if not data:
            return
        engine.receive_datagram(data, source, 0.0)
        for answer, peer in engine.datagrams_to_send():
            server.sendto(answer, peer)


@pytest.fixture
def closed_port() -> str:
    """An address where nothing listens."""
    return f"127.0.0.1:{free_port()}"


@pytest.fixture
def silent_port() -> Iterator[str]:
    """An address where datagrams arrive and nobody answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{listener.getsockname()[1]}"


VENDOR_MIB = """VENDOR-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI
    OBJECT-GROUP FROM SNMPv2-CONF DisplayString FROM SNMPv2-TC vendorThing FROM NOWHERE-MIB;
vendor MODULE-IDENTITY
    LAST-UPDATED "202602030405Z" ORGANIZATION "A vendor" CONTACT-INFO "nobody"
    DESCRIPTION "What a vendor's device has."
    REVISION "202602030405Z" DESCRIPTION "The first one."
    ::= { enterprises 99999 }
vendorMode OBJECT-TYPE
    SYNTAX INTEGER { fast(1), slow(2) } UNITS "steps" MAX-ACCESS read-write STATUS current
    DESCRIPTION
        "How it goes.
         \x1b[31mRed."
    REFERENCE "A book" DEFVAL { fast } ::= { vendor 1 }
vendorTable OBJECT-TYPE SYNTAX SEQUENCE OF VendorEntry MAX-ACCESS not-accessible STATUS current
    DESCRIPTION "Users." ::= { vendor 2 }
vendorEntry OBJECT-TYPE SYNTAX VendorEntry MAX-ACCESS not-accessible STATUS current
    DESCRIPTION "A user." INDEX { vendorRank, IMPLIED vendorUser } ::= { vendorTable 1 }
VendorEntry ::= SEQUENCE { vendorRank Integer32, vendorUser DisplayString, vendorQuota Integer32 }
vendorRank OBJECT-TYPE SYNTAX Integer32 (1..10) MAX-ACCESS not-accessible STATUS current
    DESCRIPTION "A rank." ::= { vendorEntry 1 }
vendorUser OBJECT-TYPE SYNTAX DisplayString (SIZE (1..8)) MAX-ACCESS not-accessible STATUS current
    DESCRIPTION "A name." ::= { vendorEntry 2 }
vendorQuota OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current
    DESCRIPTION "A quota ""::= { none 1 }""." ::= { vendorEntry 3 } -- ::= { not this }
vendorGone NOTIFICATION-TYPE OBJECTS { vendorQuota } STATUS current
    DESCRIPTION "It went." ::= { vendor 0 1 }
vendorGroup OBJECT-GROUP OBJECTS { vendorMode, vendorQuota } STATUS current DESCRIPTION "All." ::= { vendor 3 }
END
"""
"""A module with something of everything that commands print; one of its imports is nowhere."""


@pytest.fixture(scope="session")
def library_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose library has the standard modules and VENDOR-MIB."""
    places = give_library(tmp_path_factory.mktemp("library"))
    places.uploads.mkdir()
    (places.uploads / "vendor.mib").write_text(VENDOR_MIB)
    build_library(places, on_progress=lambda _progress: None, processes=1)
    return places.data_dir


@pytest.fixture
def data_dir(library_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, named by the environment."""
    monkeypatch.setenv("TRISHUL_DATA_DIR", str(library_dir))
    return library_dir
