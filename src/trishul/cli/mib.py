"""`trishul mib`: the group of commands about MIB texts and the names in them."""

from __future__ import annotations

import click

from trishul.cli.lazy_group import CommandEntry, LazyGroup

COMMANDS = {
    "lint": CommandEntry("trishul.cli.mib_lint:lint", "Name the faults of MIB texts, and mend what can be mended."),
    "compile": CommandEntry("trishul.cli.mib_compile:compile_texts", "Write modules with OIDs and types as JSON."),
    "diff": CommandEntry("trishul.cli.mib_diff:diff", "Compare two revisions of a module by meaning."),
    "search": CommandEntry("trishul.cli.mib_search:search", "Find objects by name, OID or words."),
    "show": CommandEntry("trishul.cli.mib_show:show", "Show everything about an object or a module."),
    "translate": CommandEntry("trishul.cli.mib_translate:translate", "Translate names to OIDs and OIDs to names."),
    "tree": CommandEntry("trishul.cli.mib_tree:tree", "Draw the tree below an OID, or of a module."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def mib() -> None:
    """Check, read and search MIBs, without a server."""
