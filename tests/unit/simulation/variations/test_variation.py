"""What all variations share."""

from __future__ import annotations

import pickle

import pytest

from tests.unit.simulation.variations.lines import NAME, read_line
from trishul.simulation.variations.variation import Origin


def test_an_origin_makes_unix_time_of_the_device_s_time() -> None:
    assert Origin.at(100.0, 1_700_000_100.0, 7) == Origin(100.0, 1_700_000_000.0, 7)


@pytest.mark.parametrize(
    "line", ["65:numeric|rate=2", "4:delay|value=x,vlist=eq:y:3", "2:error|value=1,vlist=lt:3:genErr"]
)
def test_a_variation_may_be_sent_to_another_process(line: str) -> None:
    variation = read_line(*line.split("|"))[0].with_origin(Origin(1.0))
    again = pickle.loads(pickle.dumps(variation))
    assert again == variation
    assert again.contents_at(5.0) == variation.contents_at(5.0)
    assert again.origin == Origin(1.0)
    assert again.tag == variation.read(NAME, 5.0).tag
