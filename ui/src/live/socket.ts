import { createStore, type Store } from "./external-store";

/**
 * Owns the one WebSocket of the page: when it is opened, kept alive, reopened and left alone. It knows nothing of what the
 * messages mean; each is re-emitted on `window` as `trishul:ws:<type>`.
 */
export type SocketPhase = "connecting" | "online" | "offline" | "unauthorized";

export interface SocketState {
  phase: SocketPhase;
  /** Unix milliseconds since when there is no live connection, null while there is one or none was ever asked for. */
  down_since_ms: number | null;
}

export const CLOSE_NORMAL = 1000;
export const CLOSE_NO_PONG = 4000;
export const CLOSE_UNAUTHORIZED = 4001;

const PING_EVERY_MS = 30_000;
const PONG_WITHIN_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
const CLOSE_WITHIN_MS = 1_000;

export interface LiveSocket {
  connect(token: string): void;
  /** Closes on purpose (1000); resolves when the server has confirmed it, or after a second. */
  disconnect(): Promise<void>;
  isConnected(): boolean;
  readonly state: Store<SocketState>;
}

type OpenSocket = (url: string) => WebSocket;

export function socketUrl(token: string, place: Pick<Location, "protocol" | "host"> = window.location): string {
  const scheme = place.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${place.host}/api/ws?token=${encodeURIComponent(token)}`;
}

function emit(type: string, detail: unknown): void {
  window.dispatchEvent(new CustomEvent(`trishul:ws:${type}`, { detail }));
}

function parseMessage(text: string): { type: string } | null {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== "object" || message === null || !("type" in message)) return null;
    return typeof message.type === "string" ? { ...message, type: message.type } : null;
  } catch {
    return null;
  }
}

export function createLiveSocket(open: OpenSocket = (url) => new WebSocket(url)): LiveSocket {
  const state = createStore<SocketState>({ phase: "offline", down_since_ms: null });
  let token: string | null = null;
  let socket: WebSocket | null = null;
  let retry_ms = FIRST_RETRY_MS;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let pingTimer: ReturnType<typeof setInterval> | undefined;
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  let whenClosed: (() => void) | null = null;

  const enter = (phase: SocketPhase) =>
    state.update((before) => ({
      phase,
      down_since_ms: phase === "online" || token === null ? null : (before.down_since_ms ?? Date.now()),
    }));

  const stopTimers = () => {
    clearTimeout(retryTimer);
    clearInterval(pingTimer);
    clearTimeout(pongTimer);
    pongTimer = undefined;
  };

  const retryLater = () => {
    retryTimer = setTimeout(openNow, retry_ms);
    retry_ms = Math.min(retry_ms * 2, LONGEST_RETRY_MS);
  };

  const handleClose = (code: number, reason: string) => {
    stopTimers();
    socket = null;
    const wasIntended = token === null;
    if (!wasIntended && code === CLOSE_UNAUTHORIZED) {
      token = null;
      enter("unauthorized");
    } else {
      enter("offline");
      if (!wasIntended) retryLater();
    }
    emit("close", { code, reason });
    whenClosed?.();
    whenClosed = null;
  };

  /** A half-open connection may never confirm a close, so it is given up at once. */
  const giveUp = (dead: WebSocket) => {
    dead.onopen = dead.onmessage = dead.onclose = dead.onerror = null;
    dead.close(CLOSE_NO_PONG, "no pong");
    handleClose(CLOSE_NO_PONG, "no pong");
  };

  const ping = (live: WebSocket) => {
    if (live.readyState !== WebSocket.OPEN) return;
    live.send("ping");
    clearTimeout(pongTimer);
    pongTimer = setTimeout(() => giveUp(live), PONG_WITHIN_MS);
  };

  const handleOpen = (live: WebSocket) => {
    retry_ms = FIRST_RETRY_MS;
    pingTimer = setInterval(() => ping(live), PING_EVERY_MS);
    enter("online");
    emit("open", {});
  };

  const handleMessage = (data: unknown) => {
    if (data === "pong") {
      clearTimeout(pongTimer);
      return;
    }
    const message = typeof data === "string" ? parseMessage(data) : null;
    if (message) emit(message.type, message);
  };

  function openNow() {
    if (token === null) return;
    enter("connecting");
    const live = open(socketUrl(token));
    socket = live;
    live.onopen = () => handleOpen(live);
    live.onmessage = (event) => handleMessage(event.data);
    live.onclose = (event) => handleClose(event.code, event.reason);
  }

  const detach = () => {
    stopTimers();
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(CLOSE_NORMAL);
    socket = null;
  };

  return {
    state,
    connect(newToken) {
      detach();
      token = newToken;
      retry_ms = FIRST_RETRY_MS;
      openNow();
    },
    disconnect() {
      token = null;
      const closing = socket;
      if (!closing) {
        stopTimers();
        enter("offline");
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          closing.onclose = null;
          handleClose(CLOSE_NORMAL, "");
        }, CLOSE_WITHIN_MS);
        whenClosed = () => {
          clearTimeout(timer);
          resolve();
        };
        closing.close(CLOSE_NORMAL);
      });
    },
    isConnected: () => socket !== null && socket.readyState === WebSocket.OPEN,
  };
}
