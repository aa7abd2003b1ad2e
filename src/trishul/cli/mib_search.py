"""`trishul mib search`: objects found by name, OID, type, module or words of their description."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.mib_library import library_options
from trishul.cli.plain_text import PlainText

if TYPE_CHECKING:  # imported late: `--help` needs none of it
    from trishul.library.library import Library
    from trishul.library.records import SearchHit

KINDS = (
    "oid",
    "module-identity",
    "object-identity",
    "scalar",
    "table",
    "row",
    "column",
    "notification",
    "object-group",
    "notification-group",
    "compliance",
    "capabilities",
)
"""The kinds of nodes, written as options are; a test holds them to the compiler's."""
SYNTAX_WIDTH = 48
_EXAMPLES = (
    "trishul mib search ifInOct",
    "trishul mib search 1.3.6.1.2.1.31",
    "trishul mib search --kind notification --module BGP4-MIB state",
    "trishul mib search --format json --limit 5 'power supply status'",
)


@click.command(
    cls=ExampleCommand,
    examples=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("-m", "--module", type=PlainText(), metavar="MODULE", help="Only objects of this module.")
@click.option(
    "-k", "--kind", "kinds", multiple=True, type=click.Choice(KINDS), metavar="KIND", help="Only this kind; repeatable."
)
@click.option(
    "-l", "--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="Show at most so many."
)
@click.option(
    "-o",
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.argument("query", type=PlainText(), nargs=-1, required=True)
@library_options
def search(
    library: Library, query: tuple[str, ...], module: str | None, kinds: tuple[str, ...], limit: int, output_format: str
) -> int:
    """Find objects by name, OID, type, module or words of their description.

    Exact names come first, then names that begin so, then words of names, at last words of descriptions. Exits with 1
    when nothing is found.

    KIND is one of oid, module-identity, object-identity, scalar, table, row, column, notification, object-group,
    notification-group, compliance, capabilities.
    """
    from trishul.errors import InvalidInput
    from trishul.smi.model import NodeKind

    if module is not None and library.find_module(module) is None:
        raise InvalidInput(f"No module {module[:80]} is loaded")
    wanted = [NodeKind(kind.replace("-", " ")) for kind in kinds]
    page = library.search(" ".join(query), limit=limit, module=module, kinds=wanted)
    if output_format == "json":
        from trishul.cli.mib_entries import print_json

        results = [_as_json(hit) for hit in page.results]
        print_json({"total": page.total, "is_complete": page.is_complete, "results": results})
    else:
        _print_table(page.results)
    if not page.results:
        click.echo("trishul: nothing found", err=True)
        return ExitCode.FAILED
    shown = len(page.results)
    if shown < page.total or not page.is_complete:
        more = "" if page.is_complete else "more than "
        click.echo(f"trishul: {shown:,} of {more}{page.total:,} shown; --limit shows more", err=True)
    return ExitCode.OK


def _as_json(hit: SearchHit) -> dict[str, str]:
    entry = hit.node
    facts = {"name": entry.full_name, "oid": str(entry.node.oid), "kind": str(entry.node.kind)}
    return facts | {"syntax": _syntax_of(hit, None), "match": hit.match}


def _syntax_of(hit: SearchHit, width: int | None) -> str:
    from trishul.smi.model import ObjectNode
    from trishul.smi.type_text import short_type_text, type_text

    if not isinstance(hit.node.node, ObjectNode):
        return ""
    return type_text(hit.node.node.type) if width is None else short_type_text(hit.node.node.type, width)


def _print_table(results: tuple[SearchHit, ...]) -> None:
    rows = [
        (hit.node.full_name, str(hit.node.node.kind), f".{hit.node.node.oid}", _syntax_of(hit, SYNTAX_WIDTH))
        for hit in results
    ]
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())
