"""The command line: one file per command, which prints and holds no logic.

Commands that need no server use `trishul.snmp` and `trishul.simulation` alone and load nothing else.
"""
