"""An inbox catches exactly one thing, and what is wrong is told with its field."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.services.traps.inbox_documents import document_of, read_order


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "port"),
        ({"port": 0, "tag": "a"}, "port"),
        ({"port": 65536}, "port"),
        ({"port": "any"}, "port"),
        ({"community": ""}, "community"),
        ({"community": "c" * 256}, "community"),
        ({"user": "u" * 33}, "user"),
        ({"tag": "a+b"}, "tag"),
        ({"tag": " a"}, "tag"),
        ({"tag": "a", "name": "a b"}, "name"),
        ({"tag": "a", "name": "-a"}, "name"),
        ({"tag": "a", "expires_in_s": 0}, "expires_in_s"),
        ({"tag": "a", "expires_in_s": 1e9}, "expires_in_s"),
        ({"tag": "a", "unknown": 1}, None),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_field(data: dict[str, Any], field: str | None) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_order(data)
    assert refused.value.field == field


def test_a_name_is_made_up_and_a_community_is_not_kept_with_the_rest() -> None:
    order = read_order({"community": "hush-hush", "expires_in_s": 60})
    assert order.name.startswith("inbox-")
    assert "hush" not in repr(order)
    document = document_of(order, 100.0)
    assert (document.by, document.created_at, document.expires_at) == ("community", 100.0, 160.0)
    assert "hush" not in repr(document)


@pytest.mark.parametrize("by", ["port", "user", "tag"])
def test_what_it_catches_is_said(by: str) -> None:
    value: Any = 0 if by == "port" else "a"
    document = document_of(read_order({by: value}), 0.0)
    assert (document.by, getattr(document, by), document.expires_at) == (by, value, None)
