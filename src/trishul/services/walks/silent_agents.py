"""An agent that stays silent on a community is told apart from a host where no agent is.

Owns that question and the error that answers it. SNMPv1 and v2c have no answer for a wrong community (RFC 3584 §5.2.1):
the agent drops the message. The same agent, where it speaks SNMPv3, answers anybody with a Report (RFC 3414 §4), so a
stranger's request over SNMPv3 shows whether somebody is there. Where nobody is, that takes as long as two tries.
"""

from __future__ import annotations

from dataclasses import replace

from trishul.datatypes.oid import Oid
from trishul.errors import RequestTimedOut, TargetUnreachable, TrishulError
from trishul.protocol.security.users import UserCredentials
from trishul.snmp.manager import Manager
from trishul.snmp.target import Target

_LONGEST_WAIT_S = 2.0
_STRANGER = UserCredentials("nobody")
_SYS_UP_TIME = Oid("1.3.6.1.2.1.1.3.0")


class CommunityRefused(RequestTimedOut):
    """No answer came to a community, although an agent is there."""

    code = "community_refused"

    def __init__(self, silence: RequestTimedOut) -> None:
        super().__init__(silence.target, silence.elapsed_s, silence.retries)
        self.args = (f"{silence}, though an agent is there: it answers SNMPv3. The community is wrong or not for us",)


async def reason_of_silence(manager: Manager, target: Target, silence: RequestTimedOut) -> RequestTimedOut:
    """What is to be said about a silence: CommunityRefused where the agent is there, else the silence itself."""
    if target.user is not None:
        return silence
    stranger = replace(
        target,
        version="3",
        user=_STRANGER,
        timeout_s=min(target.timeout_s, _LONGEST_WAIT_S),
        retries=min(target.retries, 1),
    )
    try:
        await manager.get(stranger, _SYS_UP_TIME)
    except (RequestTimedOut, TargetUnreachable):
        return silence
    except TrishulError:
        pass  # a Report most of all: somebody has read the question
    return CommunityRefused(silence)
