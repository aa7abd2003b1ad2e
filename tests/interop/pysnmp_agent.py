"""pysnmp as an agent with a user for every pair of protocols: run as a program, it says its port and serves on.

usage: pysnmp_agent.py
"""

from __future__ import annotations

import itertools

from pysnmp.carrier.asyncio.dgram import udp
from pysnmp.entity import config, engine
from pysnmp.entity.rfc3413 import cmdrsp, context
from pysnmp.proto.api import v2c

from tests.interop.pysnmp_protocols import PYSNMP_AUTHS, PYSNMP_PRIVS
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, user_name
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

ENGINE_ID = bytes.fromhex("80004fb805707973")


def main() -> None:
    """Serves pysnmp's own system group."""
    agent = engine.SnmpEngine(v2c.OctetString(ENGINE_ID))
    transport = udp.UdpTransport().open_server_mode(("127.0.0.1", 0))
    config.add_transport(agent, udp.DOMAIN_NAME, transport)
    for auth, priv in itertools.product(AuthProtocol, PrivProtocol):
        name = user_name(auth, priv)
        config.add_v3_user(agent, name, PYSNMP_AUTHS[auth], AUTH_PASSWORD, PYSNMP_PRIVS[priv], PRIV_PASSWORD)
        config.add_vacm_user(agent, 3, name, "authPriv", (1, 3, 6), (1, 3, 6))
    snmp_context = context.SnmpContext(agent)
    for responder in (cmdrsp.GetCommandResponder, cmdrsp.NextCommandResponder, cmdrsp.BulkCommandResponder):
        responder(agent, snmp_context)
    agent.transport_dispatcher.job_started(1)
    agent.transport_dispatcher.loop.run_until_complete(transport._lport)
    print(transport.transport.get_extra_info("sockname")[1], flush=True)
    agent.open_dispatcher()


main()
