"""When two addresses mean one peer."""

from __future__ import annotations

from trishul.engine.addresses import is_same_peer
from trishul.transport.addresses import TcpAddress


def test_the_flow_label_does_not_count_but_the_scope_does_where_both_have_one() -> None:
    assert is_same_peer(("fe80::1", 161, 0, 2), ("fe80::1", 161, 5, 2))
    assert not is_same_peer(("fe80::1", 161, 0, 2), ("fe80::1", 161, 0, 3))
    assert is_same_peer(("2001:db8::1", 161, 0, 0), ("2001:db8::1", 161, 0, 3))
    assert is_same_peer(("192.0.2.1", 161), ("192.0.2.1", 161))
    assert not is_same_peer(("192.0.2.1", 161), ("192.0.2.1", 162))


def test_a_peer_over_another_transport_is_another() -> None:
    assert not is_same_peer(("192.0.2.1", 161), TcpAddress(("192.0.2.1", 161)))
