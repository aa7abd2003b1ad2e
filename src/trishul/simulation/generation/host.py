"""The storage areas and devices of HOST-RESOURCES-MIB (RFC 2790): kinds, sizes and uses that belong together."""

from __future__ import annotations

from collections.abc import Callable

from trishul.datatypes.values import Value, ValueType
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.behaviours.chance import between, whole
from trishul.simulation.behaviours.wandering import Wandering
from trishul.simulation.generation.instance import Instance

_DEVICE_TYPES = "1.3.6.1.2.1.25.3.1"
PROCESSOR, NETWORK = f"{_DEVICE_TYPES}.3", f"{_DEVICE_TYPES}.4"
PRINTER, DISK = f"{_DEVICE_TYPES}.5", f"{_DEVICE_TYPES}.6"
_STORAGE_TYPES = "1.3.6.1.2.1.25.2.1"
_RAM, _VIRTUAL, _FIXED_DISK = 2, 3, 4
_STORAGE = ((_RAM, "Physical memory", 1024, 4_194_304), (_VIRTUAL, "Swap space", 1024, 2_097_152))
_BLOCKS = 20_971_520
_DEVICES = (
    (PROCESSOR, "Processor"),
    (PROCESSOR, "Processor"),
    (NETWORK, "Network interface"),
    (DISK, "Disk"),
    (PRINTER, "Printer"),
)
_ROWS_OF = {
    "hrProcessorEntry": PROCESSOR,
    "hrNetworkEntry": NETWORK,
    "hrPrinterEntry": PRINTER,
    "hrDiskStorageEntry": DISK,
    "hrPartitionEntry": DISK,
}


def device_kind(number: int) -> tuple[str, str]:
    """HrDeviceType and a title of the device in the row with this number, counted from 0."""
    return _DEVICES[number] if number < len(_DEVICES) else _DEVICES[2]


def has_row(table: str, index: int) -> bool:
    """False for a row of a table about processors, networks or disks whose device is another thing."""
    kind = _ROWS_OF.get(table)
    return kind is None or device_kind(index - 1)[0] == kind


def host_value(instance: Instance) -> Value | Behaviour | None:
    """The columns of hrStorageTable, hrDeviceTable and hrProcessorTable that must agree; None for all others."""
    name = instance.object.name
    if not name.startswith("hr"):
        return None
    number = instance.row.number
    if name.startswith("hrStorage"):
        return _storage(instance, name, number)
    kind, title = device_kind(number)
    if name == "hrDeviceType":
        return Value.object_identifier(kind)
    if name == "hrDeviceDescr":
        return Value.octet_string(f"{title} {number + 1}")
    if name == "hrProcessorLoad":
        return Wandering(ValueType.INTEGER, 3, 45, between(instance.plan.seed, instance.key, 300, 900), number)
    return None


def _storage(instance: Instance, name: str, number: int) -> Value | Behaviour | None:
    disk = number - len(_STORAGE)
    kind, title, unit, size = _STORAGE[number] if disk < 0 else (_FIXED_DISK, f"/data{disk}", 4096, _BLOCKS)
    used = whole(instance.plan.seed, f"hrStorage/{number}", size // 5, size // 2)
    makers: dict[str, Callable[[], Value | Behaviour]] = {
        "hrStorageType": lambda: Value.object_identifier(f"{_STORAGE_TYPES}.{kind}"),
        "hrStorageDescr": lambda: Value.octet_string(title),
        "hrStorageAllocationUnits": lambda: Value.integer(unit),
        "hrStorageSize": lambda: Value.integer(size),
        "hrStorageUsed": lambda: Wandering(ValueType.INTEGER, used, used + size // 10, 1800.0, number),
    }
    maker = makers.get(name)
    return None if maker is None else maker()
