import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { noSecrets } from "../../components/forms/identity";
import { emptyDraft, requestOf } from "./request";
import { cancelWalk, forgetWalk, startWalk, walkRun } from "./run";

const { request } = requestOf({ ...emptyDraft, target: "10.0.0.1" }, noSecrets);
if (!request) throw new Error("the draft should be complete");

const binding = (oid: string) => ({ oid, name: oid, type: "INTEGER", value: "1", display: "1" });

/** A server that writes lines when the test says so. */
function streamingServer(signal: AbortSignal | null | undefined) {
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      control = controller;
    },
  });
  signal?.addEventListener("abort", () => control?.error(new DOMException("aborted", "AbortError")));
  return {
    response: new Response(body),
    write: (text: string) => control?.enqueue(new TextEncoder().encode(text)),
    end: () => control?.close(),
  };
}

type Server = ReturnType<typeof streamingServer>;

describe("a streamed walk", () => {
  let server: Server | undefined;

  beforeEach(() => {
    vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
      server = streamingServer(init.signal);
      return server.response;
    });
  });

  afterEach(() => {
    forgetWalk();
    vi.unstubAllGlobals();
  });

  const until = (isTrue: () => boolean) => vi.waitFor(() => expect(isTrue()).toBe(true));
  const state = () => walkRun.get();

  it("shows rows before the walk ends, whatever way the lines are cut", async () => {
    const ended = startWalk(request);
    await until(() => server !== undefined);
    const line = JSON.stringify({ rows: [binding("1.1"), binding("1.2")] });
    server?.write(line.slice(0, 20));
    server?.write(`${line.slice(20)}\n{"progress":{"count":2,"rate":50,"elapsed_s":0.1}}\n`);
    await until(() => state().rows.length === 2);
    expect(state()).toMatchObject({ phase: "running" });
    server?.write(`${JSON.stringify({ rows: [binding("1.3")] })}\n`);
    server?.write('{"done":{"count":3,"elapsed_s":0.2,"cut":"rows"}}');
    server?.end();
    await ended;
    expect(state()).toMatchObject({ phase: "done", cut: "rows", elapsed_s: 0.2 });
    expect(state().rows.map((row) => row.oid)).toEqual(["1.1", "1.2", "1.3"]);
  });

  it("keeps what came before an error, and says the error", async () => {
    const ended = startWalk(request);
    await until(() => server !== undefined);
    server?.write(`${JSON.stringify({ rows: [binding("1.1")] })}\n`);
    server?.write('{"error":{"status":504,"code":"timeout","title":"No answer","detail":"Silent for 3 s"}}\n');
    await ended;
    expect(state().rows).toHaveLength(1);
    expect(state()).toMatchObject({ phase: "failed", problem: { code: "timeout", message: "Silent for 3 s" } });
  });

  it("can be cancelled and keeps its rows", async () => {
    const ended = startWalk(request);
    await until(() => server !== undefined);
    server?.write(`${JSON.stringify({ rows: [binding("1.1")] })}\n`);
    await until(() => state().rows.length === 1);
    cancelWalk();
    await ended;
    expect(state()).toMatchObject({ phase: "cancelled", problem: null });
    expect(state().rows).toHaveLength(1);
  });

  it("leaves the list to a newer request", async () => {
    const first = startWalk(request);
    await until(() => server !== undefined);
    server = undefined;
    const second = startWalk({ ...request, oid: "1.3.6.1.4" });
    await until(() => server !== undefined);
    await first;
    expect(state()).toMatchObject({ phase: "running", request: { oid: "1.3.6.1.4" } });
    (server as Server | undefined)?.write('{"done":{"count":0,"elapsed_s":0,"cut":null}}\n');
    await second;
    expect(state().phase).toBe("done");
  });

  it("is not done when the server ends before it says so", async () => {
    const ended = startWalk(request);
    await until(() => server !== undefined);
    server?.write(`${JSON.stringify({ rows: [binding("1.1")] })}\n`);
    server?.end();
    await ended;
    expect(state()).toMatchObject({ phase: "failed", problem: { code: "server_unreachable" } });
    expect(state().rows).toHaveLength(1);
  });

  it("fails in words when the server cannot be reached", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    await startWalk(request);
    expect(state()).toMatchObject({ phase: "failed", problem: { code: "server_unreachable" } });
  });
});
