"""Asking without an event loop; what is asked of agents is in `test_simulated_agent`."""

from __future__ import annotations

import pytest

from trishul.errors import SetRejected, UnknownName
from trishul.testing.background import Background
from trishul.testing.blocking_manager import blocking_manager
from trishul.testing.simulated_agent import simulate_agent


def test_errors_come_out_where_it_is_asked(behind: Background) -> None:
    with blocking_manager(behind) as manager, simulate_agent(behind) as agent:
        with pytest.raises(UnknownName):
            manager.get(agent, "ifDescription.1")
        with pytest.raises(SetRejected):
            manager.set(agent, ("1.3.6.1.2.1.1.5.0", "new"), ("1.3.6.1.2.1.1.3.0", "no number"))
        assert len(manager.walk(agent, "1.3.6.1.2.1.1", max_rows=3)) == 3
