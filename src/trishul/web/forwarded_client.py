"""Who asks through a proxy: believed of proxies that are named, and of nobody else. Pure ASGI, outermost.

Owns the reading of X-Forwarded-For, from its end: each trusted proxy has added who asked it, so the first address that
is no trusted proxy is the client, whatever stands before it. Everything further in (slowed logins, sessions, audit log)
sees that client. Does not read any other header of proxies: the Host is the one that the proxy passes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

FORWARDED_FOR = b"x-forwarded-for"
LONGEST_CHAIN = 4096

Address = IPv4Address | IPv6Address


class ForwardedClient:
    """ASGI middleware; without named proxies it does nothing."""

    def __init__(self, app: ASGIApp, proxies: Iterable[str]) -> None:
        self._app = app
        self._networks = tuple(ip_network(proxy) for proxy in proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if self._networks and scope["type"] in ("http", "websocket") and scope.get("client"):
            scope["client"] = (self._client_of(scope), scope["client"][1])
        await self._app(scope, receive, send)

    def _client_of(self, scope: Scope) -> str:
        """The host nearest to us that is no trusted proxy; the last one that is, where all are."""
        nearest = str(scope["client"][0])
        chain = b",".join(value for name, value in scope["headers"] if name == FORWARDED_FOR)[-LONGEST_CHAIN:]
        for said in reversed(chain.decode("latin-1").split(",")):
            address = _read(said)
            if not self._is_trusted(_read(nearest)) or address is None:
                break
            nearest = str(address)
        return nearest

    def _is_trusted(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._networks)


def _read(text: str) -> Address | None:
    """The address of `192.0.2.1`, `2001:db8::1`, `192.0.2.1:443` or `[2001:db8::1]:443`; IPv4 within IPv6 as IPv4."""
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
