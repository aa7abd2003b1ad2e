"""Names on the command line, from the MIB index of the data directory: opened when the first name is needed.

Owns the options that say where the index is and whether names are wanted, and the silence where there is none: then
everything is numeric. The index is only read here; `trishul serve` and the commands of `trishul mib` make it. Nothing
of the library is imported before a name is asked for, because a request with numbers must start at once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from trishul.datatypes import Oid
from trishul.errors import InvalidInput, TrishulError
from trishul.services.data_directory import data_directory

if TYPE_CHECKING:
    from trishul.library.library import Library
    from trishul.library.names import Names

Command: TypeAlias = Callable[..., int]

_META_KEY = "trishul.cli.names"


class NameBook:
    """The names of one data directory, if it has an index that can be read."""

    def __init__(self, data_dir: Path | None = None) -> None:
        self._data_dir = data_dir
        self._library: Library | None = None
        self._names: Names | None = None
        self._was_opened = False

    @property
    def data_dir(self) -> Path | None:
        """The directory that the command line named; None for the usual one."""
        return self._data_dir

    def find(self) -> Names | None:
        """The names; None where there is no index."""
        if not self._was_opened:
            self._was_opened = True
            self._open()
        elif self._library is not None:
            self._library.refresh()
        return self._names

    def find_library(self) -> Library | None:
        """The library that names come from; None where there is no index."""
        self.find()
        return self._library

    def oid_of(self, text: str) -> Oid:
        """The OID of a number or a name. Raises InvalidInput."""
        try:
            return Oid(text)
        except InvalidInput as error:
            if text.startswith("-"):
                raise
            names = self.find()
            if names is None:
                raise InvalidInput(f"{error}; names need a MIB index, as --help explains") from None
            return names.oid_of(text)

    @property
    def index(self) -> Path:
        """Where the index is, or would be."""
        return data_directory(self._data_dir) / "library" / "index.sqlite"

    def _open(self) -> None:
        index = self.index
        if not index.is_file():
            return
        from trishul.library.library import Library
        from trishul.library.names import Names

        try:
            self._library = Library.open(index)
        except TrishulError:
            return  # of another version, or being made: numbers are right in any case
        self._names = Names(self._library)


def book_of(context: click.Context | None) -> NameBook:
    """The book that the command line's options describe."""
    book = context.meta.get(_META_KEY) if context is not None else None
    return book if isinstance(book, NameBook) else NameBook()


def _keep_book(context: click.Context, _param: click.Parameter, value: Path | None) -> None:
    context.meta[_META_KEY] = NameBook(value)


data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    is_eager=True,
    expose_value=False,
    callback=_keep_book,
    help="Directory with the MIB index that names come from; trishul serve and trishul mib search make it, without it"
    " everything is numeric. [TRISHUL_DATA_DIR]",
)
"""Read before all arguments, which may be names."""

numeric_option = click.option("--numeric", "is_numeric", is_flag=True, help="Print numbers instead of names.")
