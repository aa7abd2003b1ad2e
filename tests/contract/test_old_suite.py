"""The data of the older suite, taken by the command, is what a server then shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract.mib_texts import mib
from tests.contract.served import PASSWORD, Server, give_library
from trishul.cli.main import run

RECORD = {
    "timestamp": 1767225600.5,
    "source": "192.0.2.7:50123",
    "community": "clear text of then",
    "varbinds": [
        {"oid": "1.3.6.1.2.1.1.3.0", "name": "SNMPv2-MIB::sysUpTime.0", "value": "4200", "resolved": True},
        {"oid": "1.3.6.1.6.3.1.1.4.1.0", "value": "1.3.6.1.6.3.1.1.5.3"},
        {"oid": "1.3.6.1.2.1.2.2.1.1.3", "value": "3"},
        {"oid": "1.3.6.1.2.1.2.2.1.6.3", "value": "0x001b21ffee10"},
    ],
}


def write_old_suite(directory: Path) -> Path:
    for name in ("configs", "mibs"):
        (directory / name).mkdir(parents=True)
    configs = directory / "configs"
    overrides = {"SNMPv2-MIB::sysName.0": "of then", "IF-MIB::ifOperStatus.1": 2, "NO-MIB::nothing.0": 1}
    (configs / "custom_data.json").write_text(json.dumps(overrides))
    (configs / "app_settings.json").write_text('{"session_timeout": 7200, "auto_start_simulator": "yes", "theme": 1}')
    (configs / "secrets.json").write_text('{"username": "admin", "password": "admin123"}')
    (directory / "traps.jsonl").write_text(f"{json.dumps(RECORD)}\nno record\n{json.dumps(RECORD)}\n")
    (directory / "mibs/THEN-MIB.txt").write_bytes(mib("THEN-MIB"))
    (directory / "mibs/shopping.txt").write_text("milk, bread")
    return directory


def test_everything_that_can_be_taken_is_there_and_the_rest_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    old, data_dir = write_old_suite(tmp_path / "old"), tmp_path / "data"
    give_library(data_dir)
    command = ["admin", "import-old", str(old), "--data-dir", str(data_dir)]
    assert run(command) == 1
    said = capfd.readouterr()
    assert said.out == "Taken: 1 MIB files, 2 overrides, 2 notifications, 1 settings.\n"
    named = [line.partition(": ")[0] for line in said.err.splitlines() if ": " in line]
    assert named == [
        "mibs/shopping.txt",
        "custom_data.json, NO-MIB::nothing.0",
        "traps.jsonl, line 2",
        "app_settings.json, auto_start_simulator",
        "app_settings.json, theme",
    ]
    with Server(data_dir) as server, server.client(server.login(password=PASSWORD)) as client:
        traps = client.get("/api/traps/", params={"q": "trap:linkDown var:ifIndex=3 tag:imported"}).json()["data"]
        assert [(trap["source"], trap["trap_type"], trap["timestamp"]) for trap in traps] == [
            ("192.0.2.7:50123", "linkDown", RECORD["timestamp"])
        ] * 2
        assert "clear text" not in client.get(f"/api/traps/{traps[0]['id']}").text
        assert [each["display"] for each in traps[0]["varbinds"]][2:] == ["3", "0:1b:21:ff:ee:10"]
        assert client.get("/api/simulator/data").json()["SNMPv2-MIB::sysName.0"] == "of then"
        assert client.get("/api/settings/app").json()["session_timeout"] == 7200
        assert client.get("/api/mibs/THEN-MIB/details").status_code == 200
        assert run(command) == 2
        assert "Stop it first" in capfd.readouterr().err
    assert run(command) == 1
    again = capfd.readouterr()
    assert "0 MIB files, 0 overrides, 0 notifications" in again.out
    assert "none is added" in again.err
