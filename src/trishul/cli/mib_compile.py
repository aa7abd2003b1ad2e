"""`trishul mib compile`: modules with OIDs, types and texts as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.mib_texts import library_if_built, read_texts, text_arguments
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # the help is printed without the compiler
    from trishul.smi.model import CompiledSet
    from trishul.smi.source import Source

_EXAMPLES = (
    "trishul mib compile ACME-MIB.txt | jq '.nodes.acmeTemperature.oid'",
    "trishul mib compile vendor-mibs/ -o compiled/",
    "curl -s https://example.net/ACME-MIB | trishul mib compile - -o ACME-MIB.json",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES)
@text_arguments
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE|DIR/",
    help="Write to this file, or one file for each module into this folder.  [default: stdout]",
)
def compile_texts(paths: tuple[Path, ...], folders: tuple[Path, ...], data_dir: Path | None, output: str | None) -> int:
    """Compile MIB texts and write their modules as JSON.

    A module is one object: module, file, smi, imports, missing, identity, types and nodes by their names. A node has
    oid, kind, status, description, reference; an object also type, access, units, index, augments, default; a
    notification objects; a group members. What is empty is left out. Several modules are one array, or one file each in
    a folder. Faults are counted on stderr and shown by trishul mib lint.

    Imported modules are looked for in the texts given, the folders of --path, the workbench's library and the standard
    MIBs. Exits with 1 when no module could be read.
    """
    from trishul.library.checking import check_sources
    from trishul.smi.source import decode_source

    sources = [decode_source(text.name, text.data) for text in read_texts(paths)]
    with library_if_built(data_dir) as library:
        compiled = check_sources(sources, library, folders)
    if output is not None and (output.endswith(os.sep) or Path(output).is_dir()):
        _write_folder(compiled, sources, Path(output))
    elif output is not None:
        with Path(output).open("w", encoding="utf-8") as file:
            file.writelines(_pieces(compiled, sources))
    else:
        sys.stdout.writelines(_pieces(compiled, sources))
    _say_what_was_found(compiled)
    return ExitCode.OK if compiled.modules else ExitCode.FAILED


def _documents(compiled: CompiledSet, sources: list[Source]) -> Iterator[tuple[str, str]]:
    """Name and JSON of each module."""
    from json import dumps

    from trishul.library.module_document import module_document

    texts = {source.name: source.text for source in sources}
    for name, module in compiled.modules.items():
        document = module_document(module, texts[module.source])
        yield name, dumps(document, ensure_ascii=False, indent=2)


def _pieces(compiled: CompiledSet, sources: list[Source]) -> Iterator[str]:
    """The object of a single module, else an array."""
    if len(compiled.modules) == 1:
        for _, document in _documents(compiled, sources):
            yield f"{document}\n"
        return
    separator = "["
    for _, document in _documents(compiled, sources):
        yield f"{separator}\n{document}"
        separator = ","
    yield "\n]\n" if compiled.modules else "[]\n"


def _write_folder(compiled: CompiledSet, sources: list[Source], folder: Path) -> None:
    """MODULE.json for each module; names of modules are words, so that they lead nowhere else."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in _documents(compiled, sources):
        if os.sep in name or name.startswith("."):
            raise InvalidInput(f"{name} is no name for a file")
        (folder / f"{name}.json").write_text(f"{document}\n", encoding="utf-8")


def _say_what_was_found(compiled: CompiledSet) -> None:
    from trishul.smi.diagnostics import Severity

    errors = [one for one in compiled.diagnostics if one.severity is Severity.ERROR]
    for one in errors[:1] if not compiled.modules else ():
        click.echo(f"trishul mib compile: {one.source}: {one.message}", err=True)
    nodes = sum(len(module.nodes) for module in compiled.modules.values())
    count = len(compiled.modules)
    faults = f"; errors: {len(errors):,} (trishul mib lint shows them)" if errors and count else ""
    sys.stdout.flush()
    click.echo(f"{count:,} {'module' if count == 1 else 'modules'}, {nodes:,} names with OIDs{faults}", err=True)
