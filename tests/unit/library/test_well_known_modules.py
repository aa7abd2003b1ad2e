"""The nearest module that is known to have its place somewhere is hinted at."""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.library.well_known_modules import WELL_KNOWN_MODULES, well_known_modules_near, well_known_place


def test_the_module_at_a_place_or_above_it_is_the_only_hint() -> None:
    assert well_known_modules_near("1.3.6.1.4.1.9.9.46.1.3") == ["CISCO-VTP-MIB"]
    assert well_known_modules_near("1.3.6.1.4.1.12356.101.4") == ["FORTINET-FORTIGATE-MIB"]


def test_above_many_places_all_of_them_are_hints() -> None:
    assert "CISCO-CDP-MIB" in well_known_modules_near("1.3.6.1.4.1.9.9")
    assert well_known_modules_near("1.3.6.1.4.1.99999") == []


def test_every_place_is_an_oid() -> None:
    assert all(str(Oid(place)) == place for place in WELL_KNOWN_MODULES)


def test_the_place_itself_is_told() -> None:
    assert well_known_place("1.3.6.1.4.1.9.9.46.1.3") == "1.3.6.1.4.1.9.9.46"
    assert well_known_place("1.3.6.1.4.1.9.9") is None
