import type { MibCounts, SimulatorLogEntry, SimulatorStatus, Stats, TrapRecord, TrapsStatus } from "../api/shapes";

/** What the server says over the socket, by `type`. */
export interface Frames {
  full_state: { simulator: SimulatorStatus; traps: TrapsStatus; stats: Stats; mibs: MibCounts };
  status: { simulator: SimulatorStatus; traps: TrapsStatus };
  stats: { data: Stats };
  mibs: { mibs: MibCounts };
  trap: { trap: TrapRecord; skipped?: number };
  simulator_log: { entry: SimulatorLogEntry; skipped?: number };
  missed: { missed: number };
  open: Record<string, never>;
  close: { code: number; reason: string };
}

/** Listens to one kind of message; returns the way to stop. */
export function onFrame<Type extends keyof Frames>(type: Type, listen: (frame: Frames[Type]) => void): () => void {
  const name = `trishul:ws:${type}`;
  const handler = (event: Event) => listen((event as CustomEvent<Frames[Type]>).detail);
  window.addEventListener(name, handler);
  return () => window.removeEventListener(name, handler);
}
