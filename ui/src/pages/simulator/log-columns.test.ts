import { describe, expect, it } from "vitest";
import type { SimulatorLogEntry } from "../../api/generated";
import { labelsOf, namesOf } from "./log-columns";

const entry = (part: Partial<SimulatorLogEntry>): SimulatorLogEntry => ({
  id: 1,
  at: 0,
  source: "",
  agent_id: null,
  community_device: null,
  operation: "GetBulkRequest",
  version: "2c",
  requests: 1,
  varbinds: 1,
  first_oid: "1.3.6.1.2.1.2",
  last_oid: "1.3.6.1.4.1.9999.1",
  errors: 0,
  ...part,
});

describe("what was asked for", () => {
  it("has names where the library has them and numbers elsewhere", () => {
    const asked = entry({ first_name: "IF-MIB::interfaces" });
    expect(namesOf(asked)).toBe("IF-MIB::interfaces … 1.3.6.1.4.1.9999.1");
    expect(labelsOf(asked)).toBe("interfaces … 1.3.6.1.4.1.9999.1");
  });

  it("is said once when it is one", () => {
    const asked = entry({
      last_oid: "1.3.6.1.2.1.2",
      first_name: "IF-MIB::interfaces",
      last_name: "IF-MIB::interfaces",
    });
    expect(namesOf(asked)).toBe("IF-MIB::interfaces");
    expect(labelsOf(asked)).toBe("interfaces");
  });

  it("is the reason of a drop", () => {
    expect(labelsOf(entry({ first_oid: null, last_oid: null, drop: "unknown_community" }))).toContain(
      "unknown community",
    );
  });
});
