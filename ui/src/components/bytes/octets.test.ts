import { describe, expect, it } from "vitest";
import type { BerNode } from "../../api/generated";
import { bytesOf, flatten, headerOf, hexDump, nodeAt, rangeOf } from "./octets";

const leaf = (label: string, offset: number, size: number): BerNode => ({
  label,
  offset,
  header_size: 2,
  size,
  tag: 2,
  type: "INTEGER",
  text: "",
});

/** 30 0a | 02 01 01 | 30 05 ( 02 01 07 | 05 00 ) */
const tree: BerNode = {
  ...leaf("message", 0, 12),
  children: [
    leaf("version", 2, 3),
    { ...leaf("pdu", 5, 7), children: [leaf("request-id", 7, 3), leaf("nothing", 10, 2)] },
  ],
};
const flat = flatten(tree);
const labelAt = (offset: number) => flat[nodeAt(flat, offset)]?.node.label;

describe("the tree and its octets", () => {
  it("is flattened with parents before children", () => {
    expect(flat.map(({ node, depth, parent }) => [node.label, depth, parent])).toEqual([
      ["message", 0, -1],
      ["version", 1, 0],
      ["pdu", 1, 0],
      ["request-id", 2, 2],
      ["nothing", 2, 2],
    ]);
  });

  it("gives each octet to the innermost node", () => {
    expect([0, 1].map(labelAt)).toEqual(["message", "message"]);
    expect([2, 3, 4].map(labelAt)).toEqual(["version", "version", "version"]);
    expect([5, 6].map(labelAt)).toEqual(["pdu", "pdu"]);
    expect([7, 9, 10, 11].map(labelAt)).toEqual(["request-id", "request-id", "nothing", "nothing"]);
  });

  it("gives an octet behind the end to nobody", () => {
    expect(nodeAt(flat, 12)).toBe(-1);
  });

  it("tells a node's header from its contents", () => {
    expect(rangeOf(tree)).toEqual({ start: 0, end: 12 });
    expect(headerOf(tree)).toEqual({ start: 0, end: 2 });
  });
});

describe("the hex dump", () => {
  it("has offset, octets and characters", () => {
    const bytes = bytesOf("3003020101".padEnd(36, "41"));
    expect(hexDump(bytes)).toBe(
      "0000  30 03 02 01 01 41 41 41 41 41 41 41 41 41 41 41  0····AAAAAAAAAAA\n0010  41 41                                            AA",
    );
  });

  it("is empty for nothing", () => {
    expect(hexDump(bytesOf(""))).toBe("");
  });
});
