"""Destinations: what is accepted of each kind, and what is told of them."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.services.forwarding.destination_documents import origin_of, place_of, read_destination, without_secrets

SNMP = {"kind": "snmp", "name": " a ", "host": "10.0.0.1"}
WEBHOOK = {"kind": "webhook", "name": "a", "url": "https://Hooks.example/T0/s3cret"}
SYSLOG = {"kind": "syslog", "name": "a", "host": "::1", "transport": "tls"}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (SNMP, "trap to 10.0.0.1:162 (udp)"),
        (SNMP | {"version": "3", "send_as": "inform", "port": 1162}, "v3 inform to 10.0.0.1:1162 (udp)"),
        (WEBHOOK, "https://hooks.example"),
        (SYSLOG, "syslog at [::1]:6514 (tls)"),
        (SYSLOG | {"transport": "udp"}, "syslog at [::1]:514 (udp)"),
    ],
)
def test_a_place_is_told_without_what_may_be_a_secret(data: dict[str, Any], place: str) -> None:
    document = read_destination(data)
    assert (document.name, place_of(document)) == ("a", place)
    assert without_secrets(document) == document


def test_values_of_headers_are_not_shown() -> None:
    document = read_destination(WEBHOOK | {"headers": {"X-Key": "s3cret"}})
    assert without_secrets(document).headers == {"X-Key": None}  # type: ignore[union-attr]
    assert origin_of("http://A.b:80/x") == "http://a.b:80"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ([], None),
        (SNMP | {"url": "http://a"}, None),
        (SNMP | {"name": ""}, "name"),
        (SNMP | {"name": "a/b"}, "name"),
        (SNMP | {"name": ".."}, "name"),
        (SNMP | {"host": "a b"}, "host"),
        (SNMP | {"host": "a" * 256}, "host"),
        (SNMP | {"port": 65_536}, "port"),
        (SNMP | {"retries": -1}, "retries"),
        (SNMP | {"timeout_s": 0}, "timeout_s"),
        (SNMP | {"give_up_after_s": 1e99}, "give_up_after_s"),
        (SNMP | {"send_as": "inform", "version": "1"}, "send_as"),
        (SYSLOG | {"facility": "local8"}, "facility"),
        (SYSLOG | {"port": 0}, "port"),
        (SYSLOG | {"ca": "-----BEGIN CERTIFICATE-----"}, "ca"),
        (SYSLOG | {"ca": "x" * 100_001}, "ca"),
        (WEBHOOK | {"url": "http://a:b@c/"}, "url"),
        (WEBHOOK | {"url": f"http://a/{'x' * 2000}"}, "url"),
        (WEBHOOK | {"headers": {"Content-Length": "1"}}, "headers"),
        (WEBHOOK | {"headers": {"a b": "1"}}, "headers"),
        (WEBHOOK | {"headers": {"X": "a\r\nY: b"}}, "headers"),
        (WEBHOOK | {"headers": {"X": ""}}, "headers"),
        (WEBHOOK | {"headers": {"X": "1", "x": "2"}}, "headers"),
        (WEBHOOK | {"headers": {f"X{number}": "1" for number in range(21)}}, "headers"),
        (WEBHOOK | {"headers": {"X": 1}}, None),
    ],
)
def test_what_is_wrong_is_named(data: Any, field: str | None) -> None:
    with pytest.raises(InvalidInput) as error:
        read_destination(data)
    assert field is None or error.value.field == field
    assert "a\r\nY" not in str(error.value)
