import { describe, expect, it } from "vitest";
import type { ShownVarBind } from "../../api/generated";
import { noSecrets } from "../../components/forms/identity";
import { csvField, fileName, rawLine, rowsAsCsv, rowsAsJson } from "./export";
import { emptyDraft, requestOf } from "./request";

const row = (type: string, value: string, display = value): ShownVarBind => ({
  oid: "1.3.6.1.2.1.1.1.0",
  name: "1.3.6.1.2.1.1.1.0",
  type,
  value,
  display,
});

describe("CSV (RFC 4180)", () => {
  it("quotes separators, quotes and line ends only", () => {
    expect(csvField("plain")).toBe("plain");
    expect(csvField("a,b")).toBe('"a,b"');
    expect(csvField('say "hi"')).toBe('"say ""hi"""');
    expect(csvField("two\nlines")).toBe('"two\nlines"');
  });

  it("has a header and one line a row", () => {
    expect(rowsAsCsv([row("INTEGER", "1", "up(1)")])).toBe(
      "oid,name,type,value,display\r\n1.3.6.1.2.1.1.1.0,1.3.6.1.2.1.1.1.0,INTEGER,1,up(1)\r\n",
    );
  });
});

describe("JSON", () => {
  it("says what was asked, without the community", () => {
    const { request } = requestOf({ ...emptyDraft, target: "10.0.0.1", community: "secret" }, noSecrets);
    const text = rowsAsJson([row("INTEGER", "1")], request);
    expect(JSON.parse(text)).toMatchObject({ request: { target: "10.0.0.1", port: 161 }, count: 1 });
    expect(text).not.toContain("secret");
  });
});

describe("a raw line, as snmpwalk -On prints it", () => {
  it.each([
    [row("OCTET STRING", 'a "b"'), '.1.3.6.1.2.1.1.1.0 = STRING: "a \\"b\\""'],
    [row("OCTET STRING", "0x001b21", "00 1b 21"), ".1.3.6.1.2.1.1.1.0 = Hex-STRING: 00 1B 21 "],
    [row("TimeTicks", "1234", "0:00:12.34"), ".1.3.6.1.2.1.1.1.0 = Timeticks: (1234) 0:00:12.34"],
    [row("OBJECT IDENTIFIER", "1.3.6"), ".1.3.6.1.2.1.1.1.0 = OID: .1.3.6"],
    [row("Counter64", "18446744073709551615"), ".1.3.6.1.2.1.1.1.0 = Counter64: 18446744073709551615"],
    [row("noSuchObject", ""), ".1.3.6.1.2.1.1.1.0 = No Such Object available on this agent at this OID"],
    [row("NULL", ""), ".1.3.6.1.2.1.1.1.0 = NULL"],
  ])("%#", (given, line) => expect(rawLine(given)).toBe(line));
});

describe("a file name", () => {
  it("is made of what was asked and safe on any system", () => {
    const { request } = requestOf({ ...emptyDraft, target: "fe80::1%eth0", oid: "1.3.6" }, noSecrets);
    expect(fileName(request, "csv")).toBe("walk-fe80_1_eth0-1.3.6.csv");
  });
});
