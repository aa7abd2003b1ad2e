import { expect, it } from "vitest";
import { ownTrapCommand, ownWalkCommand, trapCommand, walkCommand } from "./addresses";

it("writes lines that a shell takes, for net-snmp and for this program", () => {
  expect(walkCommand("127.0.0.1", 1061, "it's", "2c", "1.3.6")).toBe(
    "snmpwalk -v 2c -c 'it'\\''s' 127.0.0.1:1061 1.3.6",
  );
  expect(ownWalkCommand("127.0.0.1", 1061, "it's", "1.3.6")).toBe("trishul walk -c 'it'\\''s' 127.0.0.1:1061 1.3.6");
  expect(ownWalkCommand("::1", 1061, "public", "1.3.6")).toBe("trishul walk '[::1]:1061' 1.3.6");
  expect(trapCommand("::1", 1162)).toContain("'udp6:[::1]:1162'");
  expect(ownTrapCommand("127.0.0.1", 1162)).toMatch(/^trishul trap send 127\.0\.0\.1:1162 1\.3/);
});
