import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WalkRequest } from "../request";
import { changeInterval, forgetWatch, pauseWatch, resumeWatch, startWatching, watch } from "./watch";

const UPTIME = "1.3.6.1.2.1.1.3.0";
const request = {
  target: "192.0.2.1",
  port: 161,
  transport: "udp",
  operation: "get",
  oid: "0.0",
  version: "2c",
  community: "public",
} as WalkRequest;
const number = (oid: string, name = oid) => ({ oid, name, type: "Gauge32" });
const row = (oid: string, type: string, value: string) => ({ oid, type, value });

/** What the server was asked, and what it says: rows, or the code of a problem. */
let asked: string[][] = [];
vi.setConfig({ testTimeout: 30_000 });
let answer: (oids: string[]) => object[] | string;

const failures = () => watch.get().history.series.map(({ failure }) => failure);
const lastPoints = () => watch.get().history.series.map(({ points }) => points.at(-1));
const rounds = (count: number) =>
  vi.waitFor(() => expect(watch.get().history.times.length).toBe(count), { timeout: 20_000 });
const nextRound = async () => {
  const before = watch.get().history.times.length;
  pauseWatch(true);
  pauseWatch(false);
  await rounds(before + 1);
};

beforeEach(() => {
  asked = [];
  changeInterval(3600); // rounds come when a test wants one
  answer = (oids) =>
    oids.map((oid) => (oid === UPTIME ? row(oid, "TimeTicks", "100") : row(oid.replace("a.b", "1.9"), "Gauge32", "7")));
  vi.stubGlobal("fetch", async (_url: string, { body }: RequestInit) => {
    const sent = JSON.parse(String(body)) as { oid: string; oids?: string[] };
    const oids = sent.oids ?? [sent.oid];
    asked.push(oids);
    const said = answer(oids);
    if (typeof said !== "string") return Response.json({ mode: "parsed", count: said.length, data: said });
    return Response.json({ code: said, detail: `It is ${said}.` }, { status: 502 });
  });
});

afterEach(() => {
  forgetWatch();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

it("asks all numbers of a device by one request, and a name alone until its OID is known", async () => {
  startWatching(request, number("1.3.1"));
  startWatching(request, number("a.b"));
  await rounds(1);
  await nextRound();
  await nextRound();
  expect(asked[0]).toEqual([UPTIME, "1.3.1"]);
  expect(asked.slice(1, 3)).toContainEqual(["a.b"]);
  expect(asked.at(-1)).toEqual([UPTIME, "1.3.1", "1.9"]);
  expect(lastPoints()).toEqual([7, 7]);
});

it("asks one by one where a device refuses all for one of them", async () => {
  answer = (oids) => (oids.length > 1 || oids[0] === "1.3.2" ? "no_such_oid" : [row(oids[0] ?? "", "Gauge32", "5")]);
  startWatching(request, number("1.3.1"));
  startWatching(request, number("1.3.2"));
  await rounds(1);
  await nextRound();
  expect(failures()).toEqual([null, "It is no_such_oid."]);
  expect(lastPoints()).toEqual([5, null]);
});

it("says of all numbers of a silent device why there is nothing", async () => {
  answer = () => "timeout";
  startWatching(request, number("1.3.1"));
  await rounds(1);
  expect(failures()).toEqual(["It is timeout."]);
  expect(asked).toHaveLength(1);
});

it("goes on after a reload, without the secrets that were typed", async () => {
  startWatching(request, number("1.3.1"));
  startWatching({ ...request, community: "hidden" }, number("1.3.2"));
  await rounds(1);
  pauseWatch(true);
  window.dispatchEvent(new Event("pagehide"));
  const kept = String(sessionStorage.getItem("trishul_watch"));
  expect(kept).not.toContain("hidden");
  forgetWatch();
  sessionStorage.setItem("trishul_watch", kept);
  resumeWatch();
  resumeWatch();
  expect(watch.get().isPaused).toBe(true);
  expect(watch.get().history.times).toHaveLength(1);
  expect(failures()).toEqual([null, expect.stringContaining("Watch it again")]);

  startWatching({ ...request, community: "hidden" }, number("1.3.2"));
  expect(failures()).toEqual([null, null]);
  pauseWatch(false);
  await rounds(2);
  expect(lastPoints()).toEqual([7, 7]);
});

it("leaves nothing behind when the watch was ended", () => {
  window.dispatchEvent(new Event("pagehide"));
  expect(sessionStorage.getItem("trishul_watch")).toBeNull();
  sessionStorage.setItem("trishul_watch", "{");
  resumeWatch();
  expect(watch.get().history.series).toEqual([]);
});
