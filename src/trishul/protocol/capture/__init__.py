"""Captured traffic: from the octets of a file to the SNMP messages in it, without any input or output.

`pcap` and `pcapng` give frames, `link_layers` the Internet packet in a frame, `internet` the UDP datagram or TCP
segment in a packet, `tcp_streams` the messages in segments; `messages` puts them together.
"""
