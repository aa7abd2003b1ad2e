"""Named SNMP credentials: saved sealed, listed without secrets, handed to the services that use them.

Owns the set of them, its limits and who may change what. Reads from memory, writes through to the store. Without the
right key file secrets do not open: such credentials are listed with words what to do, everything else goes on, and
nothing of them is overwritten. A key is made when the first secret is saved, never while there are others that it does
not open. Does not own the forms of a credential (`forms`) nor the box (`secret_box`).
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec
import structlog

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.accounts.passwords import normalise
from trishul.services.bus import Bus
from trishul.services.credentials.forms import (
    Credential,
    CredentialDraft,
    CredentialFacts,
    changed,
    checked,
    draft_of,
    sealed_row,
)
from trishul.services.credentials.records import CredentialRecord, record_of
from trishul.services.credentials.secret_box import KEY_FILE, KeyUnavailable, SealingKey, find_key, make_key
from trishul.services.events import CredentialsChanged
from trishul.store.credentials import (
    CredentialNameTaken,
    CredentialRow,
    add_credential,
    delete_credential,
    load_credentials,
    replace_credential,
)
from trishul.store.database import Database, Transaction

MAX_CREDENTIALS = 1000

_log = structlog.get_logger(__name__)


class UnknownCredential(InvalidInput):
    """No saved credential has the name that a walk, notification or role asks for."""

    code = "unknown_credential"


class NoSuchCredential(TrishulError):
    """There is no credential of this name to look at or to change."""

    code = "no_such_credential"


class CredentialLocked(TrishulError):
    """The credential's secrets cannot be opened; the sentence says what to do."""

    code = "credential_locked"


class NameTaken(TrishulError):
    """Another credential has the name."""

    code = "name_taken"


class ChangedMeanwhile(TrishulError):
    """Somebody else changed or deleted what is to be changed."""

    code = "changed_meanwhile"


