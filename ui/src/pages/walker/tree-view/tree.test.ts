import { expect, it } from "vitest";
import type { ShownVarBind } from "../../../api/generated";
import { buildTree, linesOf } from "./tree";

const row = (oid: string, name = oid): ShownVarBind => ({
  oid,
  name,
  type: "INTEGER",
  value: "1",
  display: "1",
  resolved: name !== oid,
  module: "",
});
const rows = [
  row("1.3.6.1.2.1.1.1.0", "SNMPv2-MIB::sysDescr.0"),
  row("1.3.6.1.2.1.1.3.0", "SNMPv2-MIB::sysUpTime.0"),
  row("1.3.6.1.2.1.2.2.1.2.1", "IF-MIB::ifDescr.1"),
  row("1.3.6.1.2.1.2.2.1.2.2", "IF-MIB::ifDescr.2"),
  row("1.3.6.1.4.1.9.1.3.97.98.99", 'X-MIB::xName."abc"'),
  row("1.3.6.1.4.1.9.1.2.97.98", 'X-MIB::xName."ab"'),
  row("1.3.6.1.4.1.9.7.1"),
  row("1.3.6.1.4.1.9.7.2"),
];
const drawn = (toggled: string[] = []) =>
  linesOf(buildTree(rows), new Set(toggled)).map(
    ({ depth, name, oid, count }) => `${"-".repeat(depth)}${name || oid} ${count}`,
  );

it("draws branches that divide, objects by name, and what has no name by its number", () => {
  expect(drawn()).toEqual([
    "1.3.6.1 8",
    "-1.3.6.1.2.1 4",
    "--1.3.6.1.2.1.1 2",
    "---SNMPv2-MIB::sysDescr 1",
    "---SNMPv2-MIB::sysUpTime 1",
    "--IF-MIB::ifDescr 2",
    "-1.3.6.1.4.1.9 4",
    "--X-MIB::xName 2",
    "--1.3.6.1.4.1.9.7 2",
  ]);
});

it("opens objects to their instances and closes branches", () => {
  expect(drawn(["1.3.6.1.2.1.2.2.1.2", "1.3.6.1.4.1.9"])).toEqual([
    "1.3.6.1 8",
    "-1.3.6.1.2.1 4",
    "--1.3.6.1.2.1.1 2",
    "---SNMPv2-MIB::sysDescr 1",
    "---SNMPv2-MIB::sysUpTime 1",
    "--IF-MIB::ifDescr 2",
    "---IF-MIB::ifDescr.1 1",
    "---IF-MIB::ifDescr.2 1",
    "-1.3.6.1.4.1.9 4",
  ]);
});

it("has no branches without rows", () => expect(buildTree([])).toEqual([]));
