import { describe, expect, it } from "vitest";
import type { TrapRecord } from "../../api/generated";
import { sendingOf } from "./again";
import { curlLine, pythonLines } from "./scripts";

const binding = (oid: string, type: string, value: string) => ({
  oid,
  name: oid,
  type,
  value,
  display: value,
  resolved: false,
  module: "",
});
const record: TrapRecord = {
  id: 1,
  timestamp: 0,
  time_str: "",
  received_at_ns: "0",
  source: "10.0.0.1:4000",
  local: "127.0.0.1:1162",
  agent_address: null,
  version: "2c",
  pdu_type: "SNMPv2-Trap",
  trap_oid: "1.3.6.1.6.3.1.1.5.3",
  trap_type: "linkDown",
  trap_name: "IF-MIB::linkDown",
  enterprise: null,
  severity: "info",
  resolved: true,
  uptime: 4200,
  security: null,
  is_pinned: false,
  is_read: false,
  inbox: null,
  tags: [],
  repeats: 1,
  anomalies: [],
  varbinds: [
    binding("1.3.6.1.2.1.1.3.0", "TimeTicks", "4200"),
    binding("1.2.1", "INTEGER", "-3"),
    binding("1.2.2", "OCTET STRING", 'it\'s "up"'),
    binding("1.2.3", "OCTET STRING", "0x00ff"),
    binding("1.2.4", "Opaque", "1.5"),
  ],
};
const v1: TrapRecord = {
  ...record,
  version: "1",
  pdu_type: "Trap",
  trap_oid: "1.3.6.1.4.1.9.0.7",
  enterprise: "1.3.6.1.4.1.9",
  agent_address: "10.1.2.3",
  varbinds: [binding("1.2.1", "NULL", ""), binding("1.3.6.1.6.3.18.1.3.0", "IpAddress", "10.1.2.3")],
};

describe("the same again", () => {
  it("has types as sending takes them, and not what the heading says", () => {
    expect(sendingOf(record)).toEqual({
      target: "127.0.0.1",
      port: 1162,
      kind: "trap",
      oid: "1.3.6.1.6.3.1.1.5.3",
      uptime: 4200,
      varbinds: [
        { oid: "1.2.1", type: "Integer", value: "-3" },
        { oid: "1.2.2", type: "OctetString", value: 'it\'s "up"' },
        { oid: "1.2.3", type: "Hex", value: "00ff" },
        { oid: "1.2.4", type: "Float", value: "1.5" },
      ],
    });
  });

  it("names a v1 trap by its own fields, without what a receiver adds", () => {
    expect(sendingOf(v1)).toMatchObject({
      version: "1",
      enterprise: "1.3.6.1.4.1.9",
      generic: 6,
      specific: 7,
      agent_address: "10.1.2.3",
      varbinds: [{ oid: "1.2.1", type: "Null", value: "" }],
    });
  });
});

describe("as a script", () => {
  it("is one curl command whose body a shell leaves alone", () => {
    const line = curlLine(record, "http://127.0.0.1:8080");
    expect(line).toContain("curl -X POST http://127.0.0.1:8080/api/traps/send");
    expect(line).toContain('"value":"it\'\\\'\'s \\"up\\""');
    expect(line).not.toContain("secret");
  });

  it("is Python that sends it by the library alone", () => {
    const lines = pythonLines(record);
    expect(lines).toContain('target = Target("127.0.0.1", 1162, version="2c", community="public")');
    expect(lines).toContain('VarBind.of("1.2.2", Value.octet_string("it\'s \\"up\\"")),');
    expect(lines).toContain('VarBind.of("1.2.3", Value.octet_string(bytes.fromhex("00ff"))),');
    expect(lines).toContain('VarBind.of("1.2.4", Value.opaque_float(1.5)),');
    expect(lines).toContain('await notifier.trap(target, "1.3.6.1.6.3.1.1.5.3", varbinds, uptime=4200)');
    expect(pythonLines(v1)).toContain('agent_address="10.1.2.3", enterprise="1.3.6.1.4.1.9")');
    expect(pythonLines({ ...record, version: "3" })).toContain("user=user");
  });
});
