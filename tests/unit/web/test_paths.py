"""Everything under /api needs a session but four paths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trishul.web.paths import FILE_PATHS, is_api_path, needs_session

API_DOCUMENT = Path(__file__).parents[3] / "ui/openapi.json"


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/settings/check", "/api/health/", "/api/ready/x", "/api/META"])
def test_api_paths_need_a_session(path: str) -> None:
    assert needs_session(path)


@pytest.mark.parametrize("path", ["/api/meta", "/api/health", "/api/ready", "/api/settings/login"])
def test_four_paths_do_not(path: str) -> None:
    assert is_api_path(path)
    assert not needs_session(path)


@pytest.mark.parametrize("path", ["/", "/docs", "/metrics", "/apiary", "/assets/api/x.js"])
def test_other_paths_are_not_the_api(path: str) -> None:
    assert not is_api_path(path)
    assert not needs_session(path)


def test_every_route_with_a_form_of_files_may_take_large_ones() -> None:
    paths = json.loads(API_DOCUMENT.read_text())["paths"]
    forms = {
        path
        for path, methods in paths.items()
        if "multipart/form-data" in methods.get("post", {}).get("requestBody", {}).get("content", {})
    }
    assert forms == FILE_PATHS
