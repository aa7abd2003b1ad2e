"""`trishul mib translate`: names to OIDs and back, as snmptranslate does, for few arguments or a million lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode, line_of
from trishul.cli.mib_library import library_options
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # imported late: `--help` needs none of it
    from trishul.library.library import Library
    from trishul.library.names import Names

Translation: TypeAlias = Callable[[str], str]
STDIN = "-"
_CHUNK_OCTETS = 1 << 16
_LETTERS = {"n": "numeric", "S": "symbolic", "f": "full"}
_FORMS = {"numeric": "OIDs as numbers.", "symbolic": "Names with their module.", "full": "Names from the root."}
_EXAMPLES = (
    "trishul mib translate 1.3.6.1.2.1.2.2.1.2.3",
    "trishul mib translate ifDescr.3 sysUpTime.0 enterprises.9",
    "trishul mib translate --details IF-MIB::ifOperStatus",
    "cut -d' ' -f1 walk.txt | trishul mib translate -",
)


def _read_letters(context: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and value not in _LETTERS:
        raise click.UsageError(f"-O{value} is not known here; known are -On, -OS, -Of", context)
    return _LETTERS[value] if value else None


def _read_tree_letters(context: click.Context, _param: click.Parameter, value: str | None) -> bool:
    if value is not None and value != "d":
        raise click.UsageError(f"-T{value} is not known here; -Td shows details, `trishul mib tree` the tree", context)
    return value is not None


@click.command(
    cls=ExampleCommand,
    examples=_EXAMPLES,
    context_settings={"ignore_unknown_options": True, "help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--numeric", "form", flag_value="numeric", help=f"{_FORMS['numeric']} As -On.")
@click.option("--symbolic", "form", flag_value="symbolic", help=f"{_FORMS['symbolic']} As -OS.")
@click.option("--full", "form", flag_value="full", help=f"{_FORMS['full']} As -Of.")
@click.option("--details", is_flag=True, help="The whole definition of each. As -Td.")
@click.option("-O", "letter", metavar="n|S|f", callback=_read_letters, help="As snmptranslate's.")
@click.option("-T", "is_detailed", metavar="d", callback=_read_tree_letters, help="As snmptranslate's.")
@click.argument("texts", nargs=-1, required=True, metavar="NAME|OID|-...")
@library_options
def translate(
    library: Library, texts: tuple[str, ...], form: str | None, letter: str | None, *, details: bool, is_detailed: bool
) -> int:
    """Translate names to OIDs and OIDs to names.

    A number becomes a name and a name a number, unless told otherwise. `-` reads one name or OID a line from standard
    input, and prints one line for each; what nobody knows is printed as it came. Exits with 1 when something is
    unknown.
    """
    from trishul.library.names import Names

    if details or is_detailed:
        translation = _definition(library)
    else:
        translation = translation_of(library, Names(library), letter or form)
    unknown = 0
    for text in texts:
        if text == STDIN:
            unknown += _translate_lines(translation, _pieces_of(sys.stdin.fileno()))
        else:
            unknown += _translate_argument(translation, text)
    return ExitCode.FAILED if unknown else ExitCode.OK


def translation_of(library: Library, names: Names, form: str | None) -> Translation:
    """What makes one text of another, raising InvalidInput; without a form, names of numbers and numbers of names."""
    from trishul.datatypes.oid import Oid

    def contents_of(text: str) -> bytes:
        oid = Oid(text) if _is_numeric(text) else names.oid_of(text)
        return oid.contents

    def turned(text: str) -> str:
        return names.text_of(Oid(text).contents) if _is_numeric(text) else f".{names.oid_of(text)}"

    def numeric(text: str) -> str:
        return f".{Oid(text) if _is_numeric(text) else names.oid_of(text)}"

    def full(text: str) -> str:
        from trishul.library.object_facts import path_of

        contents = contents_of(text)
        name = names.name_of(contents)
        if name is None:
            return f".{Oid.from_contents(contents)}"
        steps = path_of(library, name.node.oid)
        return "".join(f".{step.name or step.arc}" for step in steps) + name.suffix

    forms = {"numeric": numeric, "full": full, "symbolic": lambda text: names.text_of(contents_of(text))}
    return forms[form] if form else turned


def _is_numeric(text: str) -> bool:
    return text.replace(".", "").isdecimal()


def _definition(library: Library) -> Translation:
    from trishul.cli.mib_definition import definition_of
    from trishul.cli.mib_entries import find_entry
    from trishul.library.object_facts import facts_of

    def definition(text: str) -> str:
        return definition_of(facts_of(library, find_entry(library, text)[0]))

    return definition


def _translate_argument(translation: Translation, text: str) -> int:
    """Prints the translation; 1 when there is none, which is said."""
    try:
        click.echo(translation(text))
    except InvalidInput as error:
        sys.stdout.flush()
        click.echo(f"trishul: {line_of(error)}", err=True)
        return 1
    return 0


def _translate_lines(translation: Translation, pieces: Iterable[list[bytes]]) -> int:
    """Prints a line for each line, as soon as a piece of input came; returns how many were unknown."""
    unknown = 0
    for piece in pieces:
        answers = []
        for line in piece:
            text = line.decode("utf-8", "replace").strip()
            try:
                answers.append(translation(text) if text else "")
            except InvalidInput:
                unknown += 1
                answers.append(text)
        sys.stdout.write("\n".join([*answers, ""]))
        sys.stdout.flush()
    if unknown:
        click.echo(f"trishul: {unknown:,} lines are neither names of loaded MIBs nor OIDs", err=True)
    return unknown


def _pieces_of(descriptor: int) -> Iterator[list[bytes]]:
    """The whole lines that came at once, again and again until the end."""
    rest = b""
    while chunk := os.read(descriptor, _CHUNK_OCTETS):
        *lines, rest = (rest + chunk).split(b"\n")
        if lines:
            yield lines
    if rest:
        yield [rest]
