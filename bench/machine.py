"""Facts of the machine and of the peers that explain a figure: processor, kernel, versions, load while measuring."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path


def machine_facts() -> dict[str, str | int | float]:
    """What should stand beside every result; nothing here identifies the machine."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "net_snmp": _first_line(["snmpget", "-V"]),
        "cc": _first_line(["cc", "--version"]),
        "rmem_max_octets": int(_text("/proc/sys/net/core/rmem_max") or 0),
        "load_average_1min": os.getloadavg()[0],
    }


def _processor() -> str:
    names = (line.partition(":")[2].strip() for line in _text("/proc/cpuinfo").splitlines() if "model name" in line)
    return next(names, platform.machine())


def _text(path: str) -> str:
    file = Path(path)
    return file.read_text().strip() if file.exists() else ""


def _first_line(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except FileNotFoundError:
        return "not installed"
    return ((done.stdout or done.stderr).splitlines() or [""])[0]
