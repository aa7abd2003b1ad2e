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
    DropReason.UNSUPPORTED_VERSION: 3,  # snmpInBadVersions
    DropReason.UNKNOWN_COMMUNITY: 4,  # snmpInBadCommunityNames
    DropReason.VIEW_REFUSED: 4,  # to the tables such a community is an unknown one (RFC 3584 §5.2.1)
    DropReason.MALFORMED: 6,  # snmpInASNParseErrs
    DropReason.TOO_LARGE: 31,  # snmpSilentDrops
    DropReason.UNKNOWN_SECURITY_MODEL: UNKNOWN_SECURITY_MODELS,
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
    for reason, column in _DROPS.items():
        figures[column] += drops.get(reason, 0)
    figures.update({column: totals.requests[kind] for column, kind in _REQUESTS.items()})
    figures.update({column: agent.errors[status] for column, status in _ERRORS.items()})
    return figures
