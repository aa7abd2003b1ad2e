import { createStore } from "./external-store";

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

type OpenSocket = (url: string) => WebSocket;
type Timer = ReturnType<typeof setTimeout>;

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

export class LiveSocket {
  readonly state = createStore<SocketState>({ phase: "offline", down_since_ms: null });
  /** Null when there is nothing to connect for: before login, after an intended end, after a refusal. */
  private token: string | null = null;
  private socket: WebSocket | null = null;
  private retry_ms = FIRST_RETRY_MS;
  private retryTimer: Timer | undefined;
  private pingTimer: Timer | undefined;
  private pongTimer: Timer | undefined;
  private whenClosed: (() => void) | null = null;
  /** Which notifications are pushed: those that fit a query, all of them where it is empty. */
  private watched = "";

  constructor(private readonly openSocket: OpenSocket = (url) => new WebSocket(url)) {}

  connect(token: string): void {
    this.detach();
    this.token = token;
    this.retry_ms = FIRST_RETRY_MS;
    this.openNow();
  }

  /** Closes on purpose (1000); resolves when the server has confirmed it, or after a second. */
  disconnect(): Promise<void> {
    this.token = null;
    const closing = this.socket;
    if (!closing) {
      this.stopTimers();
      this.enter("offline");
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        closing.onclose = null;
        this.handleClose(CLOSE_NORMAL, "");
      }, CLOSE_WITHIN_MS);
      this.whenClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      closing.close(CLOSE_NORMAL);
    });
  }

  /** From now on only notifications that fit a query are pushed; an empty one stands for all. */
  watchTraps(query: string): void {
    if (query === this.watched) return;
    this.watched = query;
    if (this.socket && this.isConnected()) this.socket.send(JSON.stringify({ watch_traps: query }));
  }

  isConnected(): boolean {
    return this.socket !== null && this.socket.readyState === WebSocket.OPEN;
  }

  private openNow(): void {
    if (this.token === null) return;
    this.enter("connecting");
    const live = this.openSocket(socketUrl(this.token));
    this.socket = live;
    live.onopen = () => this.handleOpen(live);
    live.onmessage = (event) => this.handleMessage(event.data);
    live.onclose = (event) => this.handleClose(event.code, event.reason);
  }

  private handleOpen(live: WebSocket): void {
    this.retry_ms = FIRST_RETRY_MS;
    this.pingTimer = setInterval(() => this.ping(live), PING_EVERY_MS);
    this.enter("online");
    if (this.watched !== "") live.send(JSON.stringify({ watch_traps: this.watched }));
    emit("open", {});
  }

  private handleMessage(data: unknown): void {
    if (data === "pong") {
      clearTimeout(this.pongTimer);
      return;
    }
    const message = typeof data === "string" ? parseMessage(data) : null;
    if (message) emit(message.type, message);
  }

  private handleClose(code: number, reason: string): void {
    this.stopTimers();
    this.socket = null;
    const wasIntended = this.token === null;
    if (!wasIntended && code === CLOSE_UNAUTHORIZED) {
      this.token = null;
      this.enter("unauthorized");
    } else {
      this.enter("offline");
      if (!wasIntended) this.retryLater();
    }
    emit("close", { code, reason });
    this.whenClosed?.();
    this.whenClosed = null;
  }

  private retryLater(): void {
    this.retryTimer = setTimeout(() => this.openNow(), this.retry_ms);
    this.retry_ms = Math.min(this.retry_ms * 2, LONGEST_RETRY_MS);
  }

  private ping(live: WebSocket): void {
    if (live.readyState !== WebSocket.OPEN) return;
    live.send("ping");
    clearTimeout(this.pongTimer);
    this.pongTimer = setTimeout(() => this.giveUp(live), PONG_WITHIN_MS);
  }

  /** A half-open connection may never confirm a close, so it is given up at once. */
  private giveUp(dead: WebSocket): void {
    dead.onopen = dead.onmessage = dead.onclose = dead.onerror = null;
    dead.close(CLOSE_NO_PONG, "no pong");
    this.handleClose(CLOSE_NO_PONG, "no pong");
  }

  private detach(): void {
    this.stopTimers();
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close(CLOSE_NORMAL);
    this.socket = null;
  }

  private stopTimers(): void {
    clearTimeout(this.retryTimer);
    clearInterval(this.pingTimer);
    clearTimeout(this.pongTimer);
  }

  private enter(phase: SocketPhase): void {
    const isDown = phase !== "online" && this.token !== null;
    this.state.update((before) => ({ phase, down_since_ms: isDown ? (before.down_since_ms ?? Date.now()) : null }));
  }
}
