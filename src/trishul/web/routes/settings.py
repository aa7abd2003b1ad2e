"""`/api/settings/app`: the settings that users change (contract §1)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from trishul.services.bind_addresses import LONGEST_ADDRESS
from trishul.services.settings import KEPT_WALKS_LIMITS, AppSettings
from trishul.web.access import ADMINISTRATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest

LEFT_OUT: Any = None
"""Default of a field that may be left out and yet never be null; `exclude_unset` keeps it from being looked at."""

router = APIRouter(prefix="/api/settings", tags=["settings"], dependencies=ADMINISTRATORS_CHANGE)


class AppSettingsBody(BaseModel):
    """The settings that users change; `session_timeout` is in seconds."""

    auto_start_simulator: bool
    auto_start_trap_receiver: bool
    session_timeout: int = Field(ge=60, le=86400)
    mib_auto_fetch: bool
    mib_remote_sources: list[str]
    keep_set_values: Literal["memory", "restart"] = Field(
        description="Values that managers set on simulated devices: until the simulator restarts, or for good"
    )
    kept_walks_count: int = Field(description="So many kept walks stay, pinned ones besides")
    kept_walks_days: int = Field(description="So long kept walks stay")
    kept_walks_megabytes: int = Field(description="So much room kept walks take at most")
    simulator_address: str = Field(
        description="Where the simulator listens when it starts next, as 127.0.0.1:1061; empty: as configured"
    )
    receiver_address: str = Field(description="Where the receiver listens when it starts next, likewise")


class AppSettingsChange(BaseModel):
    """Any subset of the settings."""

    model_config = ConfigDict(extra="forbid", strict=True)

    auto_start_simulator: bool = Field(default=LEFT_OUT)
    auto_start_trap_receiver: bool = Field(default=LEFT_OUT)
    session_timeout: int = Field(default=LEFT_OUT, ge=60, le=86400)
    mib_auto_fetch: bool = Field(default=LEFT_OUT)
    mib_remote_sources: list[str] = Field(default=LEFT_OUT)
    keep_set_values: Literal["memory", "restart"] = Field(default=LEFT_OUT)
    kept_walks_count: int = Field(default=LEFT_OUT, ge=1, le=KEPT_WALKS_LIMITS["kept_walks_count"])
    kept_walks_days: int = Field(default=LEFT_OUT, ge=1, le=KEPT_WALKS_LIMITS["kept_walks_days"])
    kept_walks_megabytes: int = Field(default=LEFT_OUT, ge=1, le=KEPT_WALKS_LIMITS["kept_walks_megabytes"])
    simulator_address: str = Field(default=LEFT_OUT, max_length=LONGEST_ADDRESS)
    receiver_address: str = Field(default=LEFT_OUT, max_length=LONGEST_ADDRESS)


class AppSettingsReply(BaseModel):
    """All settings after the change."""

    status: str
    restart_required: bool
    settings: AppSettingsBody


@router.get("/app", summary="Read the settings")
async def read_settings(workbench: WorkbenchOfRequest) -> AppSettingsBody:
    """All of them."""
    return _body_of(workbench.settings.current)


@router.post("/app", summary="Change settings")
async def change_settings(request: Request, body: AppSettingsChange, workbench: WorkbenchOfRequest) -> AppSettingsReply:
    """Check all of the given subset, then save it; one bad value saves nothing.

    `restart_required` says that a service runs which listens elsewhere until it is stopped and started.
    """
    changes: dict[str, Any] = body.model_dump(exclude_unset=True)
    name_target(request, f"app ({', '.join(sorted(changes))})")
    saved = await workbench.settings.update(changes)
    return AppSettingsReply(status="saved", restart_required=workbench.place_services(), settings=_body_of(saved))


def _body_of(settings: AppSettings) -> AppSettingsBody:
    return AppSettingsBody.model_validate(msgspec.to_builtins(settings))
