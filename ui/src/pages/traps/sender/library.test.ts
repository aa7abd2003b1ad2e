import { describe, expect, it } from "vitest";
import type { TrapDescription } from "../../../api/generated";
import { matching } from "./library";

const one = (name: string, description: string, objects: string[] = []) =>
  ({
    name,
    full_name: `X-MIB::${name}`,
    oid: "1.3",
    description,
    objects: objects.map((object) => ({ name: object })),
  }) as unknown as TrapDescription;
const all = [one("fanLinkLost", "A fan."), one("linkDown", "An interface.", ["ifIndex"])];

describe("searching notifications", () => {
  it("finds every word in name, object or description, names that begin so first", () => {
    const names = (typed: string) => matching(all, typed).map(({ name }) => name);
    expect(names("link")).toEqual(["linkDown", "fanLinkLost"]);
    expect(names("link IFINDEX")).toEqual(["linkDown"]);
    expect(names("fan lost")).toEqual(["fanLinkLost"]);
    expect(names(" ")).toHaveLength(2);
    expect(names("nothing")).toEqual([]);
  });
});
