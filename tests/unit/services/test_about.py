"""The program knows its own name and version."""

from __future__ import annotations

from importlib.metadata import version

from trishul.services.about import about


def test_the_version_is_that_of_the_installed_distribution() -> None:
    assert about().version == version("trishul-snmp")
    assert about().name == "Trishul SNMP"
    assert about().author
    assert about().description.endswith(".")
