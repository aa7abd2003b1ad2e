"""Which addresses a fetch may go to."""

from __future__ import annotations

import ipaddress

import pytest

from trishul.services.mibs.web_addresses import AddressRefused, addresses_of, is_public


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1"),
    ],
)
def test_all_others_are_not_in_disguise_either(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "::1", "::ffff:127.0.0.1"])
async def test_every_way_to_write_loopback_is_refused_unless_allowed(host: str) -> None:
    with pytest.raises(AddressRefused, match="not on the public internet"):
        await addresses_of(host, 80, allow_private=False)
    assert await addresses_of(host, 80, allow_private=True)


async def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(AddressRefused, match="no host name"):
        await addresses_of("a" * 80 + ".example", 80, allow_private=False)
