import { createStore } from "../live/external-store";

/**
 * Who is logged in on this tab. The token lives in sessionStorage, as the contract says, so that each tab has its own and
 * closing the tab forgets it.
 */
export type SessionPhase = "anonymous" | "active" | "ended";

export interface Session {
  phase: SessionPhase;
  token: string | null;
  username: string | null;
}

const TOKEN_KEY = "snmp_token";
const USER_KEY = "snmp_user";
const anonymous: Session = { phase: "anonymous", token: null, username: null };

function readSaved(): Session {
  const token = sessionStorage.getItem(TOKEN_KEY);
  return token ? { phase: "active", token, username: sessionStorage.getItem(USER_KEY) } : anonymous;
}

export const session = createStore<Session>(readSaved());

export function beginSession(token: string, username: string): void {
  sessionStorage.setItem(TOKEN_KEY, token);
  sessionStorage.setItem(USER_KEY, username);
  session.set({ phase: "active", token, username });
}

export function nameSession(username: string): void {
  sessionStorage.setItem(USER_KEY, username);
  session.update((before) => ({ ...before, username }));
}

function dropSaved(): void {
  sessionStorage.removeItem(TOKEN_KEY);
  sessionStorage.removeItem(USER_KEY);
}

/** The server no longer takes the token: the frame stays, the login is asked again. */
export function endSession(): void {
  if (session.get().phase !== "active") return;
  dropSaved();
  session.update((before) => ({ ...before, phase: "ended", token: null }));
}

export function leaveSession(): void {
  dropSaved();
  session.set(anonymous);
}

/** Runs when this tab's user logs out: what belongs to the session is dropped by whoever keeps it. */
export function whenLeft(forget: () => void): void {
  session.subscribe(() => {
    if (session.get().phase === "anonymous") forget();
  });
}
