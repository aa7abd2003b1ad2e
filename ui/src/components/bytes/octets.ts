import type { BerNode } from "../../api/generated";

/** The decoded tree as a list, and the way between an octet and the node it belongs to. */
export interface FlatNode {
  node: BerNode;
  depth: number;
  /** Index of the parent in the list, -1 for the root. */
  parent: number;
}

export interface Range {
  start: number;
  end: number;
}

/** Parents before children, in the order of the octets. */
export function flatten(root: BerNode): FlatNode[] {
  const flat: FlatNode[] = [];
  const add = (node: BerNode, depth: number, parent: number) => {
    const index = flat.push({ node, depth, parent }) - 1;
    for (const child of node.children ?? []) add(child, depth + 1, index);
  };
  add(root, 0, -1);
  return flat;
}

/** All octets of a node, its header included. */
export function rangeOf(node: BerNode): Range {
  return { start: node.offset, end: node.offset + node.size };
}

/** The octets before a node's contents: tag and length. */
export function headerOf(node: BerNode): Range {
  return { start: node.offset, end: node.offset + node.header_size };
}

export function contains(range: Range | null, offset: number): boolean {
  return range !== null && offset >= range.start && offset < range.end;
}

/** The innermost node an octet belongs to; -1 behind the end. */
export function nodeAt(flat: readonly FlatNode[], offset: number): number {
  let found = -1;
  flat.forEach(({ node, depth }, index) => {
    const isDeeper = found === -1 || depth >= (flat[found]?.depth ?? 0);
    if (isDeeper && contains(rangeOf(node), offset)) found = index;
  });
  return found;
}

export function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

export function asciiOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

export const hexOf = (byte: number) => byte.toString(16).padStart(2, "0");

const OCTETS_PER_LINE = 16;

/** The usual dump: offset, sixteen octets, their characters. */
export function hexDump(bytes: readonly number[]): string {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += OCTETS_PER_LINE) {
    const line = bytes.slice(start, start + OCTETS_PER_LINE);
    const hex = line
      .map(hexOf)
      .join(" ")
      .padEnd(OCTETS_PER_LINE * 3 - 1);
    lines.push(`${start.toString(16).padStart(4, "0")}  ${hex}  ${line.map(asciiOf).join("")}`);
  }
  return lines.join("\n");
}
