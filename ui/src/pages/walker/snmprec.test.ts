import { describe, expect, it } from "vitest";
import type { ShownVarBind } from "../../api/generated";
import { recordingLine, recordingName, rowsAsRecording } from "./snmprec";

const row = (type: string, value: string, display = value): ShownVarBind => ({
  oid: "1.3.6.1.9",
  name: "1.3.6.1.9",
  type,
  value,
  display,
});

describe("a line of a recording", () => {
  it.each([
    [row("INTEGER", "1", "up(1)"), "1.3.6.1.9|2|1"],
    [row("OCTET STRING", "Gi0/1 | uplink"), "1.3.6.1.9|4|Gi0/1 | uplink"],
    [row("OCTET STRING", "0x001b21", "00 1B 21"), "1.3.6.1.9|4x|001b21"],
    [row("OCTET STRING", "0xab"), "1.3.6.1.9|4|0xab"],
    [row("OCTET STRING", "two\nlines"), "1.3.6.1.9|4x|74776f0a6c696e6573"],
    [row("OCTET STRING", ""), "1.3.6.1.9|4|"],
    [row("OBJECT IDENTIFIER", "1.3.6", "SNMPv2-SMI::dod"), "1.3.6.1.9|6|1.3.6"],
    [row("TimeTicks", "1234", "0:00:12.34"), "1.3.6.1.9|67|1234"],
    [row("Counter64", "18446744073709551615"), "1.3.6.1.9|70|18446744073709551615"],
    [row("endOfMibView", ""), null],
  ])("%#", (given, line) => expect(recordingLine(given)).toBe(line));
});

it("is a file whose name is the community of the agent", () => {
  expect(rowsAsRecording([row("INTEGER", "1"), row("noSuchObject", "")])).toBe("1.3.6.1.9|2|1\n");
  expect(recordingName("fe80::1%eth0")).toBe("fe80-1-eth0.snmprec");
  expect(recordingName("::")).toBe("walk.snmprec");
});
