"""What `trishul trap listen` says of datagrams that it did not take: each by itself, or each reason at the end."""

from __future__ import annotations

from collections.abc import Iterator

import click

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason, Drops
from trishul.transport.addresses import address_text


class NarratedDrops(Drops):
    """Drops that are said on stderr as they happen."""

    __slots__ = ()

    def note(
        self,
        reason: DropReason,
        source: Address,
        data: bytes,
        now: float,
        detail: str = "",
        fault_at: int | None = None,
    ) -> None:
        """Counts the drop, keeps it and says it."""
        super().note(reason, source, data, now, detail, fault_at)
        click.echo(f"Dropped from {address_text(source)}: {_with_detail(reason, detail)}", err=True)


def drop_lines(drops: Drops) -> Iterator[str]:
    """How many fell to each reason, the last of them, and what to do."""
    for reason, count in drops.items():
        last = drops.find_last(reason)
        where = "" if last is None else f", last from {address_text(last.source)}"
        detail = "" if last is None else last.detail
        yield f"Dropped {count}{where}: {_with_detail(reason, detail)}. {reason.advice}"


def _with_detail(reason: DropReason, detail: str) -> str:
    return f"{reason.label}{f' ({detail})' if detail else ''}"
