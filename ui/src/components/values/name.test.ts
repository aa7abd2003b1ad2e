import { describe, expect, it } from "vitest";
import { splitName } from "./name";

describe("a name", () => {
  it.each([
    ["IF-MIB::ifDescr.3", "IF-MIB", "ifDescr.3"],
    ['MIB::x."a::b"', "MIB", 'x."a::b"'],
    ["linkDown", "", "linkDown"],
    ["1.3.6.1.4.1.9999", "", "1.3.6.1.4.1.9999"],
  ])("%s is module %s and label %s", (name, module, label) => expect(splitName(name)).toEqual({ module, label }));
});
