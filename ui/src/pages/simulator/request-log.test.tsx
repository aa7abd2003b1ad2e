import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { giveElementsSize, renderPage } from "../../../build/test-page";
import { queryOf } from "./log-filter";
import { RequestLog } from "./request-log";

const entry = (id: number, part: object = {}) => ({
  id,
  at: 1_700_000_000 + id,
  source: "192.0.2.1:4711",
  agent_id: "default",
  community_device: "demo switch",
  operation: "GetRequest",
  version: "2c",
  requests: 3,
  varbinds: 3,
  first_oid: "1.3.6.1.2.1.1.5.0",
  last_oid: "1.3.6.1.2.1.1.5.0",
  errors: 0,
  ...part,
});

const tree = { label: "message", offset: 0, header_size: 2, size: 4, tag: 48, type: "SEQUENCE", text: "" };
const octets = { raw_hex: "30020500", size: 4, is_decrypted: true, tree };
const log = [entry(2, { operation: "SetRequest" }), entry(1)];

const asked: string[] = [];

function answerTo(method: string, path: string): [number, unknown] {
  if (method === "DELETE") return [200, { status: "cleared", count: 2 }];
  if (path.includes("source=here"))
    return [422, { code: "invalid_input", title: "No", detail: "It is an address", field: "source" }];
  if (path.includes("pdu=SetRequest")) return [200, { data: [log[0]] }];
  if (path.endsWith("/log/1")) return [200, { entry: log[1], request: octets, answer: null }];
  return [200, { data: log }];
}

beforeEach(() => {
  giveElementsSize(1200, 400);
  asked.length = 0;
  vi.stubGlobal("fetch", async (input: URL | string, init: RequestInit = {}) => {
    asked.push(`${init.method} ${input}`);
    const [status, body] = answerTo(init.method ?? "GET", String(input));
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const handleAgent = vi.fn();
const rows = () => screen.queryAllByRole("row").length - 1;

describe("the request log", () => {
  it("opens the octets of an entry, and says what is not there", async () => {
    renderPage(<RequestLog status={null} agent="" onAgent={handleAgent} />);
    fireEvent.click(await screen.findByText("GetRequest"));
    const dialog = within(await screen.findByRole("dialog", { name: "GetRequest to demo switch from 192.0.2.1:4711" }));
    expect(await dialog.findByText("message")).toBeTruthy();
    expect(dialog.getByText("Encrypted octets are shown as what they say.")).toBeTruthy();
    expect(dialog.getByText(/The last of 3 requests/)).toBeTruthy();
    fireEvent.click(dialog.getByRole("tab", { name: "Answer" }));
    expect(await dialog.findByText(/spoiled by a fault/)).toBeTruthy();
  });

  it("is narrowed by the server, and tells at the field what cannot be meant", async () => {
    renderPage(<RequestLog status={null} agent="" onAgent={handleAgent} />);
    await waitFor(() => expect(rows()).toBe(2));
    fireEvent.click(screen.getByRole("button", { name: "Narrow" }));
    const source = screen.getByRole("textbox", { name: "From" });
    fireEvent.change(source, { target: { value: " here " } });
    expect(await screen.findByText("It is an address")).toBeTruthy();
    expect(asked.at(-1)).toContain("source=here&limit=1000");
    fireEvent.change(source, { target: { value: "192.0.2.0/24" } });
    await waitFor(() => expect(screen.queryByText("It is an address")).toBeNull());
    await waitFor(() => expect(rows()).toBe(2));
  });

  it("is narrowed to the agent whose requests one comes for, until that is switched off", async () => {
    renderPage(<RequestLog status={null} agent="demo switch" onAgent={handleAgent} />);
    await waitFor(() => expect(asked.some((line) => line.includes("agent=demo+switch"))).toBe(true));
    expect(document.activeElement?.id).toBe("sim-log");
    fireEvent.click(screen.getByRole("button", { name: "Narrow" }));
    expect(handleAgent).toHaveBeenCalledWith("");
  });

  it("stands still while it is paused and is empty once it was cleared", async () => {
    renderPage(<RequestLog status={null} agent="" onAgent={handleAgent} />);
    await waitFor(() => expect(rows()).toBe(2));
    fireEvent.click(screen.getByRole("button", { name: "Pause" }));
    expect(screen.getByText("Paused, 0 waiting")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Clear the log" }));
    await waitFor(() => expect(rows()).toBe(0));
    expect(asked.at(-1)).toBe("DELETE /api/simulator/log");
    expect(screen.queryByText("Paused, 0 waiting")).toBeNull();
  });
});

describe("what the server is asked for", () => {
  it("is what was filled in", () => {
    expect(queryOf({ agent: "", source: " 192.0.2.1 ", pdu: "SetRequest", oid: "" })).toEqual({
      source: "192.0.2.1",
      pdu: "SetRequest",
    });
  });
});
