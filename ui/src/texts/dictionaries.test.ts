import { describe, expect, it } from "vitest";
import { english } from "../texts";
import { german } from "./german";

/** What is the same word in both languages, or belongs to SNMP and not to a language. */
const sameOnPurpose = new Set(
  [
    "Agent 7|Bit|Bits|Browser|Bytes|Engine 7: 7.|Filter|Host|Index|Name|Offline|Online|Operation|Revision|Status|Syntax",
    "Live|Server|Starts|System",
    "Text|Variable 7|Variable 7, 7|Ver|Version|Trishul|Trishul SNMP",
    "Boots|Bulk|Communities|Community|Enterprise|Generic, specific|Get|IMPLIED|Inform|MAX|MIBs|7 MIB|Next|Notif.",
    "Notification|Notifications|OID|SMIv2|SNMP|SNMPv3|Set|Simulator|Trap|Traps|Varbinds|Walk|Walks|authNoPriv|authPriv",
    "enterpriseSpecific|noAuthNoPriv|sysUpTime|IF-MIB::ifHCInOctets.1|00:1e:aa:00:00:01",
    "CSV|Cron|Facility|Hex|JSON|Jobs|Journal|Lint|Port|Python|SQLite|Syslog|Tag|Tags|Timeout (s)|Transport|URL|UTC|Web|Webhook|curl",
    " s|/s|7/s|1 h|8 h|0.11666666666666667 min",
  ].flatMap((words) => words.split("|")),
);

type Leaf = [path: string, text: string];

/** Every text with its place; one with something to fill in is called with the same for all of it. */
function leavesOf(value: unknown, path: string): Leaf[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String(value(...Array(value.length).fill("7")))]];
  return Object.entries(value as object).flatMap(([key, part]) => leavesOf(part, `${path}.${key}`));
}

const inEnglish = leavesOf(english, "texts");
const inGerman = leavesOf(german, "texts");

describe("the German dictionary", () => {
  it("has the keys of the English one, also where any key is allowed", () => {
    expect(inGerman.map(([path]) => path).sort()).toEqual(inEnglish.map(([path]) => path).sort());
  });

  it("has left nothing in English by accident", () => {
    const translated = new Map(inGerman);
    const same = inEnglish.filter(([path, text]) => /[a-z]/i.test(text) && translated.get(path) === text);
    expect(same.filter(([, text]) => !sameOnPurpose.has(text))).toEqual([]);
  });

  it("says nothing where the English one says nothing", () => {
    const empty = new Set(inEnglish.filter(([, text]) => text === "").map(([path]) => path));
    expect(inGerman.filter(([path, text]) => (text.trim() === "") !== empty.has(path))).toEqual([]);
  });

  it("imports types alone, as the module that loads it waits for it", () => {
    const files = import.meta.glob<string>("./german/*.ts", { query: "?raw", import: "default", eager: true });
    const imports = Object.values(files).flatMap((text) => text.match(/^import .*$/gm) ?? []);
    expect(imports.filter((line) => !line.startsWith("import type ") && !/from "\.\/\w+";$/.test(line))).toEqual([]);
  });
});
