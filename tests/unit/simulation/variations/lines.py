"""Lines with variation modules, read as a recording would."""

from __future__ import annotations

from trishul.simulation.recordings.findings import FindingCode
from trishul.simulation.recordings.snmprec_repair import repair
from trishul.simulation.variations.variation import Variation

NAME = b"\x2b\x06\x01\x04\x01\x81\xfd\x59\x01\x00"


def read_line(tag: str, options: str) -> tuple[Variation, list[str]]:
    """The variation and the sentences of its findings. Raises Unreadable."""
    record = repair(f"1.3.6.1.4.1.32473.1.0|{tag}|{options}".encode("iso-8859-1"))
    assert record.variation is not None
    assert {code for code, _ in record.findings} <= {FindingCode.VARIATION_OPTION, FindingCode.VARIATION_DIFFERS}
    return record.variation, [sentence for _, sentence in record.findings]


def line(tag: str, options: str) -> Variation:
    """The variation of a line about which there is nothing to say."""
    variation, sentences = read_line(tag, options)
    assert sentences == []
    return variation
