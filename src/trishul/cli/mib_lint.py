"""`trishul mib lint`: the faults of MIB texts by name, and their mechanical mends."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.mib_texts import library_if_built, read_texts, text_arguments
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # the help is printed without the compiler
    from trishul.library.library import Library
    from trishul.library.text_files import TextFile
    from trishul.smi.diagnostics import Diagnostic, Preset
    from trishul.smi.source import Source

_EXAMPLES = (
    "trishul mib lint ACME-MIB.txt",
    "trishul mib lint --preset strict --format sarif mibs/ > findings.sarif",
    "trishul mib lint --diff ACME-MIB.txt",
    "trishul mib lint --fix mibs/",
    "unzip -p vendor.zip ACME-MIB | trishul mib lint --fail-on warning -",
)
MAX_ALIKE = 20
"""Findings of one code that are printed for one module, unless all are wanted."""
_LEVELS = {"error": 3, "warning": 2, "style": 1, "never": 4}


def _print_rules(context: click.Context, _param: click.Parameter, wanted: object) -> None:
    if wanted and not context.resilient_parsing:
        from trishul.smi.diagnostics import RULES

        for code, rule in RULES.items():
            alias = f" (smilint: {rule.smilint})" if rule.smilint else ""
            click.echo(f"{code:24} {rule.severity.label:8} {rule.meaning}{alias}")
        context.exit()


@click.command(cls=ExampleCommand, examples=_EXAMPLES)
@text_arguments
@click.option(
    "--preset",
    type=click.Choice(["strict", "normal", "permissive"]),
    default="normal",
    show_default=True,
    help="What is worth showing: everything, errors and warnings, or errors alone.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How to print findings.",
)
@click.option(
    "--all", "is_all", is_flag=True, help=f"Print all findings, not only the first {MAX_ALIKE} of a code in a module."
)
@click.option("--ignore", "ignored", multiple=True, metavar="CODE", help="Pass over this code or smilint tag.")
@click.option("--fix", "is_fixing", is_flag=True, help="Write what can be mended into the files; of - to stdout.")
@click.option("--diff", "is_diff", is_flag=True, help="Show what --fix would change, and nothing else.")
@click.option(
    "--fail-on",
    type=click.Choice(list(_LEVELS)),
    default="error",
    show_default=True,
    help="The least severity of a shown finding that makes the exit code 1.",
)
@click.option(
    "--rules", is_flag=True, is_eager=True, expose_value=False, callback=_print_rules, help="List all codes and exit."
)
def lint(
    paths: tuple[Path, ...],
    folders: tuple[Path, ...],
    data_dir: Path | None,
    preset: str,
    form: str,
    ignored: tuple[str, ...],
    fail_on: str,
    *,
    is_all: bool,
    is_fixing: bool,
    is_diff: bool,
) -> int:
    """Check MIB texts, and mend what can be mended.

    Each finding has a stable code, its place, one sentence and a hint. Folders and archives are read whole, - is stdin.
    Imported modules are looked for in the texts given, the folders of --path, the workbench's library and the standard
    MIBs. Files keep their encoding and line ends when they are mended. Findings that repeat themselves in a module are
    counted; --all prints them too, and so do JSON and SARIF.

    Exits with 0 when nothing of the severity of --fail-on was found, else with 1.
    """
    from trishul.smi.diagnostics import Preset, Severity

    texts = read_texts(paths)
    if is_fixing and any(text.path is None and text.name != "<stdin>" for text in texts):
        raise InvalidInput("Files in archives cannot be mended in place; unpack them first, or use --diff")
    wanted = Preset[preset.upper()]
    passed_over = frozenset(_code(name) for name in ignored)
    with library_if_built(data_dir) as library:
        checker = _Checker(library, folders, wanted, passed_over)
        found = checker.check(texts)
        mended, changed = checker.mended(texts, found) if is_fixing or is_diff else (texts, 0)
        if is_diff:
            sys.stdout.writelines(_differences(texts, mended))
        if is_fixing:
            _write(texts, mended)
            found = checker.check(mended)
    if not is_diff and not (is_fixing and any(text.path is None for text in texts)):
        sys.stdout.writelines(_report(found, checker.sources, form, None if is_all else MAX_ALIKE))
    _summarize(len(texts), found, changed, is_written=is_fixing)
    worst = max((one.severity for one in found), default=Severity.STYLE - 1)
    return ExitCode.FAILED if worst >= _LEVELS[fail_on] else ExitCode.OK


def _code(name: str) -> str:
    """The code of a name on the command line; a misspelled one would pass over nothing and say nothing."""
    from trishul.smi.diagnostics import code_of

    code = code_of(name)
    if code is None:
        raise InvalidInput(f"--ignore {name}: there is no such code. trishul mib lint --rules lists them")
    return code


class _Checker:
    """Texts to the findings that are wanted; keeps the decoded texts of its last check."""

    def __init__(
        self, library: Library | None, folders: Sequence[Path], preset: Preset, ignored: frozenset[str]
    ) -> None:
        self._library = library
        self._folders = folders
        self._preset = preset
        self._ignored = ignored
        self.sources: dict[str, Source] = {}

    def check(self, texts: Sequence[TextFile]) -> list[Diagnostic]:
        """The findings about some texts, by text and place."""
        from trishul.library.checking import check_sources
        from trishul.smi.reports import shown
        from trishul.smi.source import decode_source

        self.sources = {text.name: decode_source(text.name, text.data) for text in texts}
        found = shown(check_sources(self.sources.values(), self._library, self._folders).diagnostics, self._preset)
        return [one for one in found if one.code not in self._ignored]

    def mended(self, texts: Sequence[TextFile], found: Sequence[Diagnostic]) -> tuple[list[TextFile], int]:
        """The texts with all that can be mended, and how many findings that were. Nothing is written."""
        from trishul.smi.edits import MAX_PASSES, mend

        count = 0
        mended = list(texts)
        for _ in range(MAX_PASSES):
            by_source: dict[str, list[Diagnostic]] = {}
            for one in found:
                by_source.setdefault(one.source, []).append(one)
            outcomes = [mend(text.data, by_source.get(text.name, ())) for text in mended]
            count += sum(len(outcome.applied) for outcome in outcomes)
            if all(outcome.data == text.data for outcome, text in zip(outcomes, mended, strict=True)):
                break
            mended = [text._replace(data=outcome.data) for outcome, text in zip(outcomes, mended, strict=True)]
            found = self.check(mended)
        return mended, count


def _report(found: Sequence[Diagnostic], sources: dict[str, Source], form: str, most: int | None) -> Iterator[str]:
    """The findings in the form that was asked for."""
    from trishul.smi.reports import json_report, text_report

    if form == "text":
        return text_report(found, sources, most)
    if form == "json":
        return json_report(found)
    from importlib.metadata import version

    from trishul.smi.sarif import sarif_report
    from trishul.smi.source import Lines

    named = {one.source for one in found}
    lines = {name: Lines(source.text) for name, source in sources.items() if name in named}
    return sarif_report(found, lines, version("trishul-snmp"))


def _differences(before: Sequence[TextFile], after: Sequence[TextFile]) -> Iterator[str]:
    """What was mended, as unified diffs."""
    from trishul.smi.source import decode_source

    for old, new in zip(before, after, strict=True):
        if old.data != new.data:
            former, later = (decode_source(one.name, one.data).text.splitlines(keepends=True) for one in (old, new))
            for line in difflib.unified_diff(former, later, fromfile=old.name, tofile=new.name):
                yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _write(before: Sequence[TextFile], after: Sequence[TextFile]) -> None:
    """Each changed file in one step, so that none is ever half written; stdin goes to stdout."""
    for old, new in zip(before, after, strict=True):
        if new.path is None:
            sys.stdout.buffer.write(new.data)
        elif old.data != new.data:
            path = new.path.resolve()
            unfinished = path.with_name(f".{path.name}.trishul")
            unfinished.write_bytes(new.data)
            unfinished.chmod(path.stat().st_mode & 0o7777)
            unfinished.replace(path)


def _summarize(files: int, found: Sequence[Diagnostic], changed: int, *, is_written: bool) -> None:
    """One line on stderr: how much was read, found and mended."""
    counts = Counter(one.severity.label for one in found)
    parts = [f"{counts[label]:,} {label}{'s' * (counts[label] != 1)}" for label in ("error", "warning", "style")]
    mends = f"; {changed:,} {'mended' if is_written else 'can be mended'}" if changed else ""
    sys.stdout.flush()
    click.echo(f"{files:,} {'file' if files == 1 else 'files'}: {', '.join(parts)}{mends}", err=True)
