"""`trishul mib show`: everything about an object or a module, as a person wants to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.mib_library import library_options
from trishul.cli.plain_text import PlainText

if TYPE_CHECKING:  # imported late: `--help` needs none of it
    from trishul.library.library import Library

_EXAMPLES = (
    "trishul mib show ifOperStatus",
    "trishul mib show 1.3.6.1.2.1.2.2.1.8.3",
    "trishul mib show --source IF-MIB::linkDown",
    "trishul mib show IF-MIB",
)


@click.command(
    cls=ExampleCommand,
    examples=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--source", "is_source", is_flag=True, help="The text as its author wrote it.")
@click.option(
    "-o",
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.argument("text", type=PlainText(), metavar="NAME|OID|MODULE")
@library_options
def show(library: Library, text: str, output_format: str, *, is_source: bool) -> int:
    """Show everything about an object, or about a module."""
    from trishul.cli.mib_entries import find_entry, print_json, terminal_text
    from trishul.library import module_facts, object_facts

    record = library.find_module(text)
    if record is not None:
        if is_source:
            click.echo(terminal_text(library.source_text(record.name)))
        elif output_format == "json":
            print_json(module_facts.facts_of(library, record))
        else:
            from trishul.cli.mib_pages import module_page

            click.echo(module_page(module_facts.facts_of(library, record)))
        return ExitCode.OK
    entry, oid = find_entry(library, text)
    if is_source:
        click.echo(terminal_text(object_facts.definition_text(library, entry)))
        return ExitCode.OK
    facts = object_facts.facts_of(library, entry)
    if output_format == "json":
        print_json(facts)
    else:
        from trishul.cli.mib_pages import object_page
        from trishul.library.names import Names

        instance = "" if oid == entry.node.oid else f"{Names(library).text_of(oid.contents)}  .{oid}"
        click.echo(object_page(facts, instance))
    return ExitCode.OK
