"""What `ps` shows of a secret that came as an argument."""

from __future__ import annotations

import subprocess
import sys

import pytest

from trishul.cli.process_list import hide_argument, masked_arguments


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"get\0-A\0maplesyrup\0host\0", b"get\0-A\0**********\0host\0"),
        (b"get\0-Amaplesyrup\0host\0", b"get\0-A**********\0host\0"),
        (b"get\0--auth-password=maplesyrup\0", b"get\0--auth-password=**********\0"),
        (b"get\0maplesyrup.example\0", b"get\0maplesyrup.example\0"),
    ],
)
def test_only_the_secrets_octets_change_and_the_length_stays(before: bytes, after: bytes) -> None:
    assert masked_arguments(before, b"maplesyrup") == after
    assert len(before) == len(after)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a process its own memory")
def test_a_process_takes_a_secret_out_of_its_own_command_line() -> None:
    program = (
        "import sys; from pathlib import Path; from trishul.cli.process_list import hide_argument;"
        "print(hide_argument(b'maplesyrup')); print(Path('/proc/self/cmdline').read_bytes()); print(sys.argv)"
    )
    command = [sys.executable, "-c", program, "-A", "maplesyrup", "192.0.2.1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    could, shown, arguments = done.stdout.splitlines()
    assert could == "True"
    assert "-A\\x00**********\\x00192.0.2.1" in shown
    assert "maplesyrup'" in arguments


def test_an_empty_secret_hides_nothing() -> None:
    assert hide_argument(b"")
