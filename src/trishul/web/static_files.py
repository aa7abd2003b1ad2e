"""The built user interface: read once at start, served from memory.

Owns what a browser gets outside of `/api`. A request path is only ever looked up in a dictionary, so none can reach a
file that was not shipped. Files with a content hash in their name never change and are cached for ever; the page itself
never is.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from importlib.resources import files
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from trishul.web.problems import problem

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"
NEVER = "no-store"
HASHED_FOLDER = "assets/"
WORTH_COMPRESSING_BYTES = 1024
_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/manifest")

NOT_BUILT_PAGE = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Trishul SNMP</title>
<h1>The user interface is not built</h1>
<p>The server runs and answers under <code>/api</code>. To build the pages, run <code>make ui</code> in the source tree
and start the server again. Node 20.19 or newer is needed. The API is described under <a href="/docs">/docs</a>.</p>
</html>
"""


class StaticFile:
    """One file as it is sent, plain and compressed."""

    def __init__(self, name: str, content: bytes) -> None:
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.media_type = "text/javascript" if name.endswith(".js") else guessed
        self.content = content
        self.etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        self.cache_control = IMMUTABLE if name.startswith(HASHED_FOLDER) else REVALIDATED
        if name.endswith(".html"):
            self.cache_control = NEVER
        self.compressed: bytes | None = None
        if len(content) >= WORTH_COMPRESSING_BYTES and self.media_type.startswith(_COMPRESSIBLE):
            self.compressed = gzip.compress(content, 9, mtime=0)

    def respond(self, headers: Headers) -> Response:
        """The reply for a request with these headers."""
        reply_headers = {"cache-control": self.cache_control, "etag": self.etag, "vary": "accept-encoding"}
        if self.cache_control != NEVER and headers.get("if-none-match") == self.etag:
            return Response(status_code=304, headers=reply_headers)
        if self.compressed is not None and "gzip" in headers.get("accept-encoding", ""):
            reply_headers["content-encoding"] = "gzip"
            return Response(self.compressed, headers=reply_headers, media_type=self.media_type)
        return Response(self.content, headers=reply_headers, media_type=self.media_type)


class StaticSite:
    """ASGI application of all files of one folder; `/` is its index.html."""

    def __init__(self, files_by_path: dict[str, StaticFile]) -> None:
        self._files = files_by_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD"):
            response = problem(
                "method_not_allowed", "Only GET and HEAD are for this address.", headers={"Allow": "GET, HEAD"}
            )
        elif (found := self._files.get(scope["path"])) is not None:
            response = found.respond(request.headers)
        else:
            response = problem("not_found", "There is nothing under this address.")
        await response(scope, receive, send)


def load_site() -> StaticSite:
    """The user interface and the reference page out of the package. Reads files; run it in a thread."""
    package = Path(str(files("trishul.web")))
    site = _load_folder(package / "static", "/")
    site.update(_load_folder(package / "reference", "/docs/"))
    site["/"] = site.get("/index.html") or StaticFile("index.html", NOT_BUILT_PAGE)
    site["/docs"] = site["/docs/reference.html"]
    return StaticSite(site)


def _load_folder(folder: Path, prefix: str) -> dict[str, StaticFile]:
    loaded: dict[str, StaticFile] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            loaded[prefix + name] = StaticFile(name, path.read_bytes())
    return loaded
