"""Loading devices beside the answering loop: the processes that make them, as their user sees them.

Large recordings have a process of their own, and so have devices that are made from modules, so that nobody waits for a
stranger's. Processes are started when first needed (`warm_up` does it before) and stay; one that dies costs the device
it was making and is started again. Owns the queue before each process, which is bounded by the number of devices: one
that loads is not asked for again.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE

import msgspec

from trishul.child_environment import child_environment
from trishul.errors import RecordingError
from trishul.simulation.device import Device
from trishul.workers.device_maker import LENGTH_OCTETS
from trishul.workers.device_pieces import DeviceAssembly, Piece
from trishul.workers.device_wishes import DeviceWish, RecordingWish
from trishul.workers.known_names import KnownNames

LARGE_OCTETS = 2 << 20
_PACKED_RATIO = 10
_PIPE_OCTETS = 1 << 20


@dataclass(frozen=True, slots=True)
class LoadedDevice:
    """A device that was made, and sentences about what was repaired or left out."""

    device: Device
    findings: list[str]


class DeviceLoader:
    """Has devices made in other processes; `close` ends them."""

    def __init__(self) -> None:
        names = KnownNames()
        self._small, self._large, self._generated = _Lane(names), _Lane(names), _Lane(names)

    def warm_up(self) -> None:
        """Starts the process for recordings of ordinary size, before anybody waits for it."""
        self._small.warm_up()

    async def load(self, wish: DeviceWish) -> LoadedDevice:
        """The device that is wished for. Raises RecordingError with the reason why there is none."""
        if not isinstance(wish, RecordingWish):
            return await self._generated.load(wish, ", ".join(wish.modules))
        path = wish.path
        return await (self._large if _is_large(path) else self._small).load(wish, str(path))

    async def close(self) -> None:
        """Ends the processes; what is being made is given up."""
        for lane in (self._small, self._large, self._generated):
            await lane.close()


def _is_large(path: Path) -> bool:
    try:
        octets = path.stat().st_size
    except OSError:
        return False  # the reader says so
    return octets * (_PACKED_RATIO if path.suffix in {".bz2", ".zip"} else 1) > LARGE_OCTETS


class _Maker:
    """A process that makes devices; it starts at once, also where the loop has something else to do first."""

    def __init__(self) -> None:
        """Raises OSError."""
        self.process = subprocess.Popen(
            (sys.executable, "-P", "-m", "trishul.workers.device_maker"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=child_environment(),
        )
        self._pipes: list[asyncio.BaseTransport] = []

    async def ask(self, wish: DeviceWish) -> AsyncGenerator[bytes, None]:
        """What it tells about a wish, for as long as somebody listens. Raises IncompleteReadError when it has ended."""
        if not self._pipes:
            await self._open()
        body = msgspec.msgpack.encode(wish)
        self._wishes.write(len(body).to_bytes(LENGTH_OCTETS, "big") + body)
        while True:
            head = await self._pieces.readexactly(LENGTH_OCTETS)
            yield await self._pieces.readexactly(int.from_bytes(head, "big"))

    async def _open(self) -> None:
        """Its pipes belong to the loop of who asks first; it may have been started before there was one."""
        loop = asyncio.get_running_loop()
        self._pieces = asyncio.StreamReader(limit=_PIPE_OCTETS)
        reading, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self._pieces), self.process.stdout
        )
        self._wishes, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, self.process.stdin)
        self._pipes = [reading, self._wishes]

    async def close(self) -> None:
        """Ends it."""
        self.process.kill()
        await asyncio.to_thread(self.process.wait)
        for pipe in self._pipes:
            pipe.close()
        if not self._pipes:
            for unused in (self.process.stdin, self.process.stdout):
                assert unused is not None  # spawned with pipes
                unused.close()


class _Lane:
    """One process and those who wait for it."""

    def __init__(self, known_names: KnownNames) -> None:
        self._known_names = known_names
        self._turn = asyncio.Lock()
        self._maker: _Maker | None = None
        self._decoder = msgspec.msgpack.Decoder(Piece)

    def warm_up(self) -> None:
        with contextlib.suppress(OSError):  # whoever needs it first is told
            self._running()

    async def load(self, wish: DeviceWish, source: str) -> LoadedDevice:
        async with self._turn:
            try:
                return await self._made(self._running(), wish, source)
            except OSError as error:
                raise RecordingError(source, None, f"It could not be read: {error.strerror or error}") from None
            except (asyncio.IncompleteReadError, msgspec.DecodeError):
                await self.close()
                raise RecordingError(source, None, "Reading it ended the process that read it") from None
            except asyncio.CancelledError:
                await self.close()  # what it still writes belongs to nobody
                raise

    async def close(self) -> None:
        maker, self._maker = self._maker, None
        if maker is not None:
            await maker.close()

    def _running(self) -> _Maker:
        if self._maker is None:
            self._maker = _Maker()
        return self._maker

    async def _made(self, maker: _Maker, wish: DeviceWish, source: str) -> LoadedDevice:
        assembly = DeviceAssembly(source, self._known_names)
        async with aclosing(maker.ask(wish)) as pieces:
            async for piece in pieces:
                if assembly.add(self._decoder.decode(piece)):
                    break
                await asyncio.sleep(0)  # whoever asks other devices goes first
        assert assembly.device is not None  # the last piece made it
        return LoadedDevice(assembly.device, assembly.findings)
