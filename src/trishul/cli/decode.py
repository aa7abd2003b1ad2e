"""`trishul decode`: any SNMP message as a tree, and captures of them packet by packet.

Owns what the argument may be and the run over a capture; reading is `protocol.reading` and `protocol.capture`, the
printed forms are `decode_forms`.
"""

from __future__ import annotations

import mmap
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.known_users import KnownUsers, known_users_options
from trishul.cli.names import book_of, data_dir_option, numeric_option
from trishul.errors import InvalidInput

if TYPE_CHECKING:
    from trishul.cli.decode_forms import DecodeOutput
    from trishul.protocol.capture.frames import Octets
    from trishul.protocol.capture.messages import CapturedMessage, CaptureReader
    from trishul.protocol.security.inspection import KeyRing

MAX_INPUT_OCTETS = 1 << 30
"""Of a standard input, which is read whole; files are mapped and may be larger."""
_TEXT_START = 4096

_EXAMPLES = (
    "trishul decode 302602010104067075626c6963a019020101020100020100300e300c06082b060102010105000500",
    "trishul decode traffic.pcapng",
    "trishul decode --port 1161 -o jsonl --summary traffic.pcap",
    "tcpdump -x -r traffic.pcap | trishul decode -",
    "trishul decode -u monitor -a SHA-256 -A env:AUTH -x AES -X env:PRIV -o tree traffic.pcap",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-o",
    "output_format",
    type=click.Choice(["tree", "lines", "json", "jsonl"]),
    help="How to print.  [default: tree; lines for captures]",
)
@click.option(
    "--port",
    "ports",
    type=click.IntRange(0, 65535),
    multiple=True,
    help="Of a capture, only messages from or to this port.  [default: 161, 162 and all that looks like SNMP]",
)
@click.option("-r", "--summary", "is_summary", is_flag=True, help="At the end, what a capture holds, counted.")
@click.option("--show-community", "shows_community", is_flag=True, help="Show communities, which are secrets.")
@numeric_option
@click.option("-O", "netsnmp_output", type=click.Choice(["n"]), metavar="n", help="-On is the same as --numeric.")
@data_dir_option
@known_users_options
@click.argument("source", nargs=-1, required=True, metavar="HEX|FILE|-")
def decode(
    *,
    source: tuple[str, ...],
    output_format: str | None,
    ports: tuple[int, ...],
    is_summary: bool,
    shows_community: bool,
    is_numeric: bool,
    netsnmp_output: str | None,
    users: KnownUsers,
) -> int:
    """Print SNMP messages of every version, with the octet where a broken one breaks.

    HEX is hexadecimal in any writing. FILE is a capture (pcap, pcapng), a hexadecimal dump as of tcpdump -x or
    Wireshark, base64, or the octets themselves; - reads the same from the standard input. SNMPv3 messages are checked
    and decrypted for the users that are given. Exits with 1 when a message is broken or a capture ends too early.
    """
    from trishul.cli.decode_forms import DecodeOutput
    from trishul.protocol.capture.messages import CaptureReader, is_capture, read_frames

    keys = _key_ring(users)
    is_plain = is_numeric or netsnmp_output is not None
    names = None if is_plain else book_of(click.get_current_context()).find()
    data = _open_source(source)
    if is_capture(data[0:12]):
        reader = CaptureReader(read_frames(data), frozenset(ports) or None)
        output = DecodeOutput(output_format or "lines", keys, names, shows_community=shows_community)
        return _print_capture(reader, output, is_summary=is_summary)
    try:
        packets = _packets_of(data)
    except InvalidInput as error:
        named = "" if source == ("-",) else f"{source[0][:60]!r}: "
        raise InvalidInput(f"{named}{error}") from None
    output = DecodeOutput(
        output_format or ("tree" if len(packets) == 1 else "lines"), keys, names, shows_community=shows_community
    )
    for number, octets in enumerate(packets, 1):
        output.write(_lone_message(number, octets))
    output.finish()
    return ExitCode.FAILED if output.faults else ExitCode.OK


def _print_capture(reader: CaptureReader, output: DecodeOutput, *, is_summary: bool) -> int:
    """Prints message by message; a capture that breaks off is said behind the last one."""
    from trishul.protocol.capture.frames import BadCapture

    broken: BadCapture | None = None
    try:
        for message in reader:
            output.write(message)
    except BadCapture as error:
        broken = error
    output.finish()
    if is_summary:
        for line in output.summary(reader.frames, reader.skipped):
            click.echo(line, err=output.is_json)
    elif not output.messages:
        reasons = ", ".join(f"{count} {reason}" for reason, count in reader.skipped.most_common())
        click.echo(f"trishul: no SNMP in {reader.frames} frames{f': {reasons}' if reasons else ''}", err=True)
    if broken is not None:
        click.echo(f"trishul: the capture breaks off after {reader.frames} frames: {broken}", err=True)
    return ExitCode.FAILED if broken is not None or output.faults or not output.messages else ExitCode.OK


def _key_ring(users: KnownUsers) -> KeyRing:
    from trishul.protocol.security.inspection import KeyRing

    keys = KeyRing()
    for credentials, engine_id in users.read():
        keys.add(credentials, engine_id)
    return keys


def _open_source(words: tuple[str, ...]) -> Octets:
    """The octets behind the argument: of the standard input, a file, or the argument's own text."""
    if words == ("-",):
        data = sys.stdin.buffer.read(MAX_INPUT_OCTETS + 1)
        if len(data) > MAX_INPUT_OCTETS:
            raise InvalidInput(f"The standard input holds more than {MAX_INPUT_OCTETS} octets; name a file")
        return data
    path = Path(words[0])
    try:
        is_file = len(words) == 1 and path.exists()
    except (OSError, ValueError):  # a name that no file can have
        is_file = False
    if not is_file:
        return " ".join(words).encode("utf-8", "surrogateescape")
    with path.open("rb") as file:
        if not path.is_file():  # a pipe, a device
            return file.read(MAX_INPUT_OCTETS)
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file cannot be mapped
            return b""


def _packets_of(data: Octets) -> list[bytes]:
    """The packets in octets that are no capture: themselves, or what their text says. Raises InvalidInput."""
    from trishul.protocol.capture.hex_text import MAX_TEXT_CHARACTERS, octets_of

    whole = data[0 : MAX_TEXT_CHARACTERS + 1]
    if not whole.strip():
        raise InvalidInput("There is nothing to decode")
    start = whole[:_TEXT_START]
    if start.isascii() and all(octet >= 32 or octet in b"\t\n\r\f" for octet in start):
        return octets_of(whole.decode("ascii", "replace"))
    if whole[0] == 0x30:
        return [whole]
    raise InvalidInput("This is no capture, no hexadecimal and no SNMP message")


def _lone_message(number: int, octets: bytes) -> CapturedMessage:
    """A message without a capture; a packet around it, as tcpdump and Wireshark dump it, is taken away."""
    from trishul.protocol.capture.internet import Endpoint
    from trishul.protocol.capture.lone_packets import guess_frame
    from trishul.protocol.capture.messages import CapturedMessage, CaptureReader

    frame = guess_frame(octets)
    found: Iterator[CapturedMessage] = iter(()) if frame is None else iter(CaptureReader(iter((frame,))))
    message = next(found, None)
    if message is not None:
        return message._replace(number=number)
    nowhere = Endpoint("", 0)
    return CapturedMessage(number, None, nowhere, nowhere, "", octets, is_cut=False)
