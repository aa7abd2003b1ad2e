"""Saved targets of walks: whom to ask and how, under a name; who we are towards them is the name of a credential.

Owns the document and its records. There is no secret in it: without a credential the community is `public`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from trishul.errors import InvalidInput, TrishulError
from trishul.services.credentials.credentials import CredentialLocked
from trishul.services.credentials.identities import ChosenIdentity, CredentialSource, choose_identity, target_as
from trishul.services.document_shelf import DocumentShelf, Saved, checked_document_name
from trishul.services.walks.requests import MAX_REPETITIONS, MAX_RETRIES, MAX_TIMEOUT_S, WalkToDo
from trishul.services.wrong_fields import read_struct
from trishul.store.database import Database, Transaction
from trishul.store.saved_documents import DocumentKind

MAX_TARGETS = 10_000
MAX_HOST = 255


class NoSuchTarget(TrishulError):
    """No target of this ID is saved."""

    code = "no_such_target"

    def __init__(self) -> None:
        super().__init__("No target of this ID is saved, or it was deleted meanwhile")


class TargetInUse(TrishulError):
    """A job asks the target."""

    code = "target_in_use"


class TargetDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that people say about a target."""

    name: str
    host: str
    """Host name, IPv4 or IPv6 address."""
    port: int = 161
    transport: Literal["udp", "tcp"] = "udp"
    credential: str | None = None
    """Name of a saved credential, which follows when that is renamed; null: the community public."""
    version: Literal["1", "2c", "3"] | None = None
    """null: what the credential is for, 2c without one."""
    timeout_s: float = 1.0
    retries: int = 2
    max_repetitions: int | None = None
    """null: as many rows at a time as fit."""


class WalkTarget(TargetDocument, frozen=True, kw_only=True):
    """A saved target."""

    id: str
    revision: int
    """Grows with every change; give it back with a change so that nobody else's is lost."""
    created_at: float
    updated_at: float


class WalkTargetList(msgspec.Struct, frozen=True):
    """Saved targets in the order of their names."""

    targets: list[WalkTarget]


class WalkTargets:
    """All saved targets; open it before use."""

    def __init__(
        self,
        database: Database,
        credentials: CredentialSource,
        uses_of: Callable[[str], Sequence[str]] = lambda _: (),
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._credentials = credentials
        self._uses_of = uses_of
        self._shelf = DocumentShelf(
            database,
            DocumentKind.TARGET,
            _read,
            check=self._check_identity,
            on_change=on_change,
            missing=NoSuchTarget,
            most=MAX_TARGETS,
        )

    async def open(self) -> None:
        """Loads what was saved."""
        await self._shelf.open()

    def all(self, search: str = "") -> WalkTargetList:
        """Those whose name, host or credential have all words of a search."""
        words = search.casefold().split()
        found = [_record(saved) for saved in self._shelf]
        return WalkTargetList([one for one in found if all(word in _search_text(one) for word in words)])

    def get(self, target_id: str) -> WalkTarget:
        """One of them. Raises NoSuchTarget."""
        return _record(self._shelf.get(target_id))

    def id_of(self, name_or_id: str, field: str) -> str:
        """The ID of a target that is given by name or ID. Raises InvalidInput."""
        saved = self._shelf.find_named(name_or_id.strip())
        if saved is not None:
            return saved.id
        try:
            return self._shelf.get(name_or_id).id
        except NoSuchTarget:
            raise InvalidInput(f"No target is saved as '{name_or_id[:80]}'", field=field) from None

    async def create(self, data: Any) -> WalkTarget:
        """A new one. Raises InvalidInput, UnknownCredential, NameTaken, LimitReached."""
        return _record(await self._shelf.create(data))

    async def update(self, target_id: str, changes: Any, revision: int | None = None) -> WalkTarget:
        """Changes what is given. Raises NoSuchTarget, ChangedMeanwhile and as `create`."""
        return _record(await self._shelf.update(target_id, changes, revision))

    async def delete(self, target_id: str) -> None:
        """Forgets one. Raises NoSuchTarget, and TargetInUse where a job asks it."""
        name = self._shelf.get(target_id).document.name
        jobs = self._uses_of(target_id)
        if jobs:
            raise TargetInUse(f"'{name}' is asked by {' and '.join(jobs[:5])}. It stays.")
        await self._shelf.delete(target_id)

    def names_with_credential(self, credential: str) -> list[str]:
        """Those that are asked with a credential, by their names."""
        return [saved.document.name for saved in self._shelf if saved.document.credential == credential]

    async def rename_credential(self, transaction: Transaction, before: str, after: str) -> Callable[[], None]:
        """Has the new name of a credential in all targets that name it; see `credentials.NamesCredentials`."""

        def renamed(document: TargetDocument) -> TargetDocument:
            is_named = document.credential == before
            return msgspec.structs.replace(document, credential=after) if is_named else document

        return await self._shelf.rewrite(transaction, renamed)

    def order(self, name_or_id: str) -> WalkToDo:
        """A walk of the target with all that is saved of it. Raises InvalidInput."""
        document = self._shelf.get(self.id_of(name_or_id, "saved_target")).document
        return WalkToDo(
            document.host,
            port=document.port,
            transport=document.transport,
            identity=ChosenIdentity(document.credential, document.version),
            timeout_s=document.timeout_s,
            retries=document.retries,
            max_repetitions=document.max_repetitions,
        )

    def _check_identity(self, document: TargetDocument) -> None:
        """Whether we can be somebody towards it; a credential that is locked now may be opened later.

        Raises InvalidInput, UnknownCredential.
        """
        try:
            identity = choose_identity(ChosenIdentity(document.credential, document.version), self._credentials)
        except CredentialLocked:
            return
        try:
            target_as(identity, document.host, document.port, timeout_s=document.timeout_s, retries=document.retries)
        except InvalidInput as error:
            raise InvalidInput(str(error), field="host" if error.field == "target" else error.field) from None


def _read(data: Any) -> TargetDocument:
    """The document in a JSON value, checked as far as it stands alone. Raises InvalidInput."""
    document = read_struct(data, TargetDocument)
    document = msgspec.structs.replace(document, name=checked_document_name(document.name), host=document.host.strip())
    if not 0 < len(document.host) <= MAX_HOST or not document.host.isprintable() or " " in document.host:
        raise InvalidInput(f"A host has 1 to {MAX_HOST} characters without spaces", field="host")
    for name, value, least, most in (
        ("port", document.port, 1, 65535),
        ("timeout_s", document.timeout_s, 0.001, MAX_TIMEOUT_S),
        ("retries", document.retries, 0, MAX_RETRIES),
        ("max_repetitions", document.max_repetitions or 1, 1, MAX_REPETITIONS),
    ):
        if not least <= value <= most:
            raise InvalidInput(f"{name} lies between {least:g} and {most:g}", field=name)
    return document


def _record(saved: Saved[TargetDocument]) -> WalkTarget:
    return WalkTarget(
        **msgspec.structs.asdict(saved.document),
        id=saved.id,
        revision=saved.revision,
        created_at=saved.created_at,
        updated_at=saved.updated_at,
    )


def _search_text(target: WalkTarget) -> str:
    return f"{target.name}\n{target.host}\n{target.credential or ''}".casefold()
