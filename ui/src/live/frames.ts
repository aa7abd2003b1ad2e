import type { LiveFrame, StatsFrame } from "../api/generated";

/** All counters, by module and name. */
export type Stats = StatsFrame["data"];

type ServerFrames = { [Frame in LiveFrame as Frame["type"]]: Frame };

/** What the server says over the socket, by `type`, and what the socket says of itself. */
export interface Frames extends ServerFrames {
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
