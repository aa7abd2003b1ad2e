"""Errors as the client sees them: RFC 9457 problem details with a stable code.

Owns the table from error code to HTTP status and title, and the handlers that turn exceptions into replies. Does not
own the errors. A reply never repeats what the client sent: input may hold a password.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from trishul.errors import InvalidQuery, TrishulError
from trishul.store.database import StoreUnavailable

MEDIA_TYPE = "application/problem+json"
ERROR_ID_KEY = "trishul.error_id"
LONGEST_FIELD = 200
MAX_FINDINGS = 20

# code -> (status, title). The codes are those of the error classes; the rest is said by the web layer itself.
PROBLEMS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "invalid_input": (422, "The request cannot be meant as it is"),
        "invalid_query": (422, "The query cannot be meant"),
        "malformed": (422, "These bytes are no SNMP message"),
        "bad_recording": (422, "The recording cannot be read"),
        "unknown_module": (422, "No such module is loaded"),
        "unknown_name": (422, "No loaded MIB defines the name"),
        "limit_reached": (422, "A limit was reached"),
        "file_name_refused": (422, "This is no name for a file here"),
        "archive_refused": (422, "The archive is not accepted"),
        "upload_refused": (422, "A file is not what belongs here: nothing was stored"),
        "malformed_upload": (422, "The upload cannot be read"),
        "unknown_credential": (422, "There is no such credential"),
        "login_refused": (401, "Login refused"),
        "not_authenticated": (401, "Log in first"),
        "wrong_password": (403, "The current password is wrong"),
        "forbidden": (403, "Your role is too small"),
        "host_not_allowed": (421, "The server is not reached under this name"),
        "origin_not_allowed": (403, "Requests from this origin are not accepted"),
        "no_such_oid": (404, "The agent has nothing there"),
        "no_such_agent": (404, "There is no such agent"),
        "no_such_recording_job": (404, "No such recording is being made"),
        "no_such_notification": (404, "There is no such notification"),
        "no_such_trap_run": (404, "There is no such run"),
        "no_such_template": (404, "There is no such template"),
        "no_such_inbox": (404, "There is no such inbox"),
        "no_such_rule": (404, "There is no such rule"),
        "no_such_destination": (404, "There is no such destination"),
        "no_such_credential": (404, "There is no such credential"),
        "no_such_walk": (404, "There is no such walk"),
        "no_such_table": (404, "There is no such table"),
        "no_such_target": (404, "There is no such target"),
        "no_such_job": (404, "There is no such job"),
        "no_such_user": (404, "There is no such user"),
        "no_such_session": (404, "There is no such session"),
        "no_such_token": (404, "There is no such API token"),
        "not_found": (404, "There is nothing under this address"),
        "method_not_allowed": (405, "This method is not for this address"),
        "already_exists": (409, "This name exists already"),
        "text_changed": (409, "The text was changed meanwhile"),
        "standard_module": (409, "The module comes with this program"),
        "last_administrator": (409, "Somebody must stay administrator"),
        "credential_locked": (409, "The credential cannot be opened"),
        "credential_in_use": (409, "The credential is in use"),
        "target_in_use": (409, "The target is in use"),
        "destination_in_use": (409, "The destination is in use"),
        "credentials_key_unavailable": (409, "The key of saved credentials is not there"),
        "backup_running": (409, "Another backup is being written"),
        "data_directory_in_use": (409, "Another workbench uses the data directory"),
        "simulator_stopped": (409, "The simulator does not run"),
        "agent_conflict": (409, "Another agent answers to this"),
        "name_taken": (409, "The name is taken"),
        "changed_meanwhile": (409, "Somebody else was faster"),
        "not_running": (409, "The simulator does not run"),
        "address_in_use": (409, "The port is in use"),
        "address_not_available": (409, "The address is not of this host"),
        "permission_denied": (409, "The system does not allow this port"),
        "backup_damaged": (422, "The file is no backup that can be used"),
        "upload_too_slow": (408, "The upload is too slow"),
        "body_too_large": (413, "The request is too large"),
        "unsupported_media_type": (415, "The content type is not understood"),
        "malformed_json": (422, "The body is no JSON text"),
        "too_many_attempts": (429, "Too many attempts"),
        "too_many_waiters": (429, "Too many wait already"),
        "too_many_uploads": (429, "Too many uploads at a time"),
        "capability_missing": (501, "This host cannot do that"),
        "internal_error": (500, "Something went wrong here"),
        "unreachable": (502, "The target cannot be reached"),
        "server_refused": (502, "The server refused it"),
        "error_response": (502, "The agent answered with an error"),
        "set_rejected": (502, "The agent did not set it"),
        "security_refused": (502, "The agent refused the message"),
        "malformed_answer": (502, "The agent's answer cannot be read"),
        "oid_not_increasing": (502, "The agent's OIDs do not increase"),
        "kept_values_unreadable": (503, "The kept values cannot be read"),
        "kept_walk_damaged": (503, "The kept walk cannot be read"),
        "store_unavailable": (503, "The database does not answer"),
        "library_unavailable": (503, "The MIB library is not there yet"),
        "library_not_writable": (503, "The MIB library may not be written"),
        "source_unavailable": (503, "A MIB text cannot be read"),
        "text_unavailable": (422, "A MIB text cannot be read"),
        "library_build_failed": (503, "The MIB library could not be brought up to date"),
        "worker_failed": (503, "A worker process does not run"),
        "command_failed": (502, "A command that was to be run failed"),
        "too_many_connections": (503, "Too many connections are open"),
        "not_ready": (503, "The server is not ready yet"),
        "server_stopping": (503, "The server stops"),
        "community_refused": (504, "The agent does not answer this community"),
        "timeout": (504, "No answer in time"),
        "storage_failed": (507, "The disk takes no more"),
        "backup_failed": (507, "The backup could not be written"),
    }
)


class Finding(BaseModel):
    """One wrong place in a request."""

    field: str
    message: str
    line: int | None = Field(None, description="In the body as it was sent, where that is known")


class Problem(BaseModel):
    """The body of every error reply (RFC 9457)."""

    type: str = Field(description="Reference to the description of the code")
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable name of the error")
    field: str | None = Field(None, description="The first wrong field of a 422")
    errors: list[Finding] | None = Field(None, description="Every wrong field of a 422")
    column: int | None = Field(None, description="Of a query: offset of its first wrong character")
    length: int | None = Field(None, description="Of a query: how many characters are wrong")
    expected: list[str] | None = Field(None, description="Of a query: what could stand there")


def problem(
    code: str,
    detail: str,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    **members: object,
) -> Response:
    """A problem reply; `members` are extensions that are left out when None."""
    known_status, title = PROBLEMS.get(code, (422, "The request was refused"))
    body: dict[str, object] = {
        "type": f"/docs#{code}",
        "title": title,
        "status": status or known_status,
        "detail": detail,
        "code": code,
    }
    body.update((name, value) for name, value in members.items() if value is not None)
    return Response(
        msgspec.json.encode(body),
        status_code=status or known_status,
        headers=dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


def problem_of(error: TrishulError) -> Response:
    """The reply for one of our own errors."""
    headers: dict[str, str] = {}
    retry_after_s = getattr(error, "retry_after_s", None)
    if retry_after_s is not None:
        headers["Retry-After"] = str(retry_after_s)
    if PROBLEMS.get(error.code, (0, ""))[0] == 401:
        headers["WWW-Authenticate"] = "Bearer"
    field = getattr(error, "field", None)
    return problem(error.code, _detail_of(error), headers=headers, **{"field": field} | _place_of(error))


def _place_of(error: TrishulError) -> dict[str, Any]:
    """Where in a query the error is."""
    if not isinstance(error, InvalidQuery):
        return {}
    return {"column": error.column, "length": error.length, "expected": error.expected}


_STORE_ADVICE = {
    "locked": "Another program holds it: end what it does, or wait, and try again.",
    "full": "Make room on the disk of the data directory and try again.",
    "readonly": "The data directory takes no changes: make it writable and try again.",
}
"""What to do, by what SQLite says."""


def _detail_of(error: TrishulError) -> str:
    if isinstance(error, StoreUnavailable):
        advice = next((advice for words, advice in _STORE_ADVICE.items() if words in error.reason), "")
        # Where it lies is not everybody's business.
        return f"The database cannot be used just now: {error.reason}.{advice and ' '}{advice}"
    return str(error)


def problem_body_of(error: TrishulError) -> dict[str, Any]:
    """The same as data, for streams that end with a problem."""
    decoded: dict[str, Any] = msgspec.json.decode(bytes(problem_of(error).body))
    return decoded


def calm_reply(error_id: str) -> Response:
    """The reply to an error that nobody foresaw; the log has the rest under the id."""
    return problem("internal_error", f"An unexpected error happened. The log has it under {error_id}.")


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error that a route can raise a problem reply."""
    app.add_exception_handler(TrishulError, _on_own_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_unexpected_error)


