"""What becomes of the pieces of an older suite's data directory: MIBs, overrides, notifications, then settings.

MIBs come first, because the others are read by their names. What is here already stays: files of the same name,
overrides of the same instance, and a list of notifications that is not empty (a second import doubles nothing). Each
piece that cannot be taken is named and costs only itself. Owns the order and the account; runs without a server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.mibs.mibs import Mibs
from trishul.services.mibs.refusals import FileNameRefused, FilesExist, UploadRefused
from trishul.services.old_suite.notifications import row_of
from trishul.services.old_suite.old_suite import Finding, OldSuite
from trishul.services.settings import AppSettings, Settings
from trishul.services.simulator.agent_overrides import OverridesKeeper
from trishul.services.simulator.agent_records import DEFAULT_AGENT_ID
from trishul.services.simulator.overrides import NothingHeld, OverridesRefused
from trishul.simulation.overrides import Holder
from trishul.store.database import Database, Transaction, is_in_use
from trishul.store.notification_marks import add_tags
from trishul.store.notifications import NewRow, count_notifications, insert_notifications
from trishul.workers.agent_messages import OverridesOfAgent

TAG = "imported"
"""Of every notification that comes this way."""
_STEP_ROWS = 1000


class ImportReport(NamedTuple):
    """How much was taken of each kind, and what was not."""

    mibs: int
    overrides: int
    notifications: int
    settings: int
    findings: list[Finding]


async def import_old_suite(directory: Path, configuration: Configuration) -> ImportReport:
    """Takes everything that can be taken. Raises InvalidInput where a server runs or nothing is there to take."""
    old = OldSuite(directory)
    url = configuration.effective_database_url
    if await asyncio.to_thread(is_in_use, url):
        raise InvalidInput("A server uses this data directory. Stop it first, and start it again afterwards.")
    database = await Database.open(url)
    try:
        settings = Settings(database, configuration.session_timeout)
        await settings.open()
        bus = Bus()
        mibs = Mibs(configuration, settings, bus, Counters(database, bus))
        await mibs.open()
        try:
            return ImportReport(
                await _take_mibs(old, mibs),
                await _take_overrides(old, database, mibs),
                await _take_notifications(old, database, mibs.names),
                await _take_settings(old, settings),
                old.findings,
            )
        finally:
            await mibs.close()
    finally:
        await database.close()


async def _take_mibs(old: OldSuite, mibs: Mibs) -> int:
    """All files in one batch; it is tried again without those that are refused."""
    files = old.mib_files()
    await mibs.reload()  # also where nothing is taken, names are needed
    while files:
        try:
            return await _upload(files, mibs)
        except FileNameRefused as error:
            refused = {error.name: error.reason}
        except FilesExist as error:
            refused = dict.fromkeys(error.names, "A file of this name is there already")
        except UploadRefused as error:
            refused = {each.filename: each.error or "" for each in error.results if each.status == "error"}
            refused = refused or {path.name: str(error) for path in files}
        for name, reason in refused.items():
            old.note(f"mibs/{name}", reason)
        files = [path for path in files if path.name not in refused]
    return 0


async def _upload(files: Sequence[Path], mibs: Mibs) -> int:
    async with mibs.receive() as reception:
        for path in files:
            reception.begin(path.name)
            await reception.write(path.read_bytes())
            await reception.end()
        return (await mibs.upload(reception)).uploaded


async def _take_overrides(old: OldSuite, database: Database, mibs: Mibs) -> int:
    keeper = OverridesKeeper(
        database,
        lambda: mibs.names,
        turn=asyncio.Lock(),
        apply=_nobody_to_tell,
        find_held=_nothing_held,
        on_saved=lambda _: None,
    )
    await keeper.open()
    present = keeper.of(DEFAULT_AGENT_ID).overrides
    wanted = {key: value for key, value in old.overrides().items() if key not in present}
    for _ in range(2):  # once more without the keys that were named
        if not wanted:
            break
        try:
            await keeper.save_values(DEFAULT_AGENT_ID, present | wanted)
        except OverridesRefused as error:
            for key, reason in error.findings.items():
                old.note(f"custom_data.json, {key}", reason)
            wanted = {key: value for key, value in wanted.items() if key[:200] not in error.findings}
        else:
            return len(wanted)
    return 0


async def _nobody_to_tell(_: OverridesOfAgent) -> bool:
    return False


async def _nothing_held(_agent_id: str, _names: Sequence[bytes]) -> Holder:
    return NothingHeld()


async def _take_notifications(old: OldSuite, database: Database, names: Names) -> int:
    """All in one transaction, or none."""
    async with database.write() as connection:
        if await count_notifications(connection):
            old.note("traps.jsonl", "There are notifications in the store already: none is added to them")
            return 0
        taken = 0
        rows: list[NewRow] = []
        for place, trap in old.traps():
            try:
                rows.append(row_of(trap, names))
            except InvalidInput as error:
                old.note(place, str(error))
            if len(rows) == _STEP_ROWS:
                taken += await _insert(connection, rows)
        return taken + await _insert(connection, rows)


async def _insert(connection: Transaction, rows: list[NewRow]) -> int:
    """Inserts and tags the rows, and empties the list."""
    count = len(rows)
    if rows:
        first = await insert_notifications(connection, rows)
        await add_tags(connection, range(first, first + count), [TAG])
        rows.clear()
    return count


async def _take_settings(old: OldSuite, settings: Settings) -> int:
    """One by one: one that cannot be meant does not keep the others out."""
    taken = 0
    for name, value in old.settings().items():
        if name not in AppSettings.__struct_fields__:
            old.note(f"app_settings.json, {name[:60]}", "There is no such setting here")
            continue
        try:
            await settings.update({name: value})
            taken += 1
        except InvalidInput as error:
            old.note(f"app_settings.json, {name}", str(error))
    return taken
