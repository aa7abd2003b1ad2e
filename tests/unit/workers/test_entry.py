"""The frame around every role, in a process of its own: an end for each reason to end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from trishul.workers.channel import channel_pair
from trishul.workers.message import Message
from trishul.workers.messages import ConfigureSimulator, Event, Failed, Ready, SimulatorEvent, Stop

ROLES = Path(__file__).resolve().parents[2] / "workers"


class Child:
    """A started role and the server's end of its channel, used without an event loop."""

    def __init__(self) -> None:
        self.end, child_end = channel_pair()
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.end.settimeout(10)
        descriptors = (child_end.fileno(), self._udp.fileno())
        self.process = subprocess.Popen(
            [sys.executable, "-m", "faulty_role", *map(str, descriptors)],
            pass_fds=descriptors,
            env={**os.environ, "PYTHONPATH": str(ROLES)},
            stderr=subprocess.PIPE,
        )
        child_end.close()

    def say(self, command: Message) -> None:
        body = msgspec.msgpack.encode(command)
        self.end.sendall(len(body).to_bytes(4, "big") + body)

    def hear(self) -> Event:
        size = int.from_bytes(self.end.recv(4, socket.MSG_WAITALL), "big")
        return msgspec.msgpack.decode(self.end.recv(size, socket.MSG_WAITALL), type=SimulatorEvent)

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.end.close()
        self._udp.close()


@pytest.fixture
def child() -> Iterator[Child]:
    started = Child()
    yield started
    started.close()


def configured(child: Child, fault: str = "fine") -> Event:
    child.say(ConfigureSimulator(fault, b"public", [], 1 << 16))
    return child.hear()


def test_a_role_is_ready_after_its_configuration_and_ends_when_told_to(child: Child) -> None:
    assert isinstance(configured(child), Ready)
    child.say(Stop())
    assert child.process.wait(5) == 0


def test_the_end_of_the_channel_ends_the_role(child: Child) -> None:
    configured(child)
    child.end.close()
    assert child.process.wait(5) == 0


def test_the_end_of_the_channel_ends_even_a_role_that_was_never_configured(child: Child) -> None:
    child.end.close()
    assert child.process.wait(5) == 0


def test_what_is_no_message_ends_the_role(child: Child) -> None:
    child.end.sendall(b"\x00\x00\x00\x03abc")
    assert child.process.wait(5) == 0


def test_a_configuration_that_fails_is_told_with_its_code(child: Child) -> None:
    assert configured(child, "refuses") == Failed("bad_recording", "demo.snmprec, line 3: no such tag")
    assert child.process.wait(5) == 1


def test_sigterm_ends_a_role_in_order_and_sigint_is_the_servers_business(child: Child) -> None:
    configured(child)
    child.process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        child.process.wait(0.3)
    child.process.send_signal(signal.SIGTERM)
    assert child.process.wait(5) == 0
