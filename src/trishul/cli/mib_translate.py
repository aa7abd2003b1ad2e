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
from trishul.cli.plain_text import PlainText
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # imported late: `--help` needs none of it
    from trishul.datatypes.oid import Oid
    from trishul.library.library import Library

Translation: TypeAlias = Callable[[str], str]
STDIN = "-"
_ROOTS = ("ccitt", "iso", "joint-iso-ccitt")
"""Names of the arcs that have no contents octets of their own."""
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
@click.argument("texts", type=PlainText(), nargs=-1, required=True, metavar="NAME|OID|-...")
@library_options
def translate(
    library: Library, texts: tuple[str, ...], form: str | None, letter: str | None, *, details: bool, is_detailed: bool
) -> int:
    """Translate names to OIDs and OIDs to names.

    A number becomes a name and a name a number, unless told otherwise. `-` reads one name or OID a line from standard
    input, and prints one line for each; what nobody knows is printed as it came. Exits with 1 when something is
    unknown.
    """
    translator = Translator(library)
    chosen = "definition" if details or is_detailed else letter or form or "turned"
    translation: Translation = getattr(translator, chosen)
    unknown = 0
    for text in texts:
        if text == STDIN:
            unknown += _translate_lines(translation, _pieces_of(sys.stdin.fileno()))
        else:
            unknown += _translate_argument(translation, text)
    return ExitCode.FAILED if unknown else ExitCode.OK


class Translator:
    """Makes one text of another. All its methods raise InvalidInput for what is neither a name nor an OID."""

    def __init__(self, library: Library) -> None:
        from trishul.library.names import Names

        self._library = library
        self._names = Names(library)

    def turned(self, text: str) -> str:
        """The name of a number, the number of a name."""
        return self.symbolic(text) if _is_numeric(text) else self.numeric(text)

    def numeric(self, text: str) -> str:
        """The OID as numbers."""
        return f".{self._oid_of(text)}"

    def symbolic(self, text: str) -> str:
        """The name with its module; numbers where nothing is known."""
        oid = self._oid_of(text)
        name = _ROOTS[oid[0]] if len(oid) == 1 else self._names.text_of(oid.contents)
        return f".{name}" if _is_numeric(name) else name

    def full(self, text: str) -> str:
        """All names from the root."""
        from trishul.library.object_facts import path_of

        oid = self._oid_of(text)
        name = self._names.name_of(oid.contents) if len(oid) > 1 else None
        if name is None:
            return f".{_ROOTS[oid[0]]}" if len(oid) == 1 else f".{oid}"
        return "".join(f".{step.name or step.arc}" for step in path_of(self._library, name.node.oid)) + name.suffix

    def definition(self, text: str) -> str:
        """The whole definition of the object."""
        from trishul.cli.mib_definition import definition_of
        from trishul.cli.mib_entries import find_entry
        from trishul.library.object_facts import facts_of

        return definition_of(facts_of(self._library, find_entry(self._library, text)[0]))

    def _oid_of(self, text: str) -> Oid:
        from trishul.datatypes.oid import Oid

        return Oid(text) if _is_numeric(text) else self._names.oid_of(text)


def _is_numeric(text: str) -> bool:
    return text.replace(".", "").isdecimal()


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
        lines = "1 line is" if unknown == 1 else f"{unknown:,} lines are"
        click.echo(f"trishul: {lines} neither a name of a loaded MIB nor an OID", err=True)
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
