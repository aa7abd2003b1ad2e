"""A shelf of documents: names taken once, changes by which nobody loses work, the limit, and what cannot be read."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.credentials.credentials import ChangedMeanwhile, NameTaken
from trishul.services.document_shelf import DocumentShelf, checked_document_name
from trishul.services.wrong_fields import read_struct
from trishul.store.database import Database
from trishul.store.saved_documents import DocumentKind


class Note(msgspec.Struct, frozen=True):
    name: str
    text: str = ""


class NotThere(TrishulError):
    code = "not_there"


def read(data: Any) -> Note:
    return read_struct(data, Note)


def check(note: Note) -> None:
    if note.text == "forbidden":
        raise InvalidInput("This text is forbidden", field="text")


def shelf_on(database: Database) -> DocumentShelf[Note]:
    return DocumentShelf(
        database, DocumentKind.TARGET, read, check=check, missing=lambda: NotThere("It is not there"), most=2
    )


async def test_documents_are_saved_and_there_after_a_restart(database: Database) -> None:
    shelf = shelf_on(database)
    made = await shelf.create({"name": "b", "text": "1"})
    await shelf.create({"name": "A"})
    changed = await shelf.update(made.id, {"text": "2"}, revision=1)
    assert (changed.document, changed.revision, changed.created_at) == (Note("b", "2"), 2, made.created_at)
    again = shelf_on(database)
    await again.open()
    assert [saved.document.name for saved in again] == ["A", "b"]
    assert again.get(made.id) == again.find_named("b") == changed
    await again.delete(made.id)
    assert again.find_named("b") is None
    with pytest.raises(NotThere):
        again.get(made.id)


async def test_what_cannot_be_saved_changes_nothing(database: Database) -> None:
    shelf = shelf_on(database)
    made = await shelf.create({"name": "a"})
    other = await shelf.create({"name": "b"})
    for wrong, error in (
        (shelf.create({"name": "c"}), LimitReached),
        (shelf.update(other.id, {"name": "a"}), NameTaken),
        (shelf.update(other.id, {"text": "x"}, revision=7), ChangedMeanwhile),
        (shelf.update(other.id, {"text": "forbidden"}), InvalidInput),
        (shelf.update(other.id, {"text": 1}), InvalidInput),
        (shelf.update(other.id, "text"), InvalidInput),
        (shelf.update("nobody", {}), NotThere),
    ):
        with pytest.raises(error):
            await wrong
    assert list(shelf) == [made, other]
    await shelf.delete(made.id)
    with pytest.raises(NameTaken):
        await shelf.create({"name": "b"})


async def test_what_was_saved_and_cannot_be_read_is_left_alone(database: Database) -> None:
    await shelf_on(database).create({"name": "forbidden later", "text": "forbidden not"})

    def refuse(_data: Any) -> Note:
        raise InvalidInput("no")

    strict = DocumentShelf(database, DocumentKind.TARGET, refuse, missing=lambda: NotThere(""), most=2)
    await strict.open()
    assert list(strict) == []
    shelf = shelf_on(database)
    await shelf.open()
    assert len(list(shelf)) == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\nb"])
def test_names_are_short_and_printable(name: str) -> None:
    with pytest.raises(InvalidInput):
        checked_document_name(name)
    assert checked_document_name(" core 1 ") == "core 1"
