"""`/api/ws`: the door of the live socket; all of its behaviour is in `web.live`."""

from __future__ import annotations

from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/api")


@router.websocket("/ws")
async def live_socket(websocket: WebSocket) -> None:
    """Everything that happens, pushed."""
    await websocket.app.state.live.serve(websocket)
