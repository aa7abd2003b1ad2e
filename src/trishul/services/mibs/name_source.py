"""Where a service takes names from: the MIB library as it is now, which an upload may have changed a moment ago.

Owns that view only, so that a service needs no more of the library than its names. `mibs` is the real source;
`Numeric` stands for a workbench without a library: every OID is shown as its number, and none fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from trishul.library.library import Library
from trishul.library.names import Names

Answer = TypeVar("Answer")


class NameSource(Protocol):
    """Ask again for each piece of work: what is returned belongs to the library of this moment."""

    @property
    def names(self) -> Names:
        """Names and values as people read them."""
        ...

    @property
    def library(self) -> Library | None:
        """The library itself, for texts such as descriptions; None while there is none."""
        ...

    async def in_thread(self, question: Callable[[Library | None], Answer]) -> Answer:
        """The answer to a question that may take more than a few milliseconds."""
        ...


class Numeric:
    """No library: numbers stay numbers."""

    def __init__(self) -> None:
        self._names = Names(None)

    @property
    def names(self) -> Names:
        """Names that know nothing."""
        return self._names

    @property
    def library(self) -> Library | None:
        """None."""
        return None

    async def in_thread(self, question: Callable[[Library | None], Answer]) -> Answer:
        """The answer without a library."""
        return await asyncio.to_thread(question, None)


async def asked_in_thread(source: NameSource, question: Callable[[Library | None], Answer]) -> Answer:
    """The answer of the library, or without one while there is none. Raises LibraryUnavailable."""
    if source.library is None:
        return await asyncio.to_thread(question, None)
    return await source.in_thread(question)
