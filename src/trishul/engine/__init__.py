"""One state machine per SNMP role, without any input or output.

Every role takes bytes and the time as arguments and speaks the same verbs: `receive_datagram`, `datagrams_to_send`,
`events`, `next_deadline`. Sockets and clocks belong to `transport` and `snmp`.
"""
