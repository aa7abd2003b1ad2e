"""What an agent has counted, as the snmp group has it (RFC 3418, and RFC 1213 for its obsolete columns).

Owns which of the agent's figures makes which object. Most are sums of what is kept for the log and for the drops, added
up only when somebody asks, so that the path of a request counts nothing twice.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from trishul.engine.drops import DropReason
from trishul.protocol.pdu import ErrorStatus, PduKind

if TYPE_CHECKING:
    from trishul.engine.agent import AgentEngine

GROUP_COLUMNS = tuple(column for column in range(1, 33) if column not in (7, 23, 30))
"""The counters of the group; 7 and 23 are not used and 30 is no counter."""
UNKNOWN_SECURITY_MODELS = -1
"""snmpUnknownSecurityModels, which is of another group, but whose engine nobody could read."""

_DROPS = {
    3: DropReason.UNSUPPORTED_VERSION,  # snmpInBadVersions
    4: DropReason.UNKNOWN_COMMUNITY,  # snmpInBadCommunityNames
    6: DropReason.MALFORMED,  # snmpInASNParseErrs
    31: DropReason.TOO_LARGE,  # snmpSilentDrops
    UNKNOWN_SECURITY_MODELS: DropReason.UNKNOWN_SECURITY_MODEL,
}
_REQUESTS = {15: PduKind.GET, 16: PduKind.GET_NEXT, 17: PduKind.SET}
_ERRORS = {
    20: ErrorStatus.TOO_BIG,
    21: ErrorStatus.NO_SUCH_NAME,
    22: ErrorStatus.BAD_VALUE,
    24: ErrorStatus.GEN_ERR,
}


class RequestTotals(NamedTuple):
    """Requests of one kind so far, and the bindings served for them."""

    requests: Counter[int]
    varbinds: Counter[int]


def snmp_group(agent: AgentEngine) -> Counter[int]:
    """The group's counters by column; those that stay zero are absent."""
    totals = agent.request_totals()
    retrieved = sum(totals.varbinds.values()) - totals.varbinds[PduKind.SET]
    drops = agent.drops
    # Who asks for snmpInPkts has sent a message that nobody has counted yet: it is only being answered.
    in_pkts = agent.requests + drops.received + agent.questions + 1
    figures = Counter({
        1: in_pkts,
        2: agent.requests + agent.reports,
        5: agent.bad_community_uses,
        13: retrieved,  # snmpInTotalReqVars
        14: totals.varbinds[PduKind.SET],  # snmpInTotalSetVars
        28: agent.requests,  # snmpOutGetResponses
    })  # fmt: skip
    figures.update({column: drops.get(reason, 0) for column, reason in _DROPS.items()})
    figures.update({column: totals.requests[kind] for column, kind in _REQUESTS.items()})
    figures.update({column: agent.errors[status] for column, status in _ERRORS.items()})
    return figures
