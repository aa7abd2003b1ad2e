"""The examples in the docstrings of the API run as they stand, against a device of our own."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

import trishul.snmp
from tests.unit.snmp.conftest import small_device
from trishul.snmp import Agent, Receiver

_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def _examples() -> Iterator[tuple[str, str]]:
    for name in trishul.snmp.__all__:
        public: Any = getattr(trishul.snmp, name)
        if not inspect.isclass(public) or not public.__module__.startswith("trishul.snmp"):
            continue
        members: list[Any] = [member for member in vars(public).values() if inspect.isfunction(member)]
        for documented in (public, *members):
            owner = documented.__qualname__
            yield from ((owner, block) for block in _BLOCK.findall(inspect.getdoc(documented) or ""))


EXAMPLES = list(_examples())


def test_the_four_roles_and_the_target_have_examples() -> None:
    assert {name.split(".")[0] for name, _ in EXAMPLES} >= {"Agent", "Manager", "Notifier", "Receiver", "Target"}


@pytest.mark.parametrize(("name", "code"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
async def test_the_example_runs(name: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with Agent({"public": small_device()}) as agent, Receiver("127.0.0.1", 0) as receiver:
        port = (receiver if name == "Notifier" else agent).address[1]
        space: dict[str, object] = {"port": port, "Target": trishul.snmp.Target}
        exec("async def example(port):\n" + textwrap.indent(code, "    "), space)
        await space["example"](port)  # type: ignore[operator]  # made by the line above
    assert "Traceback" not in capsys.readouterr().err
