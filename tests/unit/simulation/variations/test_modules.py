"""The table of variation modules."""

from __future__ import annotations

import pytest

from trishul.simulation.recordings.findings import Unreadable
from trishul.simulation.variations.modules import MODULES, REFUSED, check_module


def test_each_module_of_snmpsim_is_served_or_refused_with_a_reason() -> None:
    assert not set(MODULES) & set(REFUSED)
    for name in REFUSED:
        with pytest.raises(Unreadable, match=f"'{name}' is not served: it"):
            check_module(name.encode())
