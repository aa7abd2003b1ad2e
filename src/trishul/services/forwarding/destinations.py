"""Saved destinations that notifications are forwarded to: made, changed, deleted, with their secrets sealed.

Owns the set of them and the sealing of headers. A header is bound to the place it is sent to: a document whose URL
leads elsewhere does not take it along. Does not own documents (`destination_documents`) nor how destinations do, which
`forwarding` adds.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import msgspec

from trishul.errors import InvalidInput, TrishulError
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.credentials import CredentialLocked
from trishul.services.credentials.identities import ChosenIdentity, CredentialSource, choose_identity
from trishul.services.credentials.secret_box import SealingKey
from trishul.services.document_shelf import DocumentShelf, Saved
from trishul.services.forwarding.destination_documents import (
    Destination,
    SnmpDestination,
    WebhookDestination,
    origin_of,
    read_destination,
)
from trishul.store.database import Database, Transaction
from trishul.store.saved_documents import DocumentKind

MAX_DESTINATIONS = 50


class NoSuchDestination(TrishulError):
    """No destination of this name is saved."""

    code = "no_such_destination"

    def __init__(self) -> None:
        super().__init__("No destination of this name is saved, or it was deleted meanwhile")


class DestinationInUse(TrishulError):
    """A rule forwards to the destination, or something waits for it."""

    code = "destination_in_use"


class SealingCredentials(CredentialSource, Protocol):
    """Saved credentials, and the key that secrets are sealed with."""

    async def find_key(self) -> SealingKey | None:
        """The key; None where there is none to be had."""

    async def key_to_seal_with(self) -> SealingKey:
        """The key, made where there is none. Raises KeyUnavailable."""


class TrapDestinations:
    """All saved destinations; open it before use."""

    def __init__(
        self,
        database: Database,
        credentials: SealingCredentials,
        rules_of: Callable[[str], Sequence[str]] = lambda _: (),
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        """`rules_of`: names of the rules that forward to a destination of this name."""
        self._credentials = credentials
        self.rules_of = rules_of
        self._shelf: DocumentShelf[Destination] = DocumentShelf(
            database,
            DocumentKind.DESTINATION,
            _read_saved,
            check=self._check_identity,
            on_change=on_change,
            missing=NoSuchDestination,
            most=MAX_DESTINATIONS,
        )

    async def open(self) -> None:
        """Loads what was saved."""
        await self._shelf.open()

    def __iter__(self) -> Iterator[Saved[Destination]]:
        return iter(self._shelf)

    def get(self, name: str) -> Saved[Destination]:
        """One by its name. Raises NoSuchDestination."""
        saved = self._shelf.find_named(name.strip())
        if saved is None:
            raise NoSuchDestination
        return saved

    def find(self, name: str) -> Saved[Destination] | None:
        """One by its name."""
        return self._shelf.find_named(name)

    async def create(self, data: Any) -> Saved[Destination]:
        """A new one. Raises InvalidInput, UnknownCredential, NameTaken, LimitReached, KeyUnavailable."""
        return await self._shelf.create(await self._sealed(read_destination(data), None))

    async def replace(self, name: str, data: Any, revision: int | None = None) -> Saved[Destination]:
        """Another document in the place of one; headers given as null keep their values.

        Raises NoSuchDestination, ChangedMeanwhile, DestinationInUse for another name than the one that rules know, and
        as `create`.
        """
        before = self.get(name)
        document = read_destination(data)
        rules = self.rules_of(before.document.name)
        if rules and document.name != before.document.name:
            raise DestinationInUse(f"{_listed(rules)} forward to '{before.document.name}'. It keeps its name.")
        return await self._shelf.replace(before.id, await self._sealed(document, before.document), revision)

    async def delete(self, name: str) -> Saved[Destination]:
        """Forgets one with all that is in the outbox for it. Raises NoSuchDestination, DestinationInUse."""
        saved = self.get(name)
        rules = self.rules_of(saved.document.name)
        if rules:
            raise DestinationInUse(f"{_listed(rules)} forward to '{saved.document.name}'. It stays.")
        return await self._shelf.delete(saved.id)

    def names_with_credential(self, credential: str) -> list[str]:
        """Those that are sent to with a credential, by their names."""
        return [saved.document.name for saved in self if _credential_of(saved.document) == credential]

    async def rename_credential(self, transaction: Transaction, before: str, after: str) -> Callable[[], None]:
        """Has the new name of a credential wherever it is named; see `credentials.NamesCredentials`."""

        def renamed(document: Destination) -> Destination:
            is_named = _credential_of(document) == before
            return msgspec.structs.replace(document, credential=after) if is_named else document

        return await self._shelf.rewrite(transaction, renamed)

    async def headers_of(self, document: WebhookDestination) -> dict[str, Secret]:
        """The headers in clear. Raises CredentialLocked where the key that they were sealed with is not there."""
        if not document.headers:
            return {}
        key = await self._credentials.find_key()
        headers = {}
        for name, sealed in document.headers.items():
            plain = key.unseal(b64decode(sealed or ""), _binding(name, document)) if key is not None else None
            if plain is None:
                raise CredentialLocked(f"The header {name} of '{document.name}' cannot be opened. Enter it again.")
            headers[name] = Secret(plain)
        return headers

    async def _sealed(self, document: Destination, before: Destination | None) -> Any:
        """The document as it is saved, as JSON data."""
        if isinstance(document, WebhookDestination) and document.headers:
            kept: dict[str, str | None] = {}
            if isinstance(before, WebhookDestination) and origin_of(before.url) == origin_of(document.url):
                kept = before.headers
            key = await self._credentials.key_to_seal_with()
            sealed: dict[str, str | None] = {}
            for name, value in document.headers.items():
                if value is not None:
                    sealed[name] = b64encode(key.seal(value.encode(), _binding(name, document))).decode()
                elif name in kept:
                    sealed[name] = kept[name]
                else:
                    raise InvalidInput(f"Give the value of {name}: none is saved for this address", field="headers")
            document = msgspec.structs.replace(document, headers=sealed)
        return msgspec.to_builtins(document)

    def _check_identity(self, document: Destination) -> None:
        """Whether we can be somebody towards it; a credential that is locked now may be opened later.

        Raises InvalidInput, UnknownCredential.
        """
        if not isinstance(document, SnmpDestination):
            return
        try:
            identity = choose_identity(ChosenIdentity(document.credential, document.version), self._credentials)
        except CredentialLocked:
            return
        if document.send_as == "inform" and identity.version == "1":
            raise InvalidInput("InformRequest does not exist in SNMP version 1", field="send_as")


def _credential_of(document: Destination) -> str | None:
    return document.credential if isinstance(document, SnmpDestination) else None


def _read_saved(data: Any) -> Destination:
    """A document that was checked before its headers were sealed. Raises msgspec.ValidationError."""
    kinds: Any = Destination
    document: Destination = msgspec.convert(data, kinds)
    return document


def _binding(header: str, document: WebhookDestination) -> bytes:
    return msgspec.json.encode(("header of a webhook", header, origin_of(document.url)))


def _listed(rules: Sequence[str]) -> str:
    return " and ".join(f"'{rule}'" for rule in rules[:5])
