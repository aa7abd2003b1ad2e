import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { endOnServer, untoldLogOuts } from "./late-log-out";

const seen: (string | null)[] = [];
let isThere = false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
    seen.push(new Headers(init.headers).get("x-auth-token"));
    if (!isThere) throw new TypeError("Failed to fetch");
    return new Response('{"status":"logged_out"}');
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("tells a server that was away of the end of a session once it answers, and says meanwhile that it has not", async () => {
  await endOnServer("left");
  expect(untoldLogOuts.get()).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  isThere = true;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(untoldLogOuts.get()).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual(["left", "left", "left"]);
});
