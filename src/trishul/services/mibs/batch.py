"""The files of an upload made ready: archives unpacked, each looked at, names settled, doubles found.

Owns which files of a batch would be stored and under which names, and which are refused or passed over, with the words
for it. Works on a private folder and in a thread; stores nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trishul.services.mibs.refusals import ArchiveRefused, StorageFailed, UploadUnreadable
from trishul.services.mibs.texts import judge_text
from trishul.services.uploads.archives import UnpackingBudget, archive_kind, unpack
from trishul.services.uploads.file_names import unused_name
from trishul.services.uploads.reception import ReceivedFile

_HEAD_BYTES = 512


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of a batch: to be stored, or refused (the batch fails), or skipped (a member that is no MIB)."""

    name: str
    place: Path
    modules: tuple[str, ...] = ()
    source: str | None = None
    refusal: str | None = None
    skipped: str | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether it would be stored."""
        return self.refusal is None and self.skipped is None


@dataclass(slots=True)
class Batch:
    """All files of an upload in order."""

    files: list[BatchFile] = field(default_factory=list)
    _digests: dict[str, bytes] = field(default_factory=dict)

    @property
    def accepted(self) -> list[BatchFile]:
        """What would be stored."""
        return [file for file in self.files if file.is_accepted]

    @property
    def refused(self) -> list[BatchFile]:
        """What makes the batch fail."""
        return [file for file in self.files if file.refusal is not None]

    def add_plain(self, received: ReceivedFile) -> None:
        """A file that was uploaded by itself."""
        verdict = judge_text(received.place)
        refusal = verdict.refusal
        if refusal is None:
            digest = _digest(received.place)
            known = self._digests.get(received.name)
            if known == digest:
                self.files.append(BatchFile(received.name, received.place, skipped="It is twice in this upload"))
                return
            if known is not None:
                refusal = "Another file of this name is in this upload"
            else:
                self._digests[received.name] = digest
        self.files.append(BatchFile(received.name, received.place, verdict.modules, refusal=refusal))

    def add_archive(self, received: ReceivedFile, budget: UnpackingBudget) -> None:
        """Everything in an archive; one without a MIB in it is refused."""
        members: list[BatchFile] = []
        try:
            members += (self._member(found) for found in _members(received, budget))
        except ArchiveRefused as error:
            reason = str(error)
            self.files.append(BatchFile(received.name, received.place, refusal=reason[:1].upper() + reason[1:]))
            return
        self.files += members
        if not any(member.is_accepted for member in members):
            self.files.append(BatchFile(received.name, received.place, refusal="There is no MIB in this archive"))

    def _member(self, member: BatchFile) -> BatchFile:
        if member.skipped is not None:
            return member
        verdict = judge_text(member.place)
        if verdict.refusal is not None:
            return _skipped(member, verdict.refusal)
        digest = _digest(member.place)
        if self._digests.get(member.name) == digest:
            return _skipped(member, "The same text is in this upload already")
        name = unused_name(member.name, set(self._digests))
        self._digests[name] = digest
        return BatchFile(name, member.place, verdict.modules, source=member.source)


def prepare_batch(files: Sequence[ReceivedFile], budget: UnpackingBudget) -> Batch:
    """Looks at every file. Raises UploadUnreadable when there is none, StorageFailed."""
    if not files:
        raise UploadUnreadable("There is no file in this upload: send it as form field 'files'.")
    batch = Batch()
    try:
        for received in files:
            with received.place.open("rb") as file:
                kind = archive_kind(file.read(_HEAD_BYTES))
            if kind is None:
                batch.add_plain(received)
            else:
                batch.add_archive(received, budget)
    except OSError as error:
        raise StorageFailed(error.strerror or str(error)) from error
    return batch


def _members(received: ReceivedFile, budget: UnpackingBudget) -> Iterable[BatchFile]:
    for found in unpack(received.place, received.name, budget):
        yield BatchFile(found.name, found.place, source=found.shown, skipped=found.fault)


def _skipped(member: BatchFile, reason: str) -> BatchFile:
    return BatchFile(member.name, member.place, source=member.source, skipped=reason)


def _digest(place: Path) -> bytes:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
