"""Data that the agents under measurement serve, as .snmprec text of our own making.

Two kinds: what snmpd itself answers (walked from it at run time, so that all agents serve the same bytes), and a
made-up switch with as many rows as a walk should have.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.processes import LOOPBACK

WALK_ROWS = 500
"""Interfaces of the made-up switch; with 22 columns that is 11,000 instances."""
_COLUMNS: tuple[tuple[int, str], ...] = (
    (1, "2"), (2, "4"), (3, "2"), (4, "2"), (5, "66"), (6, "4x"), (7, "2"), (8, "2"), (9, "67"), (10, "65"), (11, "65"),
    (12, "65"), (13, "65"), (14, "65"), (15, "65"), (16, "65"), (17, "65"), (18, "65"), (19, "65"), (20, "65"),
    (21, "66"), (22, "6"),
)  # fmt: skip
WALK_ROOT = "1.3.6.1.2.1.2.2.1"


SMALL_ROWS = 24
"""Interfaces of each of many switches; with sysDescr.0 that is 529 instances, about as many as recordings in the field
have in the middle."""


def write_switch(path: Path, rows: int = WALK_ROWS) -> int:
    """Writes ifTable with so many rows and sysDescr.0 before it; returns how many instances lie below WALK_ROOT."""
    lines = ["1.3.6.1.2.1.1.1.0|4|A switch made up for a benchmark"]
    for column, tag in _COLUMNS:
        lines += [f"{WALK_ROOT}.{column}.{row}|{tag}|{_cell(column, tag, row)}" for row in range(1, rows + 1)]
    path.write_text("\n".join(lines) + "\n")
    return len(_COLUMNS) * rows


def write_switches(folder: Path, count: int) -> None:
    """Writes so many small switches: public, and r0000, r0001 … after it."""
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    write_switch(folder / "public.snmprec", SMALL_ROWS)
    text = (folder / "public.snmprec").read_text()
    for number in range(count - 1):
        (folder / f"r{number:04d}.snmprec").write_text(text)


def _cell(column: int, tag: str, row: int) -> str:
    if tag == "4":
        return f"GigabitEthernet1/0/{row}"
    if tag == "4x":
        return f"0200{row:08x}"
    if tag == "6":
        return "0.0"
    return str(row if column == 1 else row * 7919 * column % 2_000_000_000)


_TAGS = {"OID": "6", "STRING": "4", "INTEGER": "2", "Timeticks": "67", "Gauge32": "66", "Counter32": "65"}


def record(port: int, root: str, path: Path) -> list[str]:
    """Walks the agent on `port` with net-snmp and writes what it says as .snmprec; returns the OIDs in order."""
    command = ["snmpbulkwalk", "-m", "", "-v2c", "-c", "public", "-On", f"{LOOPBACK}:{port}", root]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
    lines, oids = [], []
    for line in text.splitlines():
        name, _, typed = line.partition(" = ")
        label, _, value = typed.partition(": ")
        if label not in _TAGS:
            continue
        oid = name.lstrip(".")
        oids.append(oid)
        lines.append(f"{oid}|{_TAGS[label]}|{_plain(label, value)}")
    path.write_text("\n".join(lines) + "\n")
    return oids


def _plain(label: str, value: str) -> str:
    if label == "STRING":
        return value.strip('"')
    if label == "Timeticks":
        return value[1 : value.index(")")]
    return value.lstrip(".")
