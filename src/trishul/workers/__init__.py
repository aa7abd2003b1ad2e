"""The simulator and receiver processes, their channel to the server and the supervisor that keeps them up.

The server binds the sockets and hands them to child processes; the children hold the hot loops, so that a storm of
datagrams never makes the web pages slow and a crash of one side costs neither the other nor a queued datagram. Owns
processes and messages; does not own what a notification or a device means (engine, simulation) or what is stored
(store).
"""
