"""What `mib lint` and `mib compile` share: which texts a command line names, and what they are compiled against."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from trishul.cli.counter_line import CounterLine
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # commands print their help without them
    from collections.abc import Iterator

    from trishul.library.library import Library
    from trishul.library.text_files import TextFile

Command: TypeAlias = Callable[..., int]
STDIN = Path("-")


def text_arguments(command: Command) -> Command:
    """FILE… as the keyword `paths`, --path as `folders`, --data-dir as `data_dir`."""
    paths = click.argument(
        "paths", nargs=-1, required=True, metavar="FILE|DIR|ARCHIVE...", type=click.Path(path_type=Path)
    )
    folders = click.option(
        "--path",
        "folders",
        multiple=True,
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        help="Look for imported modules in this folder first; may be given several times.",
    )
    data_dir = click.option(
        "--data-dir",
        type=click.Path(path_type=Path),
        metavar="DIRECTORY",
        help="Directory of the workbench's data, whose uploaded MIBs may be imported from. [TRISHUL_DATA_DIR]",
    )

    @wraps(command)
    def checked(paths: tuple[Path, ...], **others: Any) -> int:
        missing = next((path for path in paths if path != STDIN and not path.exists()), None)
        if missing is not None:
            raise InvalidInput(f"There is no file {missing}")
        return command(paths=paths, **others)

    return paths(folders(data_dir(checked)))


def read_texts(paths: Sequence[Path]) -> list[TextFile]:
    """All texts that are named, each once; - is stdin. Says how far it is where that takes long."""
    from trishul.library.text_files import TextFile, texts_in
    from trishul.smi.source import MAX_SOURCE_BYTES

    line = CounterLine(is_shown=True)
    texts: dict[str, TextFile] = {}
    for path in paths:
        if path == STDIN:
            texts["-"] = TextFile("<stdin>", sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1))
            continue
        for text in texts_in(path):
            texts.setdefault(text.name, text)
            if line.is_due:
                line.show(f"Reading: {len(texts):,} files")
    line.clear()
    return list(texts.values())


@contextmanager
def library_if_built(data_dir: Path | None) -> Iterator[Library | None]:
    """The library of the data directory, as far as it was built; checking a text builds nothing."""
    from trishul.library.library import Library, LibraryUnavailable
    from trishul.library.sources import LibraryPlaces
    from trishul.services.data_directory import data_directory

    try:
        library = Library.open(LibraryPlaces(data_directory(data_dir)).index)
    except LibraryUnavailable:
        yield None
        return
    try:
        yield library
    finally:
        library.close()
