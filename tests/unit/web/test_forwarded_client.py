"""Who asks through proxies: the first host from our side that is no trusted proxy, whatever a client writes."""

from __future__ import annotations

import pytest
from starlette.types import Receive, Scope, Send

from trishul.web.forwarded_client import ForwardedClient

PROXIES = ("10.0.0.0/8", "2001:db8::1")


async def seen_client(proxies: tuple[str, ...], peer: str, *chains: str) -> str:
    """What the application sees of a request from a peer with these headers."""
    seen: list[str] = []

    async def note(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["client"][0])

    headers = [(b"x-forwarded-for", chain.encode("latin-1")) for chain in chains]
    scope = {"type": "http", "client": (peer, 40000), "headers": headers}
    await ForwardedClient(note, proxies)(scope, None, None)  # type: ignore[arg-type]  # neither is used
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "chains", "client"),
    [
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),  # no proxy of ours: what it says is its own affair
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["127.0.0.1, 198.51.100.7"], "198.51.100.7"),  # the client wrote the first one itself
        ("10.0.0.1", ["198.51.100.7, 10.1.1.1"], "198.51.100.7"),
        ("10.0.0.1", ["198.51.100.7", "10.1.1.1"], "198.51.100.7"),
        ("10.0.0.1", ["198.51.100.7:443"], "198.51.100.7"),
        ("2001:db8::1", ["[2001:db8::99]:443"], "2001:db8::99"),
        ("10.0.0.1", ["::ffff:198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["not an address"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7, \xff, 10.1.1.1"], "10.1.1.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["10.2.2.2"], "10.2.2.2"),
        ("unix", ["198.51.100.7"], "unix"),
    ],
)
async def test_only_trusted_proxies_are_believed(peer: str, chains: list[str], client: str) -> None:
    assert await seen_client(PROXIES, peer, *chains) == client


async def test_without_named_proxies_nobody_is_believed() -> None:
    assert await seen_client((), "127.0.0.1", "198.51.100.7") == "127.0.0.1"
