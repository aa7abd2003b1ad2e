"""The kind of an address is one that its type allows and that fits all addresses beside it (RFC 4001 §3)."""

from __future__ import annotations

from trishul.simulation.generation.addresses import IPV4, IPV6, address_octets, kind_for
from trishul.smi.model import BaseType, TypeInfo

ANY = TypeInfo(BaseType.INTEGER, "InetAddressType", labels=(("unknown", 0), ("ipv4", 1), ("ipv6", 2), ("dns", 16)))


def sized(*ranges: tuple[int, int | None], name: str = "InetAddress") -> TypeInfo:
    return TypeInfo(BaseType.OCTET_STRING, name, ranges=ranges, is_size=True)


def test_the_kind_fits_all_addresses() -> None:
    assert kind_for(ANY, [sized((0, 255))]) == IPV4
    assert kind_for(ANY, [sized((0, 255)), sized((16, 16))]) == IPV6
    only = TypeInfo(BaseType.INTEGER, "InetAddressType", labels=(("ipv6", 2),))
    assert kind_for(only, [sized((4, 4))]) == IPV6


def test_transport_addresses_end_with_a_port() -> None:
    assert address_octets(sized((6, 6), name="TAddress"), IPV4, 0) == bytes((192, 0, 2, 1, 0, 161))
