"""`trishul mib diff`: what changed between two revisions of a module by meaning, and whether RFC 2578 §10 allows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.mib_texts import library_if_built, read_texts
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # the help is printed without the compiler
    from trishul.library.library import Library
    from trishul.smi.differences import Change
    from trishul.smi.model import Module

_EXAMPLES = (
    "trishul mib diff ACME-MIB-2024.txt ACME-MIB-2026.txt",
    "trishul mib diff --fail-on illegal old/ACME-MIB new/ACME-MIB",
    "trishul mib diff -o json --module ACME-MIB old.zip new.zip",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("old", type=click.Path(path_type=Path, exists=True), metavar="OLD")
@click.argument("new", type=click.Path(path_type=Path, exists=True), metavar="NEW")
@click.option("--module", metavar="NAME", help="The module to compare, where a file holds more than one.")
@click.option(
    "-o",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print changes.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["illegal", "any", "never"]),
    default="never",
    show_default=True,
    help="Which changes make the exit code 1.",
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    metavar="DIRECTORY",
    help="Directory of the workbench's data, whose uploaded MIBs may be imported from. [TRISHUL_DATA_DIR]",
)
def diff(old: Path, new: Path, module: str | None, form: str, fail_on: str, data_dir: Path | None) -> int:
    """Compare two revisions of a module by meaning.

    Definitions that were added, removed, renamed, moved, retyped, or whose labels, range, access, index, status, units
    or default changed; each with the rule of RFC 2578 §10 that allows it, or is broken. Wording is not compared.
    """
    from trishul.smi.differences import differences

    with library_if_built(data_dir) as library:
        changes = differences(_module_of(old, module, library), _module_of(new, module, library))
    if form == "json":
        from trishul.cli.mib_entries import print_json

        print_json([_as_json(change) for change in changes])
    else:
        for change in changes:
            click.echo(_line(change))
    illegal = sum(not change.is_legal for change in changes)
    count = "1 change" if len(changes) == 1 else f"{len(changes):,} changes"
    click.echo(f"{count}, {illegal:,} of them not allowed by RFC 2578 §10", err=True)
    is_failed = {"illegal": illegal > 0, "any": bool(changes), "never": False}[fail_on]
    return ExitCode.FAILED if is_failed else ExitCode.OK


def _module_of(path: Path, name: str | None, library: Library | None) -> Module:
    """The one module of a file, or the one of that name. Raises InvalidInput."""
    from trishul.library.checking import check_sources
    from trishul.smi.source import decode_source

    sources = [decode_source(text.name, text.data) for text in read_texts([path])]
    modules = check_sources(sources, library).modules
    if name is not None:
        if name not in modules:
            raise InvalidInput(f"{path} has no module {name}")
        return modules[name]
    if len(modules) != 1:
        found = f"more than one module ({', '.join(sorted(modules))}): choose with --module" if modules else "no module"
        raise InvalidInput(f"{path} has {found}")
    return next(iter(modules.values()))


def _line(change: Change) -> str:
    verdict = "allowed" if change.is_legal else "NOT ALLOWED"
    told = f"{change.before or '(nothing)'} -> {change.after or '(nothing)'}"
    return f"{verdict:11}  {change.kind:10}  {change.name}: {told}  [{change.rule}]"


def _as_json(change: Change) -> dict[str, object]:
    import msgspec

    return dict(msgspec.structs.asdict(change))
