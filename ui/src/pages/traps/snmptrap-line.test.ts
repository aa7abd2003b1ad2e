import { describe, expect, it } from "vitest";
import type { TrapRecord } from "../../api/generated";
import { snmptrapLine } from "./snmptrap-line";

const record = (part: Partial<TrapRecord>): TrapRecord => ({
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
  is_pinned: false,
  is_read: false,
  inbox: null,
  tags: [],
  repeats: 1,
  security: null,
  anomalies: [],
  varbinds: [],
  ...part,
});
const binding = (oid: string, type: string, value: string) => ({ oid, name: oid, type, value, display: value });

describe("a notification as a net-snmp line", () => {
  it("sends the same trap to where it arrived", () => {
    const varbinds = [
      binding("1.3.6.1.2.1.1.3.0", "TimeTicks", "4200"),
      binding("1.3.6.1.6.3.1.1.4.1.0", "OBJECT IDENTIFIER", "1.3.6.1.6.3.1.1.5.3"),
      binding("1.2.1", "INTEGER", "-3"),
      binding("1.2.2", "OCTET STRING", "it's up"),
      binding("1.2.3", "OCTET STRING", "0x00ff"),
    ];
    expect(snmptrapLine(record({ varbinds }))).toBe(
      "snmptrap -v 2c -c public 127.0.0.1:1162 4200 1.3.6.1.6.3.1.1.5.3 1.2.1 i -3 1.2.2 s 'it'\\''s up' 1.2.3 x 00ff",
    );
  });

  it("sends an inform as an inform, and to IPv6", () => {
    expect(snmptrapLine(record({ pdu_type: "InformRequest", local: "[::1]:162", uptime: null }))).toBe(
      "snmpinform -v 2c -c public 'udp6:[::1]:162' '' 1.3.6.1.6.3.1.1.5.3",
    );
  });

  it("takes a generic v1 trap apart again (RFC 3584 §3.2)", () => {
    const security = {
      level: "authPriv",
      user: "ops",
      engine_id: "80001f88046f7073",
      engine: "text ops, enterprise 8072",
      context_engine_id: "80001f88046f7073",
      context_name: "vlan 7",
    };
    expect(snmptrapLine(record({ version: "3", security }))).toBe(
      "snmptrap -v 3 -l authPriv -u ops -e 0x80001f88046f7073 -n 'vlan 7' 127.0.0.1:1162 4200 1.3.6.1.6.3.1.1.5.3",
    );
    const generic = record({ version: "1", pdu_type: "Trap", enterprise: "1.3.6.1.4.1.9", agent_address: "10.1.2.3" });
    expect(snmptrapLine(generic)).toBe("snmptrap -v 1 -c public 127.0.0.1:1162 1.3.6.1.4.1.9 10.1.2.3 2 0 4200");
  });

  it("takes an enterprise v1 trap apart again", () => {
    const specific = record({ version: "1", trap_oid: "1.3.6.1.4.1.9.9.43.0.7", agent_address: "10.1.2.3" });
    expect(snmptrapLine(specific)).toBe("snmptrap -v 1 -c public 127.0.0.1:1162 1.3.6.1.4.1.9.9.43 10.1.2.3 6 7 4200");
  });
});
