"""Targets, jobs and destinations as people save them: documents with a name, kept in memory and in the store.

Owns what they have in common: names that are taken once, changes by which nobody else's work is lost, the limit. What
a document says is up to `targets`, `jobs` and `forwarding.destinations`.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

import msgspec
import structlog

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.credentials.credentials import ChangedMeanwhile, NameTaken
from trishul.store.database import Database, Transaction
from trishul.store.saved_documents import (
    DocumentKind,
    DocumentNameTaken,
    SavedDocumentRow,
    add_saved_document,
    delete_saved_document,
    load_saved_documents,
    replace_saved_document,
)

MAX_NAME = 64

_log = structlog.get_logger(__name__)


class Named(Protocol):
    """A struct with a name."""

    @property
    def name(self) -> str:
        """Under which it is saved."""
        ...


Document = TypeVar("Document", bound=Named)


@dataclass(frozen=True, slots=True)
class Saved(Generic[Document]):
    """A document as it is saved; `revision` grows with every change."""

    id: str
    document: Document
    revision: int
    created_at: float
    updated_at: float


class DocumentShelf(Generic[Document]):
    """All documents of a kind; open it before use."""

    def __init__(
        self,
        database: Database,
        kind: DocumentKind,
        read: Callable[[Any], Document],
        *,
        check: Callable[[Document], None] = lambda _: None,
        on_change: Callable[[], None] = lambda: None,
        missing: Callable[[], TrishulError],
        most: int,
    ) -> None:
        """`read` takes a JSON value, also one that was stored; `check` looks at what is about to be saved."""
        self._database = database
        self._kind = kind
        self._read = read
        self._check = check
        self._on_change = on_change
        self._missing = missing
        self._most = most
        self._saved: dict[str, Saved[Document]] = {}
        self._changing = asyncio.Lock()

    async def open(self) -> None:
        """Loads what was saved; what cannot be read is told in the log and left alone."""
        async with self._database.read() as connection:
            rows = await load_saved_documents(connection, self._kind)
        for row in rows:
            try:
                document = self._read(msgspec.json.decode(row.document))
            except (TrishulError, msgspec.MsgspecError) as error:
                _log.warning("a saved document is not usable", kind=str(self._kind), name=row.name, reason=str(error))
                continue
            self._saved[row.id] = Saved(row.id, document, row.revision, row.created_at, row.updated_at)

    def __iter__(self) -> Iterator[Saved[Document]]:
        return iter(sorted(self._saved.values(), key=lambda saved: saved.document.name.casefold()))

    def get(self, document_id: str) -> Saved[Document]:
        """One by its ID. Raises what `missing` makes."""
        saved = self._saved.get(document_id)
        if saved is None:
            raise self._missing()
        return saved

    def find_named(self, name: str) -> Saved[Document] | None:
        """One by its name."""
        return next((saved for saved in self._saved.values() if saved.document.name == name), None)

    async def create(self, data: Any) -> Saved[Document]:
        """A new one. Raises InvalidInput, NameTaken, LimitReached."""
        document = self._read(data)
        self._check(document)
        async with self._changing:
            if len(self._saved) >= self._most:
                raise LimitReached(f"saved {self._kind}s", self._most)
            now = time.time()
            saved = Saved(secrets.token_hex(8), document, 1, now, now)
            try:
                async with self._database.write() as connection:
                    await add_saved_document(connection, self._kind, _row(saved))
            except DocumentNameTaken:
                raise self._taken(document.name) from None
            self._saved[saved.id] = saved
        self._on_change()
        return saved

    async def update(self, document_id: str, changes: Any, revision: int | None = None) -> Saved[Document]:
        """Changes what is given and leaves the rest; with a `revision`, only where it is still the newest.

        Raises InvalidInput, NameTaken, ChangedMeanwhile, and what `missing` makes.
        """
        async with self._changing:
            before = self._before(document_id, revision)
            if not isinstance(changes, dict):
                raise InvalidInput("Changes are an object with the fields that change")
            return await self._put(before, msgspec.to_builtins(before.document) | changes)

    async def replace(self, document_id: str, data: Any, revision: int | None = None) -> Saved[Document]:
        """Puts another document in the place of one. Raises as `update`."""
        async with self._changing:
            return await self._put(self._before(document_id, revision), data)

    def _before(self, document_id: str, revision: int | None) -> Saved[Document]:
        before = self.get(document_id)
        if revision not in (None, before.revision):
            raise _changed_meanwhile(before.document.name)
        return before

    async def _put(self, before: Saved[Document], data: Any) -> Saved[Document]:
        document = self._read(data)
        self._check(document)
        saved = Saved(before.id, document, before.revision + 1, before.created_at, time.time())
        try:
            async with self._database.write() as connection:
                is_replaced = await replace_saved_document(connection, self._kind, _row(saved))
        except DocumentNameTaken:
            raise self._taken(document.name) from None
        if not is_replaced:
            raise _changed_meanwhile(before.document.name)
        self._saved[saved.id] = saved
        self._on_change()
        return saved

    async def delete(self, document_id: str) -> Saved[Document]:
        """Forgets one. Raises what `missing` makes."""
        async with self._changing:
            saved = self.get(document_id)
            async with self._database.write() as connection:
                await delete_saved_document(connection, self._kind, document_id)
            del self._saved[document_id]
        self._on_change()
        return saved

    async def rewrite(self, transaction: Transaction, rewritten: Callable[[Document], Document]) -> Callable[[], None]:
        """Writes what becomes of each document within somebody else's transaction.

        What is returned is called when it is committed. Who changes one of them meanwhile hears ChangedMeanwhile, for
        the revision has grown; so that nobody who holds the writer waits for who waits for it.
        """
        changed: list[Saved[Document]] = []
        for before in list(self._saved.values()):
            document = rewritten(before.document)
            if document == before.document:
                continue
            saved = Saved(before.id, document, before.revision + 1, before.created_at, time.time())
            if await replace_saved_document(transaction, self._kind, _row(saved)):
                changed.append(saved)
        return partial(self._take, changed)

    def _take(self, changed: Sequence[Saved[Document]]) -> None:
        if changed:
            self._saved.update((saved.id, saved) for saved in changed if saved.id in self._saved)
            self._on_change()

    def _taken(self, name: str) -> NameTaken:
        return NameTaken(f"A {self._kind} is already saved as '{name}'")


def checked_document_name(name: str) -> str:
    """A name without spaces around it. Raises InvalidInput."""
    bare = name.strip()
    if not 0 < len(bare) <= MAX_NAME or not bare.isprintable():
        raise InvalidInput(f"A name has 1 to {MAX_NAME} printable characters", field="name")
    return bare


def _row(saved: Saved[Document]) -> SavedDocumentRow:
    text = msgspec.json.encode(saved.document).decode()
    return SavedDocumentRow(saved.id, saved.document.name, text, saved.revision, saved.created_at, saved.updated_at)


def _changed_meanwhile(name: str) -> ChangedMeanwhile:
    return ChangedMeanwhile(f"'{name}' was changed or deleted meanwhile. Look at it again before you change it.")
