"""Secrets as a type of their own: they never show in texts, logs, JSON, pickles or comparisons that take time to tell.

Owns nothing but that. Who needs the octets asks for them by name, so that every place that does can be found.
"""

from __future__ import annotations

import hmac
from typing import NoReturn, Self

_SHOWN = "Secret(…)"


class Secret:
    """A password or key. `reveal` gives its octets; nothing else does."""

    __slots__ = ("_octets",)

    def __init__(self, octets: bytes | str) -> None:
        self._octets = octets.encode() if isinstance(octets, str) else bytes(octets)

    def reveal(self) -> bytes:
        """The octets themselves."""
        return self._octets

    def __bool__(self) -> bool:
        return bool(self._octets)

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> str:
        return _SHOWN

    def __format__(self, format_spec: str) -> str:
        return format(_SHOWN, format_spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._octets, other._octets)

    def __hash__(self) -> int:
        return hash(self._octets)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("A secret is not written anywhere")
