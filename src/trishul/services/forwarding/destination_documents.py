"""Destinations that notifications are forwarded to, as people make them and as they are told.

Owns the three kinds and what can be wrong with each: SNMP (trap or inform), a webhook, syslog. Headers of a webhook are
secrets: they are sealed before a document is made of them, and no record has them.
"""

from __future__ import annotations

import re
import ssl
from typing import Any, Literal, TypeAlias

import msgspec

from trishul.errors import InvalidInput
from trishul.services.document_shelf import checked_document_name
from trishul.services.web_connections import WebRefused, split_url
from trishul.services.wrong_fields import read_struct

MAX_HOST = 255
MAX_URL = 2_000
MAX_HEADERS = 20
MAX_HEADER_CHARACTERS = 4_000
MAX_CERTIFICATE_CHARACTERS = 100_000
MAX_TIMEOUT_S = 60.0
MAX_RETRIES = 10
SHORTEST_PATIENCE_S, LONGEST_PATIENCE_S = 60.0, 30 * 86_400.0
OUR_HEADERS = frozenset({
    "connection", "content-encoding", "content-length", "content-type", "expect", "host", "idempotency-key",
    "transfer-encoding", "upgrade", "user-agent", "x-trishul-attempt", "x-trishul-delivery",
})  # fmt: skip
"""Headers that a request of a webhook has by itself, or must not have."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")  # RFC 9110 §5.6.2

Facility = Literal[
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp",
    "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
]  # fmt: skip
"""In the order of their numbers (RFC 5424 §6.2.1)."""


class DestinationBase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    """What every destination has."""

    name: str
    enabled: bool = True
    """False: what rules send there waits in the outbox."""
    timeout_s: float = 5.0
    """For one attempt."""
    give_up_after_s: float = 86_400.0
    """So long it is tried again."""


class SnmpDestination(DestinationBase, frozen=True, tag="snmp"):
    """A receiver of notifications; the source is kept in snmpTrapAddress.0, and as agent-addr in SNMPv1 (RFC 3584)."""

    host: str
    port: int = 162
    transport: Literal["udp", "tcp"] = "udp"
    send_as: Literal["trap", "inform"] = "trap"
    version: Literal["1", "2c", "3"] | None = None
    """None: that of the credential, 2c without one."""
    credential: str | None = None
    """The name of a saved one; None: the community `public`."""
    retries: int = 2
    """Of an inform that nobody acknowledged, within one attempt."""


class WebhookDestination(DestinationBase, frozen=True, tag="webhook"):
    """An address that a notification is sent to by POST, as JSON."""

    url: str
    headers: dict[str, str | None] = {}
    """Sent with each. As records tell them values are null; given as null, what was saved stays."""
    allow_internal: bool = False
    """Whether the address may be one of an internal network."""
    ca: str = ""
    """Certificates (PEM) that are believed besides those of this host."""


class SyslogDestination(DestinationBase, frozen=True, tag="syslog"):
    """A syslog server (RFC 5424)."""

    host: str
    port: int | None = None
    """None: 514, for TLS 6514 (RFC 5425)."""
    transport: Literal["udp", "tcp", "tls"] = "udp"
    facility: Facility = "local0"
    ca: str = ""
    """For TLS: certificates (PEM) that are believed besides those of this host."""

    @property
    def effective_port(self) -> int:
        """The one that was said, else the usual one."""
        return self.port if self.port is not None else 6514 if self.transport == "tls" else 514


Destination: TypeAlias = SnmpDestination | WebhookDestination | SyslogDestination


class TrapDestination(msgspec.Struct, frozen=True, kw_only=True):
    """A destination, and how it does."""

    id: str
    name: str
    settings: Destination
    """As it was saved, values of headers left out."""
    place: str
    """Where it is, in a few words."""
    used_by: list[str]
    """Names of rules that forward to it."""
    waiting: int
    """In the outbox."""
    failed: int
    """Given up, and kept in the outbox."""
    delivered_total: int
    """Since it was made."""
    failed_total: int
    refused_total: int
    """Not taken into the outbox because it was full."""
    last_delivered_at: float | None
    """Since the server started, in seconds since 1970."""
    last_error: str
    """Of the attempts since the last one that succeeded."""
    paused_until: float | None
    """Nothing is sent until then, because the last attempts failed."""
    revision: int
    """Grows with every change; give it back with a change so that nobody else's is lost."""
    created_at: float
    updated_at: float


