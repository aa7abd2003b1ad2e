import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveSocket, socketUrl } from "./socket";

/** A WebSocket whose other end is the test. */
class FakeSocket {
  static opened: FakeSocket[] = [];
  readyState: number = WebSocket.CONNECTING;
  sent: string[] = [];
  closedWith: number | undefined;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
  }

  send(text: string) {
    this.sent.push(text);
  }

  close(code?: number) {
    this.closedWith = code;
    this.readyState = WebSocket.CLOSING;
  }

  acceptOpen() {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  serverCloses(code: number, reason = "") {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code, reason });
  }

  serverSays(text: string) {
    this.onmessage?.({ data: text });
  }
}

function latest(): FakeSocket {
  const socket = FakeSocket.opened.at(-1);
  if (!socket) throw new Error("no socket was opened");
  return socket;
}

function listen(type: string): unknown[] {
  const heard: unknown[] = [];
  window.addEventListener(`trishul:ws:${type}`, (event) => heard.push((event as CustomEvent).detail));
  return heard;
}

describe("the live socket", () => {
  let live: LiveSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.opened = [];
    live = new LiveSocket((url) => new FakeSocket(url) as unknown as WebSocket);
  });

  afterEach(() => vi.useRealTimers());

  const phase = () => live.state.get().phase;

  it("carries the token in the address, escaped", () => {
    expect(socketUrl("a&b", { protocol: "https:", host: "lab:8443" })).toBe("wss://lab:8443/api/ws?token=a%26b");
  });

  it("goes from connecting to online", () => {
    live.connect("t");
    expect(phase()).toBe("connecting");
    expect(live.isConnected()).toBe(false);
    latest().acceptOpen();
    expect(phase()).toBe("online");
    expect(live.isConnected()).toBe(true);
    expect(live.state.get().down_since_ms).toBeNull();
  });

  it("re-emits every message under its type and survives what is not one", () => {
    const heard = listen("status");
    live.connect("t");
    latest().acceptOpen();
    latest().serverSays('{"type":"status","simulator":{}}');
    latest().serverSays("not json");
    latest().serverSays('["type"]');
    expect(heard).toEqual([{ type: "status", simulator: {} }]);
  });

  it("pings every 30 s and is content with a pong", () => {
    live.connect("t");
    latest().acceptOpen();
    vi.advanceTimersByTime(30_000);
    expect(latest().sent).toEqual(["ping"]);
    latest().serverSays("pong");
    vi.advanceTimersByTime(29_999);
    expect(phase()).toBe("online");
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it("closes with 4000 when no pong comes within 5 s, and tries again", () => {
    const closes = listen("close");
    live.connect("t");
    const first = latest();
    first.acceptOpen();
    vi.advanceTimersByTime(35_000);
    expect(first.closedWith).toBe(4000);
    expect(closes).toEqual([{ code: 4000, reason: "no pong" }]);
    expect(phase()).toBe("offline");
    vi.advanceTimersByTime(1_000);
    expect(FakeSocket.opened).toHaveLength(2);
  });

  it("waits 1 s before the first retry and doubles up to 30 s", () => {
    live.connect("t");
    for (const wait_s of [1, 2, 4, 8, 16, 30, 30]) {
      const before = FakeSocket.opened.length;
      latest().serverCloses(1006);
      vi.advanceTimersByTime(wait_s * 1000 - 1);
      expect(FakeSocket.opened).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(FakeSocket.opened).toHaveLength(before + 1);
    }
  });

  it("starts again at 1 s after it was open", () => {
    live.connect("t");
    latest().serverCloses(1006);
    vi.advanceTimersByTime(1_000);
    latest().serverCloses(1006);
    vi.advanceTimersByTime(2_000);
    latest().acceptOpen();
    latest().serverCloses(1006);
    vi.advanceTimersByTime(1_000);
    expect(FakeSocket.opened).toHaveLength(4);
  });

  it("remembers since when it is down until it is open again", () => {
    live.connect("t");
    latest().acceptOpen();
    const lostAt = Date.now();
    latest().serverCloses(1006);
    vi.advanceTimersByTime(1_000);
    expect(live.state.get()).toEqual({ phase: "connecting", down_since_ms: lostAt });
    latest().acceptOpen();
    expect(live.state.get().down_since_ms).toBeNull();
  });

  it("never tries again after 4001", () => {
    live.connect("wrong");
    latest().acceptOpen();
    latest().serverCloses(4001, "unauthorized");
    expect(phase()).toBe("unauthorized");
    vi.advanceTimersByTime(600_000);
    expect(FakeSocket.opened).toHaveLength(1);
    expect(phase()).toBe("unauthorized");
  });

  it("never tries again after an intended disconnect", async () => {
    const closes = listen("close");
    live.connect("t");
    latest().acceptOpen();
    const gone = live.disconnect();
    expect(latest().closedWith).toBe(1000);
    latest().serverCloses(1000);
    await gone;
    vi.advanceTimersByTime(600_000);
    expect(closes).toEqual([{ code: 1000, reason: "" }]);
    expect(phase()).toBe("offline");
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it("stays offline when the server answers an intended close with 4001", async () => {
    live.connect("t");
    latest().acceptOpen();
    const gone = live.disconnect();
    latest().serverCloses(4001);
    await gone;
    expect(phase()).toBe("offline");
  });

  it("does not wait for ever for a server that does not confirm the close", async () => {
    live.connect("t");
    latest().acceptOpen();
    const gone = live.disconnect();
    vi.advanceTimersByTime(1_000);
    await gone;
    expect(phase()).toBe("offline");
    expect(live.isConnected()).toBe(false);
  });

  it("gives up a planned retry when it is disconnected", async () => {
    live.connect("t");
    latest().serverCloses(1006);
    await live.disconnect();
    vi.advanceTimersByTime(600_000);
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it("replaces the connection when another token comes", () => {
    live.connect("old");
    const old = latest();
    old.acceptOpen();
    live.connect("new");
    expect(old.closedWith).toBe(1000);
    old.serverCloses(1000);
    expect(latest().url).toContain("token=new");
    expect(phase()).toBe("connecting");
  });
});
