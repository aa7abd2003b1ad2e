"""Addresses become sockets, and every way that can fail has its name."""

from __future__ import annotations

import errno
import socket

import pytest

from trishul.errors import AddressInUse, AddressNotAvailable, InvalidInput, PermissionRefused, TargetUnreachable
from trishul.transport.addresses import TcpAddress, address_text, bind, check_port, numeric_address, resolve

SOCKET = "trishul.transport.addresses.socket.socket"


def test_port_zero_lets_the_system_choose() -> None:
    with bind("127.0.0.1", 0) as sock:
        assert sock.getsockname()[1] > 0
        assert sock.getblocking() is False


def test_ipv6_socket_takes_ipv6_only() -> None:
    with bind("::1", 0) as sock:
        assert sock.family == socket.AF_INET6
        assert sock.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) == 1


def test_a_name_with_both_families_is_bound_to_ipv4() -> None:
    with bind("localhost", 0) as sock:
        assert sock.getsockname()[0] == "127.0.0.1"


def test_an_empty_host_means_every_address() -> None:
    with bind("", 0) as sock:
        assert sock.getsockname()[0] == "0.0.0.0"


def test_a_taken_port_is_named() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(AddressInUse, match=f"127.0.0.1:{port} is used by another program"):
            bind("127.0.0.1", port)


def test_a_name_whose_first_address_is_taken_does_not_slip_to_the_other_family() -> None:
    with bind("127.0.0.1", 0) as first, pytest.raises(AddressInUse):
        bind("localhost", first.getsockname()[1])


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "name.invalid", "a..b", "x" * 70 + ".invalid"])
def test_an_address_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(AddressNotAvailable):
        bind(host, 0)


class NoFamilySocket(socket.socket):
    def __init__(self, *_: object) -> None:
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")


class NoDescriptorSocket(socket.socket):
    def __init__(self, *_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")


class RefusingSocket(socket.socket):
    def bind(self, address: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")


def test_a_port_the_user_may_not_open_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SOCKET, RefusingSocket)
    with pytest.raises(PermissionRefused, match=r"127\.0\.0\.1:161 may not be opened"):
        bind("127.0.0.1", 161)


def test_a_host_without_the_address_family_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SOCKET, NoFamilySocket)
    with pytest.raises(AddressNotAvailable):
        bind("::1", 0)


def test_a_lack_of_descriptors_is_not_blamed_on_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SOCKET, NoDescriptorSocket)
    with pytest.raises(OSError, match="Too many open files"):
        bind("127.0.0.1", 0)


@pytest.mark.parametrize("port", [-1, 65536, True, "161"])
def test_a_port_out_of_range_is_the_callers_mistake(port: int) -> None:
    with pytest.raises(InvalidInput, match="A port is a number from 0 to 65535") as caught:
        bind("127.0.0.1", port)
    assert caught.value.field == "port"


def test_a_target_needs_a_port_above_zero() -> None:
    with pytest.raises(InvalidInput, match="from 1 to 65535"):
        check_port(0, lowest=1)


def test_addresses_read_as_people_write_them() -> None:
    assert address_text(("192.0.2.1", 161)) == "192.0.2.1:161"
    assert address_text(("2001:db8::1", 161, 0, 0)) == "[2001:db8::1]:161"


def test_numeric_hosts_need_no_resolver_and_names_are_not_numeric() -> None:
    assert numeric_address("127.0.0.1", 161) == ("127.0.0.1", 161)
    assert numeric_address("::1", 161) == ("::1", 161, 0, 0)
    assert numeric_address("localhost", 161) is None


@pytest.mark.asyncio
async def test_names_resolve_to_ipv4_first() -> None:
    assert await resolve("localhost", 161) == ("127.0.0.1", 161)
    assert await resolve("::1", 161) == ("::1", 161, 0, 0)


@pytest.mark.asyncio
@pytest.mark.parametrize("host", ["name.invalid", "a..b"])
async def test_an_unknown_name_is_an_unreachable_target(host: str) -> None:
    with pytest.raises(TargetUnreachable, match="the name is not known"):
        await resolve(host, 161)


def test_a_link_local_address_is_shown_with_its_interface() -> None:
    name = socket.if_indextoname(1)
    assert address_text(("fe80::1", 161, 0, 1)) == f"[fe80::1%{name}]:161"
    assert address_text(("fe80::1", 161, 0, 2**31 - 1)) == f"[fe80::1%{2**31 - 1}]:161"
    assert address_text(("2001:db8::1", 161, 0, 0)) == "[2001:db8::1]:161"
    assert numeric_address(f"fe80::1%{name}", 161) == ("fe80::1", 161, 0, 1)


@pytest.mark.parametrize("host", ["::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:192.0.2.1"])
def test_ipv4_in_the_form_of_ipv6_is_ipv4(host: str) -> None:
    assert numeric_address(host, 161) == ("192.0.2.1", 161)


@pytest.mark.parametrize("host", ["::ffff:", "::ffff:name", "0:name", "::1"])
def test_what_only_looks_like_it_is_taken_as_it_is(host: str) -> None:
    assert numeric_address(host, 161) in (None, ("::1", 161, 0, 0))


def test_an_address_over_tcp_equals_only_another_over_tcp() -> None:
    plain, stream = ("192.0.2.1", 161), TcpAddress(("192.0.2.1", 161))
    assert stream == TcpAddress(plain)
    assert stream != plain
    assert plain != stream
    assert len({plain, stream, TcpAddress(plain)}) == 2


def test_a_tcp_port_is_bound_at_once_again_but_never_twice() -> None:
    with bind("127.0.0.1", 0, socket.SOCK_STREAM) as listening:
        address = listening.getsockname()
        with pytest.raises(AddressInUse):
            bind(*address, socket.SOCK_STREAM)
        with socket.create_connection(address):
            listening.accept()[0].close()
    bind(*address, socket.SOCK_STREAM).close()
