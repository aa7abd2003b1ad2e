import { describe, expect, it } from "vitest";
import { undefinedPart } from "./unresolved";

describe("what no module defines", () => {
  it("is the vendor's branch, whose MIB is missing", () => {
    expect(undefinedPart("1.3.6.1.4.1.9999.1.2.0")).toBe("1.3.6.1.4.1.9999");
  });

  it("is the OID itself elsewhere", () => {
    expect(undefinedPart("1.3.6.1.2.1.9999.1")).toBe("1.3.6.1.2.1.9999.1");
  });
});
