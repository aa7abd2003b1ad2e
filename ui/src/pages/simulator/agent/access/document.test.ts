import { describe, expect, it } from "vitest";
import { documentOf, draftOf, newRow } from "./document";

describe("an access document", () => {
  it("goes into its tables and back", () => {
    const document = {
      communities: [{ community: "public", security_name: "readers" }],
      groups: [{ group: "g", model: "v2c" as const, security_name: "readers" }],
      access: [{ group: "g", read: "all" }],
      views: [{ view: "all", subtree: "1.3" }],
      engines: [],
    };
    const draft = draftOf(document);
    expect(draft.access[0]).toMatchObject({ group: "g", model: "any", level: "noAuthNoPriv", read: "all", write: "" });
    expect(documentOf(draft)).toMatchObject(document);
  });

  it("leaves out rows in which nothing was typed", () => {
    const draft = { ...draftOf({}), views: [newRow("views"), { ...newRow("views"), view: "all", subtree: "1.3" }] };
    expect(documentOf(draft).views).toHaveLength(1);
  });
});
