"""Recordings of real devices: readers that keep what can be kept and name what they repaired or left out.

Each format has one reader from lines of octets to a `Recording`; `files` opens them. What a device answers from a
recording belongs to `trishul.simulation.device`.
"""

from trishul.simulation.recordings.findings import FindingCode, RecordingWarning
from trishul.simulation.recordings.recording import Recording

__all__ = ["FindingCode", "Recording", "RecordingWarning"]
