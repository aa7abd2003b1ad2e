"""`trishul simulate`: recordings, and devices made from MIB modules, served one for each community without a server.

Owns what is said about them, and the end; which files they are is `recordings_to_serve`, which modules is
`modules_to_serve`, reading is `simulation.recordings`, answering is `snmp.Agent`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click

from trishul.cli.addresses import ListenAddress
from trishul.cli.counter_line import UPDATES_A_SECOND, CounterLine
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.kept_values import KeptValuesFile
from trishul.cli.known_users import KnownUsers, known_users_options
from trishul.cli.lazy_recordings import LAZY_FROM, LazyRecordings
from trishul.cli.modules_to_serve import ModulesToServe, modules_options
from trishul.cli.names import book_of, data_dir_option
from trishul.cli.parameters import COMMAND_SETTINGS, ListenType
from trishul.cli.probed_recordings import ProbedRecordings
from trishul.cli.recordings_to_serve import RecordingToServe, choose_recordings
from trishul.cli.simulated_engines import start_engines
from trishul.cli.unpacked_recordings import unpacked
from trishul.engine.agent import MAX_UDP_MESSAGE_OCTETS, MIN_MESSAGE_OCTETS
from trishul.errors import RecordingError
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.simulation.engine_objects import EngineFigures, EngineObjects
from trishul.simulation.recordings import Recording
from trishul.simulation.recordings.files import FindNames, read_recording
from trishul.simulation.variations.variation import Origin
from trishul.snmp import Agent
from trishul.snmp.ordered_notifications import OrderedNotifications
from trishul.transport.addresses import address_text
from trishul.workers.device_loading import LoadedDevice
from trishul.workers.known_types import KnownTypes

DEFAULT_LISTEN = ListenAddress("127.0.0.1", 1061)
DEFAULT_COMMUNITY = "public"
Keep: TypeAlias = Callable[[bytes, Device], int]
"""Brings back what managers had set on the device of a community, and keeps what they set."""

_EXAMPLES = (
    "trishul simulate router.snmprec",
    "trishul simulate recordings/ --listen 127.0.0.1:1161 --listen [::1]:1161",
    "trishul simulate --listen :1061 --listen tcp::1061 --demo",
    "trishul simulate --demo --keep-values values.jsonl",
    "trishul simulate --mib IF-MIB --mib ENTITY-MIB --seed 7",
    "trishul simulate --demo --users users.conf",
    "snmpbulkwalk -v 2c -c router 127.0.0.1:1061",
)


@click.command(
    cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS | {"ignore_unknown_options": False}
)
@click.option(
    "--listen",
    "addresses",
    type=ListenType(),
    multiple=True,
    help="Where to answer; may be given several times. :PORT means all IPv4 addresses, port 0 any free port;"
    " tcp:HOST:PORT answers over TCP, tcp6: and udp6: mean IPv6."
    "  [default: 127.0.0.1:1061]",
)
@click.option(
    "--demo",
    is_flag=False,
    flag_value=DEFAULT_COMMUNITY,
    metavar="[COMMUNITY]",
    help=f"Serve the demo switch too, as COMMUNITY or as {DEFAULT_COMMUNITY}.",
)
@click.option(
    "--max-message-size",
    type=click.IntRange(MIN_MESSAGE_OCTETS, MAX_UDP_MESSAGE_OCTETS),
    default=MAX_UDP_MESSAGE_OCTETS,
    show_default=True,
    help="Octets of the largest answer; longer ones are cut (GETBULK) or become tooBig.",
)
@click.option(
    "--keep-values",
    "kept_values",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep values that managers set in FILE, so that they are there after a restart.  [default: in memory]",
)
@click.option(
    "--transport-id-offset",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Number of the first address in transport IDs, by which folders name addresses.",
)
@click.option("--warnings", "shows_warnings", is_flag=True, help="Read everything at once and print every finding.")
@data_dir_option
@known_users_options
@modules_options
@click.argument("paths", nargs=-1, metavar="[FILE|DIR]...", type=click.Path(path_type=Path))
def simulate(
    *,
    paths: tuple[Path, ...],
    addresses: tuple[ListenAddress, ...],
    demo: str | None,
    max_message_size: int,
    kept_values: Path | None,
    transport_id_offset: int,
    shows_warnings: bool,
    users: KnownUsers,
    modules: ModulesToServe,
) -> int:
    """Answer as the devices in recordings, until Ctrl-C.

    Each FILE (.snmprec, .snmprec.bz2, .sapwalk, .dump, or what snmpwalk printed) is a device, and its community is the
    file's name without the ending. In a DIR every recording is served, also by its path in it: core/sw1.snmprec
    answers to sw1 and to core/sw1, and so it is with those in an archive (zip, tar). What could not be read as it
    stands is counted, or listed with --warnings. More than 100 recordings in folders are read when they are first
    asked, each by itself, unless --warnings wants to know all.

    As with snmpsim, sw1/1.3.6.1.6.1.1.0/192.0.2.7.snmprec is what 192.0.2.7 gets for sw1 at the first IPv4 address,
    sw1/1.3.6.1.6.1.1.0.snmprec what others get there, and a folder 0x8000… is for its contextEngineID. The community
    and the context index list all recordings.

    With --mib a device is made from modules of the MIB library: values that the MIB allows, tables that agree, counters
    that move, and the same again for the same seed.

    With users it answers SNMPv3 too: each device in the context of its community, the demo switch, or the first device,
    in the context without a name. The engine ID and its boots are kept in the data directory.

    Managers may set values: what the MIB calls writable where there is a MIB index, otherwise whatever is there and is
    no counter, by a value of the same type.
    """
    _check_sources(paths, demo, modules)
    places = click.get_current_context().with_resource(unpacked(paths, lambda told: click.echo(told, err=True)))
    chosen, ignored = choose_recordings(places)
    for file in ignored:
        click.echo(f"{file.path}: left out: {file.reason}", err=True)
    later = {} if shows_warnings else _left_for_later(chosen)
    at_once = [each for each in chosen if each.path not in later]
    devices = _load(at_once, book_of(click.get_current_context()).find, shows_warnings=shows_warnings)
    if later:
        click.echo(f"{len(later):>9,} recordings that are read when they are first asked")
    if modules.names:
        taken = {community for communities in later.values() for community in communities}
        devices = _made(modules, users.data_dir, taken=taken | set(devices)) | devices
    switch = None
    served = dict(devices)
    if demo is not None:
        switch = demo_switch(started_at=time.monotonic())
        served[os.fsencode(demo)] = switch
        click.echo(f"{len(switch):>9,} instances  {demo} (demo switch)")
    index = book_of(click.get_current_context()).index
    types = KnownTypes(index)
    with _keeping(served, kept_values) as keep:
        for device in served.values():
            device.find_type, device.find_rule = types.find, types.find_rule
        lazy = LazyRecordings(later, partial(_prepare, types, keep), _tell_read, str(index))
        probed = ProbedRecordings(chosen, transport_id_offset)
        listen = addresses or (DEFAULT_LISTEN,)
        asyncio.run(_serve(devices, served, switch, listen, max_message_size, users, lazy, probed))
    types.close()
    return ExitCode.OK


def _check_sources(paths: Sequence[Path], demo: str | None, modules: ModulesToServe) -> None:
    """Raises UsageError where there is nothing to serve, or where --demo means something else than it seems to."""
    if demo is not None and Path(demo).exists():
        raise click.UsageError(f"--demo took {demo!r} for a community; put --demo last, or write --demo=COMMUNITY")
    if not paths and demo is None and not modules.names:
        raise click.UsageError("nothing to simulate: name a recording, a directory, --mib, or --demo")
    if modules.names and demo == DEFAULT_COMMUNITY:
        raise click.UsageError(f"--mib answers to {demo} already; give the demo switch another name: --demo=COMMUNITY")


def _prepare(types: KnownTypes, keep: Keep, communities: Sequence[bytes], device: Device) -> None:
    """Makes a device ready that was read when it was first asked."""
    device.start(Origin.at(time.monotonic(), time.time()))
    device.find_type, device.find_rule = types.find, types.find_rule
    keep(communities[0], device)


@contextmanager
def _keeping(devices: Mapping[bytes, Device], path: Path | None) -> Iterator[Keep]:
    """Brings back what managers had set, and keeps what they set from now on; gives what does so for a later device."""
    if path is None:
        yield lambda _, __: 0
        return
    file = KeptValuesFile(path)
    first_of: dict[int, tuple[bytes, Device]] = {}  # a device may have several communities
    for community, device in devices.items():
        first_of.setdefault(id(device), (community, device))
    kept = sum(file.keep(os.fsdecode(community), device) for community, device in first_of.values())
    click.echo(f"{kept:>9,} values kept in {path}")
    try:
        yield lambda community, device: file.keep(os.fsdecode(community), device)
    finally:
        file.close()


def _left_for_later(chosen: Sequence[RecordingToServe]) -> dict[Path, list[bytes]]:
    """Recordings of large folders, with their communities."""
    in_folders = [each for each in chosen if not each.is_named]
    if len(in_folders) <= LAZY_FROM:
        return {}
    return {each.path: [os.fsencode(community) for community in each.communities] for each in in_folders}


def _made(modules: ModulesToServe, data_dir: Path | None, taken: Container[bytes]) -> dict[bytes, Device]:
    """The device of the modules by its community, which must not be taken."""
    community = os.fsencode(DEFAULT_COMMUNITY)
    if community in taken:
        raise click.UsageError(f"--mib answers to {DEFAULT_COMMUNITY}, and so does a recording of this name: rename it")
    device = modules.make_device(data_dir, time.monotonic())
    click.echo(f"{len(device):>9,} instances  {DEFAULT_COMMUNITY} (made from {', '.join(modules.names)})")
    return {community: device}


def _load(chosen: Sequence[RecordingToServe], find_names: FindNames, *, shows_warnings: bool) -> dict[bytes, Device]:
    """Reads the recordings and says what was found; a bad one in a directory costs itself only."""
    devices: dict[bytes, Device] = {}
    counter = CounterLine(is_shown=True)
    for number, (path, communities, is_named) in enumerate(chosen, 1):
        counter.show(f"Reading {number} of {len(chosen)}: {path.name}")
        try:
            recording = read_recording(path, find_names)
        except RecordingError as error:
            if is_named:
                raise
            click.echo(f"{path}: left out: {error.reason}", err=True)
            continue
        counter.clear()
        device = Device.from_recording(recording)
        device.start(Origin.at(time.monotonic(), time.time()))
        devices |= {os.fsencode(community): device for community in communities}
        named = " = ".join(community or "(without a name)" for community in communities)
        click.echo(f"{len(recording):>9,} instances  {named or '(no community left)'}")
        _tell_findings(path, recording, lists_them=shows_warnings)
    counter.clear()
    return devices


def _tell_read(path: Path, outcome: LoadedDevice | RecordingError) -> None:
    """Says what became of a recording that was read when it was first asked."""
    if isinstance(outcome, RecordingError):
        click.echo(f"{path}: left out: {outcome.reason}", err=True)
    elif outcome.findings:
        click.echo(f"{path}: {outcome.findings[0]}" + (", and more" if len(outcome.findings) > 1 else ""), err=True)


def _tell_findings(path: Path, recording: Recording, *, lists_them: bool) -> None:
    if lists_them:
        for warning in recording.warnings:
            more = f"; {warning.count - 1:,} more like it" if warning.count > 1 else ""
            click.echo(f"{path}:{warning.line}: {warning.code}: {warning.message}{more}", err=True)
        if recording.unlisted_warnings:
            click.echo(f"{path}: {recording.unlisted_warnings:,} more findings", err=True)
        return
    counts = Counter(warning.code for warning in recording.warnings if not warning.code.is_notice)
    if counts:
        lost = f"; {recording.excluded_lines:,} left out" if recording.excluded_lines else ""
        listed = ", ".join(f"{count:,} {code}" for code, count in counts.most_common())
        click.echo(f"{path}: {listed}{lost}", err=True)


async def _serve(
    devices: Mapping[bytes, Device],
    served: Mapping[bytes, Device],
    switch: Device | None,
    addresses: Sequence[ListenAddress],
    max_message_size: int,
    users: KnownUsers,
    lazy: LazyRecordings,
    probed: ProbedRecordings,
) -> None:
    """Answers until SIGINT or SIGTERM."""
    loop = asyncio.get_running_loop()
    default = switch or devices.get(b"") or next(iter(served.values()), Device.from_instances({}))
    engines = start_engines(users.read(), devices, default, users.data_dir, loop.time())
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    counter = CounterLine(is_shown=True)
    async with AsyncExitStack() as stack:
        agents = [
            await stack.enter_async_context(
                Agent(
                    served,
                    host=host,
                    port=port,
                    transports=(transport,),
                    max_message_size=max_message_size,
                    engines=engines or None,
                    logs_requests=False,
                )
            )
            for host, port, transport in addresses
        ]
        notifications = OrderedNotifications(next(iter(engines.values()), None))
        stack.callback(notifications.close)
        for device in served.values():
            device.order_notification = notifications.order
        if switch is not None:
            figures = EngineFigures(partial(_snmp_group, agents), next(iter(engines.values()), None))
            EngineObjects(switch, replaces=True).renew(figures)
        lazy.serve(agents, list(engines.values()), notifications.order, has_default=bool(served))
        stack.push_async_callback(lazy.close)
        probed.serve(agents, addresses, engines.values())
        for agent, asked in zip(agents, addresses, strict=True):
            prefix = "tcp:" if asked.transport == "tcp" else ""
            click.echo(f"Listening on {prefix}{address_text(agent.address)}", err=True)
        last_requests = 0
        while not stop.is_set():
            requests = sum(agent.requests for agent in agents)
            rate = (requests - last_requests) * UPDATES_A_SECOND
            counter.show(f"{requests:,} requests, {rate:,}/s, {sum(_drops(agents).values()):,} dropped")
            last_requests = requests
            await _pause(stop, is_short=counter.is_shown)
        counter.clear()
        if notifications.sent or notifications.failed:
            click.echo(notifications, err=True)
        click.echo(_summary(agents), err=True)


async def _pause(stop: asyncio.Event, *, is_short: bool) -> None:
    """Waits for the end, or for the next turn of the counter where somebody sees it."""
    try:
        async with asyncio.timeout(1 / UPDATES_A_SECOND if is_short else None):
            await stop.wait()
    except TimeoutError:
        return


def _snmp_group(agents: Sequence[Agent]) -> Counter[int]:
    """The counters of all addresses together."""
    return sum((agent.snmp_group() for agent in agents), Counter())


def _drops(agents: Sequence[Agent]) -> Counter[str]:
    drops: Counter[str] = Counter()
    for agent in agents:
        drops.update({reason.value: count for reason, count in agent.drops.items()})
        drops["kernel"] += agent.kernel_drops() or 0
    return +drops


def _summary(agents: Sequence[Agent]) -> str:
    drops = _drops(agents)
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in drops.most_common())
    listed = f" ({reasons})" if reasons else ""
    return f"{sum(agent.requests for agent in agents):,} requests answered, {drops.total():,} dropped{listed}"
