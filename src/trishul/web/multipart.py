"""Multipart uploads (RFC 7578) as they arrive: parsed in pieces, handed on in pieces, bounded in every direction.

Owns the one use of `python_multipart`, the patience with slow clients and the few plain fields an upload may have. Does
not own where files go: a sink takes them. Starlette's own form parser would collect files in the system's temporary
folder, without these bounds.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from trishul.services.mibs.refusals import UploadTooLarge, UploadUnreadable
from trishul.services.uploads.reception import MAX_UPLOAD_BYTES

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MULTIPART_TYPE = "multipart/form-data"
FILE_FIELDS = frozenset({"files", "file", "files[]"})
MAX_BODY_BYTES = MAX_UPLOAD_BYTES + (16 << 20)
"""Files and what multipart puts around them."""
MAX_FIELDS = 16
MAX_FIELD_BYTES = 4096
SILENCE_LIMIT_S = 20.0
"""So long may a client send nothing."""
LEAST_BYTES_PER_S = 4096
"""After a minute an upload that is slower than this on the whole is cut off."""
_GRACE_S = 60.0
_TRUE = frozenset({"true", "1", "yes", "on"})


class FileSink(Protocol):
    """Where files go, one after the other."""

    def begin(self, name: str) -> None:
        """A file begins."""

    async def write(self, octets: bytes) -> None:
        """More of it."""

    async def end(self) -> None:
        """It is complete."""


class UploadTooSlow(UploadUnreadable):
    """The client sends too little in too long a time."""

    code = "upload_too_slow"


@dataclass(slots=True)
class _Part:
    """The part that is being parsed."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: str = ""
    file_name: str | None = None
    octets: bytearray = field(default_factory=bytearray)


def is_true(field: str) -> bool:
    """Whether a plain field of a form means yes."""
    return field.strip().lower() in _TRUE


def files_form(description: str) -> dict[str, Any]:
    """A form with files, and the wish to replace those of the same names, as OpenAPI describes it."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "description": description}
    replace = {"type": "boolean", "description": "Replace files of the same names"}
    schema = {"type": "object", "required": ["files"], "properties": {"files": files, "replace": replace}}
    return {"requestBody": {"required": True, "content": {MULTIPART_TYPE: {"schema": schema}}}}


async def receive_form(request: Request, sink: FileSink, file_fields: frozenset[str]) -> Mapping[str, str]:
    """Gives every file of these fields to the sink; returns the plain fields.

    Raises UploadUnreadable, UploadTooSlow, UploadTooLarge, ClientDisconnect, and what the sink raises.
    """
    content_type, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if content_type != MULTIPART_TYPE.encode() or not boundary:
        raise UploadUnreadable(f"Send the files as {MULTIPART_TYPE} with a boundary.")
    form = _Form(file_fields)
    try:
        parser = MultipartParser(boundary, form.callbacks())
        async for octets in _octets_of(request):
            parser.write(octets)
            await form.hand_on(sink)
        parser.finalize()
    except FormParserError:
        raise UploadUnreadable("The body is no multipart form.") from None
    if not form.is_complete:
        raise UploadUnreadable("The upload ends before its last boundary.")
    return form.fields


async def _octets_of(request: Request) -> AsyncIterator[bytes]:
    """The body in pieces. Raises UploadTooSlow, ClientDisconnect."""
    loop = asyncio.get_running_loop()
    started_at, size_bytes = loop.time(), 0
    pieces = request.stream()
    while True:
        try:
            async with asyncio.timeout(SILENCE_LIMIT_S):
                octets = await anext(pieces, None)
        except TimeoutError:
            raise UploadTooSlow(f"Nothing came for {SILENCE_LIMIT_S:g} s.") from None
        if octets is None:
            return
        size_bytes += len(octets)
        if size_bytes > MAX_BODY_BYTES:
            raise UploadTooLarge(f"An upload has at most {MAX_UPLOAD_BYTES >> 20} MB.", field="files")
        elapsed_s = loop.time() - started_at
        if elapsed_s > _GRACE_S and size_bytes < elapsed_s * LEAST_BYTES_PER_S:
            raise UploadTooSlow(f"Less than {LEAST_BYTES_PER_S} bytes a second came.")
        yield octets


class _Form:
    """Callbacks of the parser note what happens; `hand_on` does it, because a sink may wait."""

    def __init__(self, file_fields: frozenset[str]) -> None:
        self.fields: dict[str, str] = {}
        self.is_complete = False
        self._file_fields = file_fields
        self._part = _Part()
        self._header: tuple[bytearray, bytearray] = (bytearray(), bytearray())
        self._due: list[tuple[str, str | bytes]] = []

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin_part,
            "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._begin_content,
            "on_part_data": self._take,
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    async def hand_on(self, sink: FileSink) -> None:
        due, self._due = self._due, []
        for what, value in due:
            if isinstance(value, bytes):
                await sink.write(value)
            elif what == "begin":
                sink.begin(value)
            else:
                await sink.end()

    def _begin_part(self) -> None:
        self._part = _Part()

    def _end_header(self) -> None:
        name, value = self._header
        self._part.headers[bytes(name).lower()] = bytes(value)
        self._header = (bytearray(), bytearray())

    def _begin_content(self) -> None:
        part = self._part
        _, options = parse_options_header(part.headers.get(b"content-disposition", b""))
        part.name = options.get(b"name", b"").decode("utf-8", "replace")
        file_name = options.get(b"filename")
        if part.name in self._file_fields:
            if file_name is None:
                raise UploadUnreadable(f"The form field '{part.name}' holds no file.")
            part.file_name = file_name.decode("utf-8", "replace")
            self._due.append(("begin", part.file_name))
        elif file_name is not None:
            raise UploadUnreadable("Send files as form field 'files'.")
        elif len(self.fields) >= MAX_FIELDS:
            raise UploadTooLarge(f"The form has more than {MAX_FIELDS} fields.", field="files")

    def _take(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.file_name is not None:
            self._due.append(("write", data[start:end]))
            return
        part.octets += data[start:end]
        if len(part.octets) > MAX_FIELD_BYTES:
            raise UploadTooLarge(f"A form field has more than {MAX_FIELD_BYTES} bytes.", field="files")

    def _end_part(self) -> None:
        part = self._part
        if part.file_name is not None:
            self._due.append(("end", part.file_name))
        else:
            self.fields[part.name] = part.octets.decode("utf-8", "replace")

    def _end(self) -> None:
        self.is_complete = True
