"""`/api/settings/backup`."""

from __future__ import annotations

import io
import tarfile

import httpx


async def test_the_backup_is_a_whole_archive(client: httpx.AsyncClient) -> None:
    reply = await client.get("/api/settings/backup")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/gzip")
    assert reply.headers["content-disposition"].startswith('attachment; filename="trishul-')
    assert int(reply.headers["content-length"]) == len(reply.content)
    with tarfile.open(fileobj=io.BytesIO(reply.content)) as archive:
        assert {"trishul.db", "trishul-backup.json"} <= set(archive.getnames())
