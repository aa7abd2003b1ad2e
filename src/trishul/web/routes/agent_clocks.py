"""`/api/simulator/agents/{id}/clock` and `…/reboot`: the time that an agent lives in, and when it began."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from trishul.services.simulator.agent_clocks import AgentClockState, ClockOrder
from trishul.services.simulator.agent_reboots import COLD_START, RebootOutcome
from trishul.services.traps.sending import TrapToSend
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.security_fields import SecurityFields
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(
    prefix="/api/simulator/agents/{agent}",
    tags=["simulator"],
    dependencies=OPERATORS_CHANGE,
    responses={404: {"model": Problem}},
)


class ColdStartBody(SecurityFields):
    """Who is told of a reboot by a coldStart, and as whom; without a target nobody is."""

    target: Annotated[str | None, Field(min_length=1, max_length=255)] = None
    port: Annotated[int, Field(ge=1, le=65535)] = 162
    kind: Literal["trap", "inform"] = "trap"
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 1.0
    retries: Annotated[int, Field(ge=0, le=20)] = 3

    def to_send(self) -> TrapToSend | None:
        """The same for the service. Raises InvalidInput."""
        if self.target is None:
            return None
        return TrapToSend(
            target=self.target,
            oid=COLD_START,
            port=self.port,
            identity=self.identity(),
            kind=self.kind,
            timeout_s=self.timeout_s,
            retries=self.retries,
        )


@router.get("/clock", summary="The clock of an agent", responses=struct_reply(AgentClockState))
async def read_clock(workbench: WorkbenchOfRequest, agent: str) -> Response:
    """By the agent's ID or community; `default` is the default device. Its speed, its age, its sysUpTime."""
    return reply(await workbench.simulator.clocks.state(agent))


@router.put(
    "/clock",
    summary="Change the clock of an agent",
    responses={**struct_reply(AgentClockState), 409: {"model": Problem, "description": "The simulator does not run"}},
)
async def change_clock(
    workbench: WorkbenchOfRequest, agent: str, body: Annotated[dict[str, Any], StructBody(ClockOrder)]
) -> Response:
    """`speed` (0 freezes) or `frozen`, and one move ahead: `step_s`, `uptime_s`, `before_wrap` {seconds, object}.

    Time never runs backwards: a counter that fell would tell of a reboot. After a restart of the simulator the agent
    has just started, at the same speed.
    """
    return reply(await workbench.simulator.clocks.change(agent, body))


@router.post(
    "/reboot",
    summary="Reboot an agent",
    responses={**struct_reply(RebootOutcome), 409: {"model": Problem, "description": "The simulator does not run"}},
)
async def reboot(
    request: Request, workbench: WorkbenchOfRequest, agent: str, body: ColdStartBody | None = None
) -> Response:
    """SysUpTime begins at zero, counters are zero, snmpEngineBoots of an engine of its own is one more.

    With a `target` a coldStart is sent there. Overrides, and what managers have set, stay.
    """
    notification = None if body is None else body.to_send()
    if notification is not None:
        name_target(request, f"agents/{agent}/reboot, told to {notification.target}:{notification.port}")
    return reply(await workbench.reboots.reboot(agent, notification))
