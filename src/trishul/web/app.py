"""The web application: routes, the layers around them, and nothing else.

A request passes, from the outside in: absolute form, who asks behind a proxy, access log and safety net, security
headers, framing, Host and Origin check, CORS where other origins are configured, session, audit trail, body check,
route with its role. Each layer is pure ASGI, knows its own question alone and answers before anything further in has
seen the request.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from functools import cache

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from trishul.services.about import about
from trishul.services.configuration import Configuration
from trishul.services.workbench import Workbench
from trishul.web.absolute_form import AbsoluteForm
from trishul.web.access_log import AccessLog
from trishul.web.audit_trail import AuditTrail
from trishul.web.authentication import Authentication
from trishul.web.bodies import BodyGuard
from trishul.web.forwarded_client import ForwardedClient
from trishul.web.live import Live
from trishul.web.message_framing import MessageFraming
from trishul.web.open_connections import LARGEST_BOUND, OpenConnections
from trishul.web.problems import Problem, install_problem_handlers
from trishul.web.routes import (
    about as about_routes,
)
from trishul.web.routes import (
    agent_clocks,
    agent_values,
    agents,
    api_tokens,
    audit,
    backup,
    credentials,
    device_recordings,
    documents,
    drops,
    kept_walks,
    meta,
    metrics,
    mib_browser,
    mib_texts,
    mibs,
    recordings,
    request_journal,
    request_log,
    sessions,
    settings,
    simulator,
    simulator_faults,
    socket,
    stats,
    trap_destinations,
    trap_expectations,
    trap_exports,
    trap_inboxes,
    trap_insight,
    trap_marks,
    trap_outbox,
    trap_policy,
    trap_rules,
    trap_runs,
    trap_searches,
    trap_templates,
    traps,
    users,
    walk,
    walk_jobs,
    walk_targets,
)
from trishul.web.security import OriginGuard, SecurityHeaders
from trishul.web.static_files import StaticSite

ROUTERS = (
    meta.router,
    sessions.public_router,
    sessions.router,
    api_tokens.router,
    users.router,
    audit.router,
    settings.router,
    backup.router,
    about_routes.router,
    credentials.router,
    agents.router,
    agent_values.router,
    recordings.router,
    device_recordings.router,
    drops.simulator_router,
    trap_policy.router,  # before traps, as the drops are
    drops.traps_router,  # before traps, whose paths may begin with any number
    simulator.router,
    simulator_faults.router,
    request_journal.router,
    request_log.router,
    agent_clocks.router,
    walk.router,
    walk_targets.router,
    kept_walks.router,
    walk_jobs.router,
    trap_expectations.router,
    trap_exports.router,
    trap_marks.router,
    trap_searches.router,  # before traps, for the same reason
    trap_rules.router,
    trap_destinations.router,
    trap_outbox.router,
    trap_inboxes.router,
    trap_runs.router,  # these before traps, whose paths may begin with any number
    trap_templates.router,
    trap_insight.router,
    traps.router,
    mib_browser.router,  # before mibs, whose paths may begin with any name
    mib_texts.router,
    mibs.router,
    stats.router,
    metrics.router,
    documents.router,
    socket.router,
)


def create_routes() -> FastAPI:
    """All routes without a workbench: what the OpenAPI document is written from."""
    app = FastAPI(
        title=about().name,
        version=about().version,
        description=about().description,
        docs_url=None,  # FastAPI's own page loads its scripts from a CDN; `/docs` is our own file
        redoc_url=None,
        openapi_url=None,  # served by `routes.documents`, with the socket's frames added
        lifespan=_run_live,
        routes=list(_routes()),
    )
    install_problem_handlers(app)
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """The routes of `ROUTERS`, made once for a process and ready for their first request.

    FastAPI works out what a route takes when something is first matched against it. For all routes that is half a
    second, which would be that of the first request, and of everybody who waits for the event loop meanwhile.
    """
    described = APIRouter(
        responses={  # described, since Python's own names of statuses change with its version
            401: {"model": Problem, "description": "No session"},
            403: {"model": Problem, "description": "The role is too small"},
            422: {"model": Problem, "description": "A value that cannot be taken"},
        }
    )
    for router in ROUTERS:
        described.include_router(router)
    for route in described.routes:
        route.matches({"type": "http", "method": "GET", "path": "/", "root_path": "", "headers": []})
    return tuple(described.routes)


def create_app(
    workbench: Workbench, live: Live, site: StaticSite, open_connections: OpenConnections | None = None
) -> ASGIApp:
    """The complete application on an open workbench."""
    app = create_routes()
    app.state.workbench = workbench
    app.state.live = live
    app.state.open_connections = open_connections or OpenConnections(LARGEST_BOUND)
    app.router.default = site  # not a mount: that would swallow the 405 of a route asked with another method
    layered: ASGIApp = app
    for layer in reversed(_layers(workbench)):
        layered = layer.cls(layered, *layer.args, **layer.kwargs)
    return layered


def _layers(workbench: Workbench) -> list[Middleware]:
    configuration = workbench.configuration
    layers = [
        Middleware(AbsoluteForm),
        Middleware(ForwardedClient, proxies=configuration.trusted_proxies),
        Middleware(AccessLog),
        Middleware(SecurityHeaders),
        Middleware(MessageFraming),
        Middleware(
            OriginGuard,
            bound_host=configuration.host,
            allowed_hosts=configuration.allowed_hosts,
            allowed_origins=configuration.allowed_origins,
        ),
    ]
    if configuration.allowed_origins:
        layers.append(_cors(configuration))
    layers.append(Middleware(Authentication, callers=workbench.callers))
    layers.append(Middleware(AuditTrail, audit=workbench.audit))
    layers.append(Middleware(BodyGuard))
    return layers


def _cors(configuration: Configuration) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=configuration.allowed_origins,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["X-Auth-Token", "Authorization", "Content-Type"],
        max_age=600,
    )


@contextlib.asynccontextmanager
async def _run_live(app: FastAPI) -> AsyncIterator[None]:
    live: Live = app.state.live
    live.start()
    try:
        yield
    finally:
        await live.close()
