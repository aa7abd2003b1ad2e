"""Loading devices beside the answering loop: the processes that make them, as their user sees them.

Large recordings have a process of their own, and so have devices that are made from modules, so that nobody waits for a
stranger's. Processes are started when first needed (`warm_up` does it before) and stay; one that dies costs the device
it was making and is started again. Owns the queue before each process, which is bounded by the number of devices: one
that loads is not asked for again.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path

import msgspec

from trishul.errors import RecordingError
from trishul.simulation.device import Device
from trishul.workers.device_maker import LENGTH_OCTETS
from trishul.workers.device_pieces import DeviceAssembly, Piece
from trishul.workers.device_wishes import DeviceWish, RecordingWish

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
        self._small, self._large, self._generated = _Lane(), _Lane(), _Lane()

    def warm_up(self) -> asyncio.Task[None]:
        """Starts the process for recordings of ordinary size, before anybody waits for it."""
        return asyncio.get_running_loop().create_task(self._small.warm_up())

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


class _Lane:
    """One process and those who wait for it."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._decoder = msgspec.msgpack.Decoder(Piece)

    async def warm_up(self) -> None:
        async with self._turn:
            with contextlib.suppress(OSError):  # whoever needs it first is told
                await self._running()

    async def load(self, wish: DeviceWish, source: str) -> LoadedDevice:
        async with self._turn:
            try:
                return await self._made(await self._running(), wish, source)
            except OSError as error:
                raise RecordingError(source, None, f"It could not be read: {error.strerror or error}") from None
            except (asyncio.IncompleteReadError, msgspec.DecodeError):
                await self.close()
                raise RecordingError(source, None, "Reading it ended the process that read it") from None
            except asyncio.CancelledError:
                await self.close()  # what it still writes belongs to nobody
                raise

    async def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):  # it has ended by itself
                process.kill()
            await process.wait()

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "trishul.workers.device_maker"),
                stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_PIPE_OCTETS,
            )  # fmt: skip
        return self._process

    async def _made(self, process: Process, wish: DeviceWish, source: str) -> LoadedDevice:
        wishes, pieces = process.stdin, process.stdout
        assert wishes is not None  # spawned with pipes
        assert pieces is not None
        body = msgspec.msgpack.encode(wish)
        wishes.write(len(body).to_bytes(LENGTH_OCTETS, "big") + body)
        assembly = DeviceAssembly(source)
        while True:
            head = await pieces.readexactly(LENGTH_OCTETS)
            piece = self._decoder.decode(await pieces.readexactly(int.from_bytes(head, "big")))
            if assembly.add(piece):
                assert assembly.device is not None  # the last piece made it
                return LoadedDevice(assembly.device, assembly.findings)
            await asyncio.sleep(0)  # whoever asks other devices goes first
