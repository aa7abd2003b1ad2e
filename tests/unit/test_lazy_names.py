"""A name is imported from its home when it is first used, and then it is there."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from trishul.lazy_names import importer_of


def test_a_name_is_fetched_once_and_others_are_missing_in_pythons_words(monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("package_of_this_test")
    monkeypatch.setitem(sys.modules, package.__name__, package)
    fetch = importer_of(package.__name__, {"sqrt": "math"})
    assert fetch("sqrt") is package.sqrt
    with pytest.raises(AttributeError, match="module 'package_of_this_test' has no attribute 'cos'"):
        fetch("cos")
