"""The faults of simulated agents, from the table of the engine and the presets of the simulation."""

from __future__ import annotations

import msgspec

from docs.generator.markdown import cell, code, page, table
from trishul.services.simulator.fault_documents import FaultRow, catalogue


def faults_page() -> str:
    """Kinds with their parameters, and presets with what is reported of them."""
    known = catalogue()
    return page(
        "Faults",
        "What a simulated agent can do wrong on purpose: `PUT /api/simulator/agents/{agent}/faults` with "
        '`{"faults": [{"kind": "delay", "delay_s": 2, "every": 3}]}` or `{"preset": "cut_request_id"}`. '
        "[A device that fails](../guides/simulate.md#a-device-that-fails) shows it.",
        table(
            ("Kind", "Name", "What it does", "Parameters"),
            (
                (code(each.kind), cell(each.label), cell(each.effect), " ".join(map(code, each.parameters)))
                for each in known.kinds
            ),
        ),
        "Every fault can be limited: to each n-th request (`every`), after some (`skip`), to a share of them, to "
        "kinds of requests, to a subtree, and to a number of hits; the fields are those of "
        "[FaultRow](rest/simulator.md#faultrow).",
        "## Presets",
        "Faults that devices in the field were reported to have.",
        table(
            ("Preset", "Name", "What happens", "Reported in", "Faults"),
            (
                (
                    code(each.name),
                    cell(each.label),
                    cell(each.story),
                    cell(", ".join(each.references)),
                    " ".join(code(_text(fault)) for fault in each.faults),
                )
                for each in known.presets
            ),
        ),
    )


def _text(fault: FaultRow) -> str:
    """The fault as it is given, without what is usual."""
    usual = msgspec.to_builtins(FaultRow(kind=fault.kind))
    said = msgspec.to_builtins(fault)
    return msgspec.json.encode(
        {name: value for name, value in said.items() if value != usual.get(name) or name == "kind"}
    ).decode()
