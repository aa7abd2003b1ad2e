"""What a browser is allowed: Host check, Origin check, security headers. Pure ASGI, before anything else is read.

Owns the defence against DNS rebinding (a page of another name that resolves to this address: its Host is not ours),
against requests that other pages make with this browser (Origin, Fetch metadata), and against injected content (CSP).
Does not own sessions.
"""

from __future__ import annotations

import ipaddress
import platform
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trishul.web.paths import SAFE_METHODS
from trishul.web.problems import problem

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_PORTS = {"http": 80, "https": 443}

# No inline script and no inline style: the theme is written into the style sheet when the interface is built.
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(_POLICY)
SECURITY_HEADERS = (
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)


class SecurityHeaders:
    """Adds the headers to every reply; API replies are never cached."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS:
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class OriginGuard:
    """Refuses hosts that are not ours, and unsafe requests and sockets that another page made."""

    def __init__(
        self, app: ASGIApp, bound_host: str, allowed_hosts: Iterable[str] = (), allowed_origins: Iterable[str] = ()
    ) -> None:
        self._app = app
        self._origins = frozenset(origin.lower() for origin in allowed_origins)
        named = {bound_host.lower().strip("[]"), *(host.lower().strip("[]") for host in allowed_hosts)}
        named |= {urlsplit(origin).hostname or "" for origin in self._origins}
        self._takes_any_address = _is_unspecified(bound_host)
        if self._takes_any_address:
            named.add(platform.node().lower())  # this host's own name is no name that a stranger could point here
        self._hosts = LOOPBACK_NAMES | named - {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._judge_host(headers) or self._judge_origin(scope, headers)
        await (self._app if refusal is None else refusal)(scope, receive, send)

    def _judge_host(self, headers: Headers) -> Response | None:
        host = split_authority(headers.get("host", ""))[0]
        if host in self._hosts or (self._takes_any_address and _is_address(host)):
            return None
        return problem(
            "host_not_allowed",
            "This server does not answer to the name in the Host header. "
            "If it is right, add it to TRISHUL_ALLOWED_HOSTS.",
        )

    def _judge_origin(self, scope: Scope, headers: Headers) -> Response | None:
        if scope["type"] == "http" and scope["method"] in SAFE_METHODS:
            return None
        origin = headers.get("origin")
        if origin is not None:
            if self._is_own_origin(origin.lower(), headers.get("host", "")):
                return None
        elif headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
            return None  # no browser, or the page itself
        return problem("origin_not_allowed", "This request was made by a page of another origin.")

    def _is_own_origin(self, origin: str, host: str) -> bool:
        if origin in self._origins:
            return True
        scheme, separator, authority = origin.partition("://")
        if not separator or scheme not in DEFAULT_PORTS:
            return False
        # A proxy in front may speak https while we speak http, so the default port of either scheme counts as none.
        default = DEFAULT_PORTS[scheme]
        origin_host, origin_port = split_authority(authority)
        own_host, own_port = split_authority(host)
        return origin_host == own_host and (origin_port or default) == (own_port or default)


def split_authority(authority: str) -> tuple[str, int | None]:
    """`[::1]:8080` -> (`::1`, 8080); anything that is no authority gives an empty host."""
    try:
        parts = urlsplit("//" + authority)
        if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
            return "", None
        return (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return "", None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_unspecified(host: str) -> bool:
    return _is_address(host.strip("[]")) and ipaddress.ip_address(host.strip("[]")).is_unspecified
