"""One connection: what is unsent has a bound, what has begun is finished, faults have words."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

import pytest

from tests.unit.transport.streams import message, receive, until
from trishul.engine.drops import DropReason
from trishul.transport.addresses import TcpAddress
from trishul.transport.tcp_connection import (
    MAX_MESSAGES_AT_ONCE,
    ConnectionRules,
    SendBudget,
    TcpConnection,
    reason_in_words,
)
from trishul.transport.turns import Turns
from trishul.transport.udp import Datagrams


class End:
    """One end of a pair of connected sockets as a TcpConnection; the other is a plain socket."""

    def __init__(self, on_messages: Callable[[Datagrams], None] | None = None, *, max_queued_bytes: int = 1000) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.peer = socket.create_connection(listening.getsockname())
            sock, address = listening.accept()
        self.peer.setblocking(False)
        self.turns: list[Datagrams] = []
        self.closed: list[str] = []
        self.drops: list[DropReason] = []
        self.budget = SendBudget(10_000_000)
        rules = ConnectionRules(
            on_messages=on_messages or self.turns.append,
            on_closed=lambda _connection, reason: self.closed.append(reason),
            on_drop=lambda reason, *_: self.drops.append(reason),
            budget=self.budget,
            turns=Turns(),
            max_message_bytes=65535,
            max_queued_bytes=max_queued_bytes,
            reads_while_sending=False,
        )
        self.connection = TcpConnection(sock, TcpAddress(address), rules)


async def test_a_bounded_number_of_messages_is_given_at_once() -> None:
    end = End()
    end.peer.send(message() * (MAX_MESSAGES_AT_ONCE + 3))
    await until(lambda: len(end.turns) == 2)
    assert [len(turn) for turn in end.turns] == [MAX_MESSAGES_AT_ONCE, 3]
    end.connection.close("the test is over")


async def test_the_queue_refuses_whole_messages_and_finishes_what_has_begun() -> None:
    end = End(max_queued_bytes=100)
    whole = message(60_000)
    sent = 0
    while end.connection.send(whole):
        sent += 1
    assert end.connection.unsent_bytes == end.budget.used_bytes
    octets = await receive(end.peer, sent * len(whole))
    assert octets == whole * sent
    await until(lambda: end.connection.unsent_bytes == 0)
    assert end.connection.send(message())
    assert await receive(end.peer, len(message())) == message()
    end.connection.close("the test is over")
    assert not end.connection.send(message())


async def test_a_role_may_close_the_connection_that_it_is_served_from() -> None:
    end = End(lambda messages: messages[0][1].connection.close("enough"))  # type: ignore[attr-defined]
    end.peer.send(message() * 3)
    await until(lambda: bool(end.closed))
    assert end.closed == ["enough"]
    assert end.connection.is_closed


async def test_what_was_not_sent_is_counted_when_the_peer_goes() -> None:
    end = End(max_queued_bytes=10_000_000)
    for _ in range(100):
        end.connection.send(message(60_000))
    assert end.connection.unsent_bytes
    end.peer.close()
    await until(lambda: bool(end.closed))
    assert end.drops == [DropReason.SEND_FAILED]
    assert end.budget.used_bytes == 0


async def test_draining_ends_with_the_connection() -> None:
    end = End()
    assert await end.connection.drain() is None
    end.connection.close("the test is over")
    assert await end.connection.drain() is not None


@pytest.mark.parametrize(
    "code", [errno.ECONNREFUSED, errno.ETIMEDOUT, errno.ECONNRESET, errno.EMFILE, errno.ENETUNREACH]
)
def test_faults_have_words(code: int) -> None:
    assert "Errno" not in reason_in_words(OSError(code, "x"))


def test_a_fault_without_words_of_ours_has_the_system_s() -> None:
    assert reason_in_words(OSError(errno.EIO, "Input/output error")) == "input/output error"
    assert reason_in_words(OSError()) == "the connection failed"
