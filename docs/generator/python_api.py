"""The Python API: every public name of `trishul.snmp` and `trishul.testing` with its signature and its words."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Iterator
from typing import Any

import trishul.snmp
import trishul.testing
from docs.generator.markdown import block, page
from trishul.errors import TrishulError

_QUOTED = re.compile(r"(: |-> )'([^']*)'|ForwardRef\('(\w+)'[^)]*\)")
"""Annotations that are texts; defaults that are texts keep their quotes."""
_MODULE = re.compile(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])")


def python_api_page() -> str:
    """Classes in the order of their names, then what tests import, errors last."""
    named = {name: getattr(trishul.snmp, name) for name in sorted(trishul.snmp.__all__)}
    classes = {name: each for name, each in named.items() if inspect.isclass(each)}
    errors = {name: each for name, each in classes.items() if issubclass(each, TrishulError)}
    return page(
        "Python API",
        "`from trishul.snmp import Manager, Target`. All of it is asyncio; values stay encoded until somebody looks. "
        "[From Python](../guides/walk.md#from-python) begins with an example. Tests of other programs take "
        "`trishul.testing` ([how](../guides/pytest.md)).",
        *(_section(name, each) for name, each in classes.items() if name not in errors),
        *(_section(name, getattr(trishul.testing, name)) for name in sorted(trishul.testing.__all__)),
        "## Errors",
        *(f"### {name}\n\n{_words(each)}\n\nCode: `{each.code}`" for name, each in errors.items()),
    )


def _section(name: str, documented: Any) -> str:
    if not inspect.isclass(documented):
        return "\n\n".join((f"## {name}", _words(documented), block(f"{name}{_signature(documented)}", "python")))
    members = [f"### {name}.{member}\n\n{text}" for member, text in _members(documented)]
    head = "" if issubclass(documented, enum.Enum) else block(f"{name}{_signature(documented)}", "python")
    return "\n\n".join(filter(None, (f"## {name}", _words(documented), head, _choices(documented), *members)))


def _choices(documented: type) -> str:
    if not issubclass(documented, enum.Enum):
        return ""
    return "\n".join(f"- `{documented.__name__}.{each.name}`" for each in documented)


def _members(documented: type) -> Iterator[tuple[str, str]]:
    """Public methods and properties that have words of their own, in the order of the source."""
    for name, member in vars(documented).items():
        if name.startswith("_") or issubclass(documented, enum.Enum):
            continue
        called = getattr(member, "__func__", member)
        if isinstance(member, property) and member.__doc__:
            yield name, f"Property. {_cleaned(member.__doc__)}"
        elif inspect.isfunction(called) and called.__doc__:
            kind = "async " if inspect.iscoroutinefunction(called) else ""
            yield name, f"{block(f'{kind}{name}{_signature(called)}', 'python')}\n\n{_cleaned(called.__doc__)}"


def _signature(called: Any) -> str:
    """Without the caller's own place, and without the modules that types live in."""
    signature = inspect.signature(called)
    shown = [each for each in signature.parameters.values() if each.name not in {"self", "cls"}]
    text = _QUOTED.sub(r"\1\2\3", str(signature.replace(parameters=shown)))
    return _MODULE.sub("", text)


def _words(documented: Any) -> str:
    return _cleaned(documented.__doc__ or "")


def _cleaned(text: str) -> str:
    return inspect.cleandoc(text)
