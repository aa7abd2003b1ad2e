import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { giveElementsSize, renderPage } from "../../../../../build/test-page";
import type { AgentRecord } from "../../../../api/generated";
import { queryClient } from "../../../../api/queries";
import { Journal } from ".";

const request = (number: number, part: object = {}) => ({
  number,
  at: 1_700_000_000 + number,
  source: "192.0.2.1:4711",
  version: "2c",
  pdu: "GetBulkRequest",
  oids: ["1.3.6.1.2.1.31.1.1.1.6", "1.3.6.1.2.1.1.3"],
  names: ["IF-MIB::ifHCInOctets", "SNMPv2-MIB::sysUpTime"],
  oids_total: 2,
  non_repeaters: 0,
  max_repetitions: 25,
  varbinds: 50,
  answered: true,
  ...part,
});
const all = [request(9, { varbinds: null, answered: false }), request(8)];
const verdict = {
  agent: "lab",
  holds: false,
  count: 1,
  kept: 2,
  forgotten: 7,
  verdict: "GetBulkRequest: 1 of 2 requests, at least 2 were expected",
  instead: ["1 GetRequest of sysUpTime: it is a GetRequest"],
  data: [],
};
const agent = { id: "lab", name: "Lab copy", enabled: true, addresses: {} } as AgentRecord;

const asked: string[] = [];
let kept = all;

function answerTo(method: string, url: string): [number, unknown] {
  if (url.includes("/api/mibs")) return [200, { results: [], total: 0, count: 0 }];
  if (method === "DELETE") {
    kept = [];
    return [200, { status: "forgotten", agent: "lab", count: 2 }];
  }
  if (method === "POST") return [200, verdict];
  if (url.includes("source=here")) return [422, { code: "invalid_input", detail: "It is an address", field: "source" }];
  const data = url.includes("oid=") ? kept.slice(1) : kept;
  return [200, { agent: "lab", total: data.length, kept: kept.length, forgotten: 7, data }];
}

beforeEach(() => {
  giveElementsSize(1200, 400);
  asked.length = 0;
  kept = all;
  queryClient.clear();
  vi.stubGlobal("fetch", async (input: URL | string, init: RequestInit = {}) => {
    asked.push(`${init.method} ${input} ${init.body ?? ""}`.trim());
    const [status, body] = answerTo(init.method ?? "GET", String(input));
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  });
});

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

describe("an agent's journal", () => {
  it("tells each request, what was silent, and how many are forgotten", async () => {
    renderPage(<Journal agent={agent} status={null} />);
    expect((await screen.findAllByText("ifHCInOctets and 1 more")).length).toBe(2);
    expect(screen.getByText("no answer")).toBeTruthy();
    expect(screen.getByText("50 bindings")).toBeTruthy();
    expect(screen.getByText("2 kept, 7 older ones forgotten")).toBeTruthy();
    expect(screen.getByRole("link", { name: "In the log of all agents" }).getAttribute("href")).toContain(
      "log=Lab%20copy",
    );
  });

  it("is narrowed by the server, which says at the field what it cannot take", async () => {
    renderPage(<Journal agent={agent} status={null} />);
    const source = await screen.findByRole("textbox", { name: "From" });
    fireEvent.change(source, { target: { value: "here" } });
    expect(await screen.findByText("It is an address")).toBeTruthy();
    fireEvent.change(source, { target: { value: "" } });
    fireEvent.change(screen.getByLabelText("Object", { selector: "input" }), { target: { value: "ifHCInOctets" } });
    expect(await screen.findByText(/1 of 2 kept/)).toBeTruthy();
    fireEvent.change(screen.getByRole("textbox", { name: "At least" }), { target: { value: "2" } });
    fireEvent.click(screen.getByRole("button", { name: "Was it?" }));
    expect(await screen.findByText(verdict.verdict)).toBeTruthy();
    expect(screen.getByText(/it is a GetRequest/)).toBeTruthy();
    expect(asked).toContain('POST /api/simulator/agents/lab/journal/count {"oid":"ifHCInOctets","min":2,"max":null}');
    fireEvent.change(screen.getByLabelText("Object", { selector: "input" }), { target: { value: "" } });
    await waitFor(() => expect(screen.queryByText(verdict.verdict)).toBeNull());
  });

  it("begins anew, and says so while nothing was asked", async () => {
    renderPage(<Journal agent={agent} status={null} />);
    await screen.findByText("no answer");
    fireEvent.click(screen.getByRole("button", { name: "Begin anew" }));
    expect(await screen.findByText("It was not asked yet.")).toBeTruthy();
    expect(asked).toContain("DELETE /api/simulator/agents/lab/journal");
  });
});
