"""Uploads and deletions: what a batch would find, what it found, and files that change together with the index or not.

Owns these use cases and the outcome of each file. Does not own who may change when (`mibs` gives the turn), unpacking
(`batch`), the moves (`uploads.staging`) nor the compiler.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from pathlib import Path

import msgspec

from trishul.library.library import Library
from trishul.library.records import ModuleRecord, SourceRecord
from trishul.services.mibs.batch import Batch, BatchFile, prepare_batch
from trishul.services.mibs.builder import CheckedText, LibraryBuilder, OnProgress
from trishul.services.mibs.records import BatchCheck, CheckedFile, FindingCounts, ImportedModule, UploadedFile
from trishul.services.mibs.refusals import FilesExist, StorageFailed, TextChanged, UploadRefused
from trishul.services.uploads.archives import UnpackingBudget
from trishul.services.uploads.reception import Reception
from trishul.services.uploads.staging import StagingFolder
from trishul.smi.edits import encoded_like

MAX_RESULTS = 1_000
_SHOWN_SENTENCES = 20

Rebuild = Callable[[], Awaitable[object]]


async def prepared(reception: Reception) -> Batch:
    """The batch that was received, every file looked at. Raises UploadUnreadable, StorageFailed."""
    budget = UnpackingBudget(reception.folder.path)
    return await asyncio.to_thread(prepare_batch, reception.files, budget)


def require_acceptable(batch: Batch, target_dir: Path, *, replace: bool) -> None:
    """Raises UploadRefused for a file that is no MIB, FilesExist for names that are taken."""
    refused = batch.refused
    if refused:
        first = refused[0]
        more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
        results = [_left_out(file) for file in batch.files[:MAX_RESULTS]]
        raise UploadRefused(f"{first.name}: {first.refusal}{more}. Nothing was stored.", results)
    taken = [file.name for file in batch.accepted if (target_dir / file.name).exists()]
    if taken and not replace:
        raise FilesExist(taken)


def require_unchanged(batch: Batch, target_dir: Path, based_on: str) -> None:
    """Raises TextChanged where the file of that name is there and is another than the one that was edited."""
    for file in batch.accepted:
        place = target_dir / file.name
        if place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() != based_on:
            raise TextChanged(file.name)


def octets_like(place: Path, text: str) -> bytes:
    """A text in the encoding and with the line ends of a file, as far as it can be; UTF-8 where there is none."""
    former = place.read_bytes() if place.is_file() else b""
    return encoded_like(former, text)


async def put_in_place(
    folder: StagingFolder, new: Sequence[tuple[Path, str]], gone: Sequence[str], rebuild: Rebuild | None
) -> None:
    """Changes files and index together; after an error both are as before. Raises StorageFailed, LibraryBuildFailed."""
    try:
        await asyncio.to_thread(folder.apply, new, gone)
        try:
            if rebuild is not None:
                await rebuild()
        except BaseException:  # also when cancelled: the files go back where they were, and the error goes on
            await asyncio.shield(asyncio.to_thread(folder.roll_back))
            raise
        await asyncio.to_thread(folder.commit)
    except OSError as error:
        raise StorageFailed(error.strerror or str(error)) from error


async def checked(batch: Batch, builder: LibraryBuilder, target_dir: Path, on_progress: OnProgress) -> BatchCheck:
    """What an upload would find; nothing is stored. Raises LibraryBuildFailed."""
    accepted = batch.accepted
    texts: dict[str, CheckedText] = {}
    if accepted:
        report = await builder.check([(file.name, file.place) for file in accepted], on_progress)
        texts = {text.name: text for text in report.files}
    files = [_checked_file(file, texts.get(file.name), target_dir) for file in batch.files]
    missing = sorted({name for file in files for name in file.missing_deps})
    in_batch = {module.name for text in texts.values() for module in text.modules}
    files = [_with_dependencies(file, in_batch) for file in files]
    passed_over = {file.name for file in batch.files if file.skipped is not None}
    can_upload = bool(accepted) and all(file.valid or file.filename in passed_over for file in files)
    return BatchCheck(
        files=files[:MAX_RESULTS], files_total=len(files), global_missing_deps=missing, can_upload=can_upload
    )


def outcomes(batch: Sequence[BatchFile], library: Library) -> list[UploadedFile]:
    """What the library made of stored files."""
    sources = {source.file: source for source in library.sources() if source.origin == "uploaded"}
    return [_outcome(file, sources.get(file.name), library) for file in batch]


def unloaded(results: Sequence[UploadedFile], plain: Collection[str]) -> list[UploadedFile]:
    """Files that were uploaded by themselves and that the compiler finds no module in."""
    return [each for each in results if each.status == "error" and each.filename in plain]


def _outcome(file: BatchFile, source: SourceRecord | None, library: Library) -> UploadedFile:
    if not file.is_accepted:
        return _left_out(file)
    if source is None:
        return UploadedFile(filename=file.name, status="stored", source=file.source)
    if not source.modules:
        if source.superseded:
            error = f"Another text of {', '.join(source.superseded)} is newer or the same: it is used instead"
            name = source.superseded[0]
            return UploadedFile(filename=file.name, status="superseded", mib_name=name, error=error, source=file.source)
        if source.error is None:
            name = file.modules[0] if file.modules else ""
            error = "The same text is in the library already"
            return UploadedFile(filename=file.name, status="superseded", mib_name=name, error=error, source=file.source)
        error = source.error
        return UploadedFile(filename=file.name, status="error", error=error, source=file.source)
    records = [record for name in source.modules if (record := library.find_module(name)) is not None]
    missing = list(dict.fromkeys(name for record in records for name in record.missing))
    return UploadedFile(
        filename=file.name,
        status="missing_deps" if missing else "loaded",
        mib_name=source.modules[0],
        modules=list(source.modules),
        missing_deps=missing,
        objects=sum(record.objects for record in records),
        traps=sum(record.traps for record in records),
        findings=_counts(records),
        error=next((record.error for record in records if record.error), None),
        source=file.source,
    )


def _counts(records: Sequence[ModuleRecord]) -> FindingCounts:
    return FindingCounts(
        sum(record.errors for record in records),
        sum(record.warnings for record in records),
        sum(record.styles for record in records),
    )


def _left_out(file: BatchFile) -> UploadedFile:
    if file.refusal is not None:
        return UploadedFile(filename=file.name, status="error", error=file.refusal, source=file.source)
    if file.skipped is not None:
        return UploadedFile(filename=file.name, status="skipped", error=file.skipped, source=file.source)
    name = file.modules[0] if file.modules else ""
    return UploadedFile(
        filename=file.name, status="not_stored", mib_name=name, modules=list(file.modules), source=file.source
    )


def _checked_file(file: BatchFile, text: CheckedText | None, target_dir: Path) -> CheckedFile:
    reason = file.refusal or file.skipped
    if reason is not None or text is None:
        return CheckedFile(
            filename=file.name,
            mib_name="",
            valid=False,
            imports=[],
            missing_deps=[],
            errors=[reason or "The compiler said nothing about this file"],
            source=file.source,
        )
    sentences = [
        f"Line {each.line}: {each.message} [{each.code}]" for each in text.findings if each.severity == "error"
    ]
    return CheckedFile(
        filename=file.name,
        mib_name=text.modules[0].name if text.modules else "",
        valid=bool(text.modules),
        imports=_together(module.imports for module in text.modules),
        missing_deps=_together(module.missing for module in text.modules),
        errors=sentences[:_SHOWN_SENTENCES],
        warnings=text.warnings,
        styles=text.styles,
        modules=[module.name for module in text.modules],
        objects=sum(module.objects for module in text.modules),
        traps=sum(module.traps for module in text.modules),
        error_count=text.errors,
        findings=text.findings,
        exists=(target_dir / file.name).exists(),
        source=file.source,
    )


def _with_dependencies(file: CheckedFile, in_batch: Collection[str]) -> CheckedFile:
    """Says of each import where it is."""
    missing = frozenset(file.missing_deps)
    places = [
        ImportedModule(name, "missing" if name in missing else "batch" if name in in_batch else "library")
        for name in file.imports
    ]
    return msgspec.structs.replace(file, dependencies=places)


def _together(lists: Iterable[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(name for each in lists for name in each))
