"""Which paths belong to the API, which of them are open to everybody, and which methods change nothing."""

from __future__ import annotations

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110 §9.2.1)."""
PUBLIC_PATHS = frozenset({"/api/meta", "/api/health", "/api/ready", "/api/settings/login"})
FILE_PATHS = frozenset(
    {"/api/mibs/upload", "/api/mibs/validate-batch", "/api/simulator/recordings", "/api/walk/kept/import"}
)


def takes_files(path: str) -> bool:
    """Whether a path takes a multipart form with files instead of JSON."""
    return path in FILE_PATHS


def is_api_path(path: str) -> bool:
    """Whether a path belongs to the API."""
    return path == "/api" or path.startswith("/api/")


def needs_session(path: str) -> bool:
    """Everything under `/api` but the four public paths."""
    return is_api_path(path) and path not in PUBLIC_PATHS
