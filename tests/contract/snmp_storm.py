"""Many GET requests in flight at once, each answered once: a plain socket with hand-made datagrams."""

from __future__ import annotations

import socket
import time

_IN_FLIGHT = 200
_SILENCE_S = 10.0


def storm(port: int, requests: int) -> int:
    """Asks for what is not there, so that the worker looks at the MIB library; returns how many were answered."""
    waiting: set[int] = set()
    answered = 0
    sent = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("127.0.0.1", port))
        asking.settimeout(0.2)
        heard_at = time.monotonic()
        while answered < requests and time.monotonic() - heard_at < _SILENCE_S:
            while sent < requests and len(waiting) < _IN_FLIGHT:
                sent += 1
                waiting.add(sent)
                asking.send(_get(sent))
            try:
                reply = asking.recv(2048)
            except TimeoutError:
                continue
            heard_at = time.monotonic()
            place = reply.index(b"\xa2") + 2
            number = int.from_bytes(reply[place + 2 : place + 6], "big")
            if number in waiting:
                waiting.discard(number)
                answered += 1
    return answered


def _get(number: int) -> bytes:
    """GET ifDescr.999 and an OID that changes, community public."""
    names = (
        bytes((43, 6, 1, 2, 1, 2, 2, 1, 2, 0x87, 0x67)),
        bytes((43, 6, 1, 4, 1, 9, number & 127, number >> 7 & 127)),
    )
    varbinds = b"".join(_tlv(0x30, _tlv(6, name) + b"\x05\0") for name in names)
    pdu = _tlv(0xA0, _tlv(2, number.to_bytes(4, "big")) + _tlv(2, b"\0") + _tlv(2, b"\0") + _tlv(0x30, varbinds))
    return _tlv(0x30, _tlv(2, b"\1") + _tlv(4, b"public") + pdu)


def _tlv(tag: int, contents: bytes) -> bytes:
    return bytes((tag, len(contents))) + contents
