"""Which addresses a fetch or a webhook may connect to: public ones, unless the operator allows all.

Owns this judgement, so that no setting, redirect or DNS answer turns the server against its own network. An address in
disguise (an IPv4 one mapped, tunnelled or translated into IPv6) is judged as what it stands for.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052 §2.1
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291 §2.5.5.1, deprecated


class AddressRefused(Exception):
    """A name leads to an address that is not public; `str(error)` says so."""


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet and stands for one host."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.teredo is not None:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and (address in _TRANSLATED or address in _COMPATIBLE):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
        if address.scope_id is not None or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


async def addresses_of(
    host: str, port: int, *, allow_private: bool, remedy: str = "TRISHUL_MIB_FETCH_PRIVATE=true allows such addresses."
) -> list[str]:
    """The addresses of a host, each checked. Raises AddressRefused when one is not public, OSError for unknown names.

    `remedy` says in a sentence what allows such addresses.
    One bad answer refuses all: a name that leads both ways is a trick (DNS rebinding), not a mirror.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise AddressRefused(f"'{host[:80]}' is no host name") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        for text in addresses:
            if not is_public(ipaddress.ip_address(text)):
                raise AddressRefused(f"{host} leads to {text}, which is not on the public internet. {remedy}")
    return addresses
