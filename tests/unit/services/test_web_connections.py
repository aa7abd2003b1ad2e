"""Which URLs are accepted; connections themselves are shown by those who use them."""

from __future__ import annotations

import pytest

from trishul.services.web_connections import WebRefused, connect, port_of, split_url


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://a/", "http:///x", "http://a:0/", "http://a:99999/", "http://u:p@a/", "http://ä/", "http://a/\n"],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(WebRefused):
        split_url(url)


def test_the_port_is_that_of_the_scheme_unless_it_is_said() -> None:
    assert [port_of(split_url(url)) for url in ("http://a", "https://a/b", "https://a:8443")] == [80, 443, 8443]


async def test_no_address_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="no address"):
        await connect([], 80, None, "nobody")
