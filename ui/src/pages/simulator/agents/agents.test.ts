import { describe, expect, it } from "vitest";
import type { AgentRecord, CredentialRecord, SimulatorStatus } from "../../../api/generated";
import { linesFor } from "../agent/lines";
import { answersTo } from "./columns";
import { agentOfModules, documentOf, draftOf, duplicateOf, newAgent, suggestedCommunity } from "./draft";
import { withRates } from "./listed";

const record: AgentRecord = {
  id: "a1",
  name: "Core switch",
  origin: "made",
  enabled: true,
  source: { kind: "recording", path: "core.snmprec" },
  addresses: { community: "core", context: "", user: "", listen: "" },
  engine_id: "",
  seed: 4,
  revision: 2,
  state: "loaded",
  error: null,
  instances: 10,
  requests: 100,
  varbinds: 0,
  errors: 0,
  last_request_at: null,
  findings: [],
};
const status = { host: "127.0.0.1", port: 1061, running: true } as SimulatorStatus;

describe("an agent", () => {
  it("goes into the form and back", () => {
    const { name, source, addresses, engine_id, seed } = record;
    expect(documentOf(draftOf(record))).toEqual({ name, source, addresses, engine_id, seed });
  });

  it("is made from modules, and named after the first of them", () => {
    const { name, source, addresses } = documentOf(agentOfModules(["IF-MIB", "UPS-MIB"]));
    expect([name, addresses.community]).toEqual(["IF-MIB", "if-mib"]);
    expect(source).toEqual({ kind: "modules", modules: ["IF-MIB", "UPS-MIB"], rows: null });
  });

  it("answers to its name where nothing else was said", () => {
    expect(suggestedCommunity({ ...newAgent, name: " Core switch (lab) " })).toBe("core-switch-lab");
    expect(documentOf({ ...newAgent, name: "Core switch" }).addresses.community).toBe("core-switch");
    expect(documentOf({ ...newAgent, name: "Core switch", user: "bert" }).addresses.community).toBe("");
  });

  it("has no address in common with the one that it is like", () => {
    const { source, addresses } = documentOf(duplicateOf(record));
    expect(source).toEqual(record.source);
    expect(addresses.community).toBe("core-switch-copy");
  });

  it("says by what it is asked", () => {
    const addresses = { community: "core", context: "lab", user: "bert", listen: "127.0.0.2:161" };
    expect(answersTo({ ...record, addresses })).toBe("127.0.0.2:161 · core · context lab · user bert");
  });

  it("is asked as often as its count has grown since it was last seen", () => {
    const before = { at_ms: 1_000, agents: [{ id: "a1", requests: 60 }] };
    expect(withRates([record], before, 3_000)[0]?.requests_per_s).toBe(20);
    expect(withRates([{ ...record, requests: 3 }], before, 3_000)[0]?.requests_per_s).toBe(0);
    expect(withRates([record], undefined, 3_000)[0]?.requests_per_s).toBe(0);
  });
});

describe("lines for a shell", () => {
  const bert = { user: "bert", level: "authNoPriv", auth_protocol: "SHA-256", priv_protocol: null } as CredentialRecord;
  const linesOf = (addresses: AgentRecord["addresses"]) =>
    linesFor({ ...record, addresses }, status, [bert]).map(({ command }) => command);

  it("ask on the shared port by community, and as a user who names the context", () => {
    const lines = linesOf({ community: "core" });
    expect(lines[0]).toBe("snmpwalk -v 2c -c core 127.0.0.1:1061 1.3.6.1.2.1");
    expect(lines.at(-1)).toBe(
      "snmpwalk -v 3 -u bert -l authNoPriv -a SHA-256 -A PASSWORD -n core 127.0.0.1:1061 1.3.6.1.2.1.1",
    );
  });

  it("ask at an address of its own, where no context is needed", () => {
    const lines = linesOf({ community: "it's", listen: "[::1]:2161" });
    expect(lines[0]).toBe("snmpwalk -v 2c -c 'it'\\''s' 'udp6:[::1]:2161' 1.3.6.1.2.1");
    expect(lines.at(-1)).not.toContain("-n");
  });
});
