"""The only package that opens SNMP sockets: addresses, kernel buffers and a UDP endpoint driven by an event loop.

It moves datagrams and knows nothing about what is in them (RFC 3417 §3 is all of SNMP that is here).
"""
