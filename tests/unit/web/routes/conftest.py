"""The routes on an open workbench, without the layers around them: who is asked for a session is tested there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from trishul.services.workbench import Workbench
from trishul.web.app import create_routes
from trishul.web.authentication import current_session


@pytest.fixture
async def client(workbench: Workbench) -> AsyncIterator[httpx.AsyncClient]:
    app = create_routes()
    app.state.workbench = workbench
    app.dependency_overrides[current_session] = lambda: None
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080") as opened:
        yield opened
