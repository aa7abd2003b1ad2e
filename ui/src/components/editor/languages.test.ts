import type { StreamLanguage } from "@codemirror/language";
import { describe, expect, it } from "vitest";
import { asn1 } from "./asn1";
import { json } from "./json";

/** Each word that has a kind, with it. */
function kindsOf(language: StreamLanguage<unknown>, text: string): string[] {
  const found: string[] = [];
  language.parser.parse(text).iterate({
    enter: ({ name, from, to, node }) => {
      if (!node.firstChild && !node.type.isTop) found.push(`${name} ${text.slice(from, to)}`);
    },
  });
  return found;
}

describe("MIB texts", () => {
  it("have macros, clauses, types and what they define", () => {
    expect(
      kindsOf(asn1 as StreamLanguage<unknown>, "ifIndex OBJECT-TYPE\n  SYNTAX Integer32 (1..5) ::= { x 2 }"),
    ).toEqual([
      "variableName.definition ifIndex",
      "macroName OBJECT-TYPE",
      "keyword SYNTAX",
      "typeName Integer32",
      "number 1",
      "number 5",
      "operator ::=",
      "number 2",
    ]);
  });

  it("have descriptions over lines, and comments that end with two hyphens", () => {
    expect(kindsOf(asn1 as StreamLanguage<unknown>, 'DESCRIPTION "END\n\n of it" -- no -- END -- yes')).toEqual([
      "keyword DESCRIPTION",
      'string "END',
      'string  of it"',
      "comment -- no --",
      "keyword END",
      "comment -- yes",
    ]);
  });
});

describe("JSON", () => {
  it("tells names from values", () => {
    expect(kindsOf(json as StreamLanguage<unknown>, '{"a\\"b" : "c", "d": [-1.5e3, true]}')).toEqual([
      'propertyName "a\\"b"',
      'string "c"',
      'propertyName "d"',
      "number -1.5e3",
      "keyword true",
    ]);
  });
});
