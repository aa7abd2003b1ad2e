"""Devices made from MIB modules: every value legal by its MIB, tables that belong together agreeing, counters moving.

A device is a function of the objects of its modules, a seed and the time. The objects come in as plain structs
(`object_types`); whoever has a MIB library reads them (`library.device_types`).
"""

from trishul.simulation.generation.generating import MAX_ROWS, GeneratedDevice, generate_device
from trishul.simulation.generation.object_types import DeviceTypes, IndexObject, ObjectType, TableType

__all__ = [
    "MAX_ROWS",
    "DeviceTypes",
    "GeneratedDevice",
    "IndexObject",
    "ObjectType",
    "TableType",
    "generate_device",
]
