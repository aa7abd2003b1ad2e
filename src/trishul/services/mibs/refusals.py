"""Why something asked of the MIB library is refused: one class for each answer that a client can tell apart.

Owns the errors of uploading, deleting, fetching and building. What is wrong inside a MIB text is no error: that is a
finding of the compiler and travels in the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trishul.errors import InvalidInput, TrishulError

if TYPE_CHECKING:
    from trishul.services.mibs.records import UploadedFile

_NAMED_FILES = 5


class FileNameRefused(InvalidInput):
    """A name under which nothing is stored."""

    code = "file_name_refused"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"'{shortened(name)}' is no name for a file here: {reason}", field="files")
        self.name = name
        self.reason = reason


class ArchiveRefused(InvalidInput):
    """An archive that is broken, too large, or made to harm."""

    code = "archive_refused"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{shortened(name)}: {reason}", field="files")
        self.name = name
        self.reason = reason


class UploadTooLarge(InvalidInput):
    """More octets or files than one upload may have."""

    code = "body_too_large"


class UploadRefused(InvalidInput):
    """At least one file is no MIB: nothing of the batch is stored. `results` has the outcome of every file."""

    code = "upload_refused"

    def __init__(self, message: str, results: Sequence[UploadedFile]) -> None:
        super().__init__(message, field="files")
        self.results = list(results)


class UploadUnreadable(InvalidInput):
    """A body that is no multipart form, or one without a file."""

    code = "malformed_upload"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, field="files")


class FilesExist(TrishulError):
    """Files of these names are there and were not meant to be replaced."""

    code = "already_exists"

    def __init__(self, names: Sequence[str]) -> None:
        shown = ", ".join(names[:_NAMED_FILES])
        more = f" and {len(names) - _NAMED_FILES} more" if len(names) > _NAMED_FILES else ""
        super().__init__(f"Already uploaded: {shown}{more}. Send replace=true to replace.")
        self.names = list(names)


class TextChanged(TrishulError):
    """The text that was edited is no longer the one that is stored."""

    code = "text_changed"

    def __init__(self, name: str) -> None:
        super().__init__(f"Somebody else has changed {shortened(name)} since it was opened. Nothing was stored.")


class StandardModule(TrishulError):
    """A module that comes with this program was to be deleted."""

    code = "standard_module"

    def __init__(self, name: str) -> None:
        super().__init__(f"{shortened(name)} comes with this program and is not deleted. Upload a newer one instead.")


class MibNotFound(TrishulError):
    """There is no such file, module or name."""

    code = "not_found"


class TooManyUploads(TrishulError):
    """Others are being received; a little later there is room."""

    code = "too_many_uploads"
    retry_after_s = 5

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} uploads are being received just now. Try again in some seconds.")


class StorageFailed(TrishulError):
    """The data directory does not take what is to be stored: the disk is full, or may not be written."""

    code = "storage_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The file could not be stored: {reason}")
        self.reason = reason


class LibraryBuildFailed(TrishulError):
    """The index could not be brought up to date; it is as it was before."""

    code = "library_build_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The MIB library could not be brought up to date: {reason}")
        self.reason = reason


def shortened(name: str, limit: int = 80) -> str:
    """A name as one harmless, short piece of a sentence."""
    shown = "".join(each if each.isprintable() else "?" for each in name)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"
