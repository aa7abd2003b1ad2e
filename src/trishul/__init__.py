"""Trishul SNMP: simulate agents, walk devices, send and catch traps, browse MIBs.

Python users import from `trishul.snmp`. The version is read from the installed package when it is asked for, so that
importing costs nothing.
"""

from __future__ import annotations


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("trishul-snmp")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
