"""Presets from the field are usable and say where they come from."""

from __future__ import annotations

import pytest

from trishul.engine.faults import AgentFaults
from trishul.simulation.fault_presets import PRESETS, FaultPreset


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_preset_has_words_references_and_faults(preset: FaultPreset) -> None:
    assert preset.label
    assert preset.story.endswith(".")
    assert all("#" in reference for reference in preset.references)
    assert AgentFaults(preset.faults, since=0.0).hits == [0] * len(preset.faults)
    assert preset.faults