def _on_unexpected_error(request: Request, _error: Exception) -> Response:
    error_id = request.scope[ERROR_ID_KEY] = secrets.token_hex(6)  # `access_log` writes the trace under this id
    return calm_reply(error_id)


def _on_own_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, TrishulError)  # registered for this class only
    return problem_of(error)


def _on_validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # registered for this class only
    findings = [
        {"field": _field_name(found.get("loc", ())), "message": str(found.get("msg", "is wrong"))[:LONGEST_FIELD]}
        for found in error.errors()[:MAX_FINDINGS]
    ]
    first = findings[0] if findings else {"field": "body", "message": "is wrong"}
    return problem("invalid_input", f"{first['field']}: {first['message']}", field=first["field"], errors=findings)


def _on_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # registered for this class only
    codes = {404: "not_found", 405: "method_not_allowed", 401: "not_authenticated", 413: "body_too_large"}
    status = error.status_code if error.status_code != HTTPStatus.BAD_REQUEST else HTTPStatus.UNPROCESSABLE_ENTITY
    code = codes.get(status, "invalid_input")
    return problem(code, f"{error.detail}.".replace("..", "."), status=status, headers=error.headers)


def _field_name(location: Sequence[int | str]) -> str:
    """`("body", "varbinds", 0, "oid")` -> `varbinds.0.oid`."""
    parts = [str(part) for part in location]
    named = parts[1:] if len(parts) > 1 and parts[0] in ("body", "query", "path", "header") else parts
    return ".".join(named)[:LONGEST_FIELD] or "body"
