"""`trishul mib tree`: what is below an OID, or what a module defines, drawn as a tree."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.mib_library import library_options
from trishul.cli.plain_text import PlainText
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # imported late: `--help` needs none of it
    from trishul.library.library import Library
    from trishul.library.records import LibraryNode, TreeNode

DEFAULT_ROOT = "1.3.6.1"
MAX_DEPTH = 128
"""An OID has no more arcs."""
_WIDEST_NAME = 60
SYNTAX_WIDTH = 48
_EXAMPLES = (
    "trishul mib tree ifTable",
    "trishul mib tree --depth 2 1.3.6.1.2.1",
    "trishul mib tree BGP4-MIB",
)


class Strokes(NamedTuple):
    """What a tree is drawn with."""

    branch: str
    last: str
    through: str
    more: str


_LINES = Strokes("├─ ", "└─ ", "│  ", " …")
_ASCII = Strokes("+- ", "`- ", "|  ", " ...")
_BLANK = "   "


@click.command(
    cls=ExampleCommand,
    examples=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-d",
    "--depth",
    type=click.IntRange(1, MAX_DEPTH),
    default=4,
    show_default=True,
    help="Levels to show; where more is below stand dots.",
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
@click.argument("start", type=PlainText(), default=DEFAULT_ROOT, metavar="[NAME|OID|MODULE]")
@library_options
def tree(library: Library, start: str, depth: int, output_format: str) -> int:
    """Draw the tree below a name or an OID, or of what a module defines.

    Columns of the output: name with its number, access, type; for rows their index. Exits with 1 when nothing is known
    there.
    """
    title, nodes, is_cut = _part_of_tree(library, start, depth)
    if output_format == "json":
        from trishul.cli.mib_entries import print_json

        print_json({"root": title, "is_cut": is_cut, "nodes": [_as_json(node) for node in nodes]})
    else:
        strokes = _LINES if _can_print(_LINES) else _ASCII
        lines = list(_drawn(nodes, "", strokes))
        width = min(max((len(name) for name, _ in lines), default=0), _WIDEST_NAME)
        click.echo(title)
        for name, facts in lines:
            click.echo(f"{name.ljust(width)}  {facts}".rstrip())
    if is_cut:
        click.echo("trishul: there is more than is shown; start further down or with less --depth", err=True)
    return ExitCode.OK if nodes else ExitCode.FAILED


def _part_of_tree(library: Library, start: str, depth: int) -> tuple[str, tuple[TreeNode, ...], bool]:
    """A heading, the nodes, and whether a limit cut them."""
    from trishul.cli.mib_entries import find_entry
    from trishul.datatypes.oid import Oid
    from trishul.library.names import Names

    if library.find_module(start) is not None:
        below = library.tree_below(b"", depth, start)
        return start, below.nodes, below.is_cut
    names = Names(library)
    oid = Oid(start) if start.replace(".", "").isdecimal() else None
    if oid is None:
        _, oid = find_entry(library, start)
    if len(oid) == 1:
        raise InvalidInput("A tree begins at two numbers or more, such as 1.3")
    below = library.tree_below(oid.contents, depth)
    return f"{names.text_of(oid.contents)}  .{oid}", below.nodes, below.is_cut


def _can_print(strokes: Strokes) -> bool:
    try:
        "".join(strokes).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _drawn(nodes: Iterable[TreeNode], indent: str, strokes: Strokes) -> Iterator[tuple[str, str]]:
    """Pairs of drawn name and facts."""
    siblings = tuple(nodes)
    for number, node in enumerate(siblings, 1):
        is_last = number == len(siblings)
        more = strokes.more if node.has_children and not node.children else ""
        label = f"{node.entry.node.name}({node.entry.node.oid[-1]})"
        yield f"{indent}{strokes.last if is_last else strokes.branch}{label}{more}", _facts(node.entry)
        yield from _drawn(node.children, indent + (_BLANK if is_last else strokes.through), strokes)


def _facts(entry: LibraryNode) -> str:
    """Access and type of an object, index of a row, kind of anything else that is more than a number."""
    from trishul.smi.model import NodeKind, ObjectNode
    from trishul.smi.type_text import short_type_text

    node = entry.node
    if not isinstance(node, ObjectNode):
        return "" if node.kind is NodeKind.OID else str(node.kind)
    if node.kind is NodeKind.TABLE:
        return "table"
    if node.kind is NodeKind.ROW:
        return f"row [{', '.join(node.index)}]" if node.index else f"row, augments {node.augments}"
    return f"{node.access:<14}  {short_type_text(node.type, SYNTAX_WIDTH)}"


def _as_json(node: TreeNode) -> dict[str, object]:
    entry = node.entry
    facts: dict[str, object] = {"name": entry.full_name, "oid": str(entry.node.oid), "kind": str(entry.node.kind)}
    if node.children:
        facts["children"] = [_as_json(child) for child in node.children]
    return facts | {"has_children": node.has_children}
