"""What an agent says of itself: the statistics and tables that the SNMP RFCs ask of every engine, with live numbers.

Groups lie under subtrees of their own. A device has a group live or as it was recorded, never mixed: who recorded a
device wants its numbers back.
"""

from trishul.simulation.engine_objects.groups import EngineFigures, EngineObjects, engine_instances, read_only

__all__ = ["EngineFigures", "EngineObjects", "engine_instances", "read_only"]