class CredentialInUse(TrishulError):
    """Something that runs or is saved needs the credential."""

    code = "credential_in_use"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A credential as loaded: usable, or with the reason why it is not."""

    row: CredentialRow
    facts: CredentialFacts | None
    draft: CredentialDraft | None
    credential: Credential | None
    problem: str | None


class NamesCredentials(Protocol):
    """Whoever saves names of credentials, which a renamed one takes along."""

    async def rename_credential(self, transaction: Transaction, before: str, after: str) -> Callable[[], None]:
        """Writes the new name within a transaction; what is returned is called when that is committed."""
        ...


class Credentials:
    """All saved credentials; open it before use."""

    def __init__(
        self,
        database: Database,
        data_dir: Path,
        bus: Bus,
        uses_of: Callable[[str, CredentialFacts], list[str]] = lambda _name, _facts: [],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._key_file = data_dir / KEY_FILE
        self._bus = bus
        self._uses_of = uses_of
        self._clock = clock
        self.named_by: list[NamesCredentials] = []
        """Those whose documents name credentials."""
        self._entries: dict[str, _Entry] = {}
        self._changing = asyncio.Lock()

    async def open(self) -> None:
        """Load what was saved; what cannot be opened is told in the log and in the list."""
        async with self._database.read() as connection:
            rows = await load_credentials(connection)
        key, reason = await self._look_for_key() if rows else (None, "")
        self._entries = {row.name: _entry_of(row, key, reason) for row in rows}
        locked = [name for name, entry in self._entries.items() if entry.credential is None]
        if locked:
            _log.warning(
                "saved credentials cannot be opened", count=len(locked), reason=self._entries[locked[0]].problem
            )

    def get(self, name: str) -> Credential:
        """The credential of this exact name. Raises UnknownCredential, CredentialLocked."""
        entry = self._entries.get(normalise(name.strip()))
        if entry is None:
            raise UnknownCredential(f"No credential is saved as '{name[:80]}'", field="credential")
        if entry.credential is None:
            raise CredentialLocked(f"The credential '{entry.row.name}' cannot be opened. {entry.problem}")
        return entry.credential

    def for_receiver(self) -> list[Credential]:
        """Those that our receiver accepts, in the order of their names."""
        return [credential for credential in self._usable() if credential.for_receiver]

    def for_simulator(self) -> list[Credential]:
        """Those that our simulated agents accept, in the order of their names."""
        return [credential for credential in self._usable() if credential.for_simulator]

    async def records(self) -> list[CredentialRecord]:
        """All of them as people may see them, in the order of their names; a key that came back is noticed here."""
        await self._retry_locked()
        return [self._record(self._entries[name]) for name in sorted(self._entries)]

    async def record(self, name: str) -> CredentialRecord:
        """One as people may see it. Raises NoSuchCredential."""
        await self._retry_locked()
        return self._record(self._entry(name))

    async def create(self, draft: CredentialDraft) -> CredentialRecord:
        """Save a new one. Raises InvalidInput, CapabilityMissing, NameTaken, LimitReached, KeyUnavailable."""
        credential = checked(draft, secrets.token_hex(16))
        async with self._changing:
            if len(self._entries) >= MAX_CREDENTIALS:
                raise LimitReached("saved credentials", MAX_CREDENTIALS)
            now = self._clock()
            blank = CredentialRow(credential.id, "", "", b"", 0, now, now)
            key = await self.key_to_seal_with()
            row = sealed_row(draft, credential, key, blank)
            try:
                async with self._database.write() as connection:
                    await add_credential(connection, row)
            except CredentialNameTaken:
                raise _name_taken(row.name) from None
            return self._keep(row, key)

    async def update(self, name: str, changes: Mapping[str, Any], revision: int | None = None) -> CredentialRecord:
        """Replace some fields of a draft or its user; secrets that are not named stay.

        A new name is the new name everywhere: what is saved elsewhere under the old one is changed in the same step.

        With a `revision`, only where it is still the newest one. Raises NoSuchCredential, ChangedMeanwhile, and what
        `create` raises. One whose secrets do not open takes new secrets.
        """
        async with self._changing:
            entry = self._entry(name)
            if revision not in (None, entry.row.revision):
                raise _changed_meanwhile(entry.row.name)
            if entry.draft is None:
                raise CredentialLocked(f"The credential '{entry.row.name}' cannot be changed. {entry.problem}")
            draft = changed(entry.draft, changes)
            credential = checked(draft, entry.row.id)
            before = msgspec.structs.replace(entry.row, updated_at=self._clock())
            key = await self.key_to_seal_with()
            row = sealed_row(draft, credential, key, before)
            try:
                async with self._database.write() as connection:
                    is_replaced = await replace_credential(connection, row)
                    is_renamed = is_replaced and row.name != entry.row.name
                    namers = self.named_by if is_renamed else ()
                    follow = [await each.rename_credential(connection, entry.row.name, row.name) for each in namers]
            except CredentialNameTaken:
                raise _name_taken(row.name) from None
            if not is_replaced:
                raise _changed_meanwhile(entry.row.name)
            for is_committed in follow:
                is_committed()
            return self._keep(row, key, before=entry.row.name)

    async def delete(self, name: str, *, even_if_used: bool = False) -> None:
        """Forget one. Raises NoSuchCredential, and CredentialInUse where something runs with it or asks with it."""
        async with self._changing:
            entry = self._entry(name)
            uses = self._record(entry).used_by
            if uses and not even_if_used:
                raise CredentialInUse(f"'{entry.row.name}' is used by {' and '.join(uses)}. It stays.")
            async with self._database.write() as connection:
                await delete_credential(connection, entry.row.id)
            del self._entries[entry.row.name]
            self._announce("credential deleted", entry.row.name)

    async def find_key(self) -> SealingKey | None:
        """The key that secrets are sealed with, for those that others keep; None where there is none to be had."""
        key, _reason = await self._look_for_key()
        return key

    async def key_to_seal_with(self) -> SealingKey:
        """The key, made where there is none and nothing yet that another one has sealed. Raises KeyUnavailable."""
        key = await asyncio.to_thread(find_key, self._key_file)
        if key is None and self._entries:
            raise KeyUnavailable(
                f"The key file {KEY_FILE} is missing in the data directory, and {len(self._entries)} saved credentials"
                " need it. Put it back from a backup, or delete them, before others are saved."
            )
        if key is None:
            key = await asyncio.to_thread(make_key, self._key_file)
        return key

    def _usable(self) -> list[Credential]:
        entries = (self._entries[name] for name in sorted(self._entries))
        return [entry.credential for entry in entries if entry.credential is not None]

    def _entry(self, name: str) -> _Entry:
        entry = self._entries.get(normalise(name.strip()))
        if entry is None:
            raise NoSuchCredential(f"No credential is saved as '{name[:80]}'")
        return entry

    def _record(self, entry: _Entry) -> CredentialRecord:
        uses = self._uses_of(entry.row.name, entry.facts) if entry.facts is not None else []
        return record_of(entry.row, entry.draft, entry.credential, entry.problem, uses)

    def _keep(self, row: CredentialRow, key: SealingKey, before: str | None = None) -> CredentialRecord:
        """The store has it: so has memory, in the very form in which it will be loaded, and everybody is told."""
        if before is not None:
            del self._entries[before]
        entry = self._entries[row.name] = _entry_of(row, key, "")
        self._announce("credential saved", row.name)
        return self._record(entry)

    def _announce(self, what: str, name: str) -> None:
        _log.info(what, name=name)
        self._bus.publish(CredentialsChanged())

    async def _look_for_key(self) -> tuple[SealingKey | None, str]:
        """The key, or a sentence on why there is none."""
        try:
            key = await asyncio.to_thread(find_key, self._key_file)
        except KeyUnavailable as error:
            return None, str(error)
        return key, "" if key else f"The key file {KEY_FILE} is missing in the data directory."

    async def _retry_locked(self) -> None:
        """Whoever put the right key file back needs no restart."""
        if all(entry.credential is not None for entry in self._entries.values()):
            return
        async with self._changing:
            key, reason = await self._look_for_key()
            again = {
                name: _entry_of(entry.row, key, reason)
                for name, entry in self._entries.items()
                if entry.credential is None
            }
            self._entries.update(again)
        if any(entry.credential is not None for entry in again.values()):
            _log.info("saved credentials can be opened again")
            self._bus.publish(CredentialsChanged())


def _entry_of(row: CredentialRow, key: SealingKey | None, reason: str) -> _Entry:
    try:
        draft, is_open = draft_of(row, key)
        facts = msgspec.json.decode(row.facts, type=CredentialFacts)
        if is_open:
            return _Entry(row, facts, draft, checked(draft, row.id, tries_keys=False), None)
    except (msgspec.MsgspecError, TrishulError) as error:
        _log.warning("a saved credential is not usable", name=row.name, reason=type(error).__name__)
        return _Entry(row, None, None, None, "Its row in the database is damaged. Delete it and make it anew.")
    if key is None:
        return _Entry(row, facts, draft, None, f"{reason} Put it back from a backup, or delete this and make it anew.")
    problem = (
        f"It was saved with another key than that in {KEY_FILE}, or its row was changed. Put the right key file back,"
        " or enter its secrets again."
    )
    return _Entry(row, facts, draft, None, problem)


def _name_taken(name: str) -> NameTaken:
    return NameTaken(f"A credential is already saved as '{name}'")


def _changed_meanwhile(name: str) -> ChangedMeanwhile:
    return ChangedMeanwhile(f"'{name}' was changed or deleted meanwhile. Look at it again before you change it.")