class TrapDestinationList(msgspec.Struct, frozen=True):
    """All of them in the order of their names."""

    destinations: list[TrapDestination]


class DestinationTrial(msgspec.Struct, frozen=True):
    """What came of a test."""

    delivered: bool
    answer: str
    """What the other side said, or why it could not be asked."""
    elapsed_ms: float


def read_destination(data: Any) -> Destination:
    """The document in a JSON value. Raises InvalidInput with the field."""
    kinds: Any = Destination
    document: Destination = read_struct(data, kinds)
    _check_between("timeout_s", document.timeout_s, 0.1, MAX_TIMEOUT_S)
    _check_between("give_up_after_s", document.give_up_after_s, SHORTEST_PATIENCE_S, LONGEST_PATIENCE_S)
    document = msgspec.structs.replace(document, name=checked_document_name(document.name))
    if "/" in document.name or document.name in {".", ".."}:
        raise InvalidInput("A name without slashes stands in an address", field="name")
    match document:
        case SnmpDestination():
            _check_host(document.host, document.port)
            _check_between("retries", document.retries, 0, MAX_RETRIES)
            if document.send_as == "inform" and document.version == "1":
                raise InvalidInput("InformRequest does not exist in SNMP version 1", field="send_as")
        case WebhookDestination():
            _check_webhook(document)
        case SyslogDestination():
            _check_host(document.host, document.effective_port)
            _check_certificates(document.ca)
    return document


def place_of(document: Destination) -> str:
    """Where a destination is; of a URL the host alone, since the rest may be a secret."""
    match document:
        case SnmpDestination():
            version = f"v{document.version} " if document.version else ""
            return f"{version}{document.send_as} to {_address(document.host, document.port)} ({document.transport})"
        case WebhookDestination():
            return origin_of(document.url)
        case SyslogDestination():
            return f"syslog at {_address(document.host, document.effective_port)} ({document.transport})"


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL that was checked."""
    parts = split_url(url)
    return f"{parts.scheme}://{parts.netloc.casefold()}"


def without_secrets(document: Destination) -> Destination:
    """As records show it."""
    if isinstance(document, WebhookDestination):
        return msgspec.structs.replace(document, headers=dict.fromkeys(document.headers))
    return document


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _check_webhook(document: WebhookDestination) -> None:
    if len(document.url) > MAX_URL:
        raise InvalidInput(f"A URL has at most {MAX_URL} characters", field="url")
    try:
        split_url(document.url)
    except WebRefused as error:
        raise InvalidInput(str(error), field="url") from None
    if len(document.headers) > MAX_HEADERS:
        raise InvalidInput(f"At most {MAX_HEADERS} headers are sent", field="headers")
    if len({name.casefold() for name in document.headers}) < len(document.headers):
        raise InvalidInput("A header is given twice", field="headers")
    for name, value in document.headers.items():
        if not _TOKEN.fullmatch(name):
            raise InvalidInput("This is no name of a header", field="headers")
        if name.casefold() in OUR_HEADERS:
            raise InvalidInput(f"The header {name} is set by the server", field="headers")
        if value is not None and not _is_header_value(value):
            raise InvalidInput(f"The value of {name} is none that a header can have", field="headers")
    _check_certificates(document.ca)


def _is_header_value(value: str) -> bool:
    is_short = 0 < len(value) <= MAX_HEADER_CHARACTERS
    return is_short and value.isascii() and value.isprintable() and value == value.strip()


def _check_host(host: str, port: int) -> None:
    if not 0 < len(host) <= MAX_HOST or not host.isprintable() or " " in host:
        raise InvalidInput(f"A host has 1 to {MAX_HOST} characters without spaces", field="host")
    _check_between("port", port, 1, 65_535)


def _check_between(field: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise InvalidInput(f"{field} lies between {least:g} and {most:g}", field=field)


def _check_certificates(pem: str) -> None:
    if not pem.strip():
        return
    if len(pem) > MAX_CERTIFICATE_CHARACTERS:
        raise InvalidInput(f"At most {MAX_CERTIFICATE_CHARACTERS} characters of certificates", field="ca")
    try:
        ssl.create_default_context().load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        raise InvalidInput("These are no certificates in PEM form", field="ca") from None
