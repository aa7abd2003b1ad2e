import { describe, expect, it } from "vitest";
import { noSecrets } from "../../../components/forms/identity";
import { firstDraft, notificationOf, onePace, paceOf, type SenderDraft, trapOf, typeOfMib } from "./draft";
import { draftOfTemplate, templateOf } from "./filling";

const draft: SenderDraft = {
  ...firstDraft,
  target: "sw1",
  community: "secret",
  varbinds: [{ key: 1, oid: "IF-MIB::ifIndex.3", type: typeOfMib, value: "3" }],
  pace: { ...onePace, count: 5, per_s: 2, burst: 1, from_per_s: 1, ramp_s: 4 },
};

describe("a template", () => {
  it("gives back the form it was made of, but for secrets", () => {
    const kept = templateOf(draft);
    expect(JSON.stringify(kept)).not.toContain("secret");
    const filled = { ...firstDraft, ...draftOfTemplate(kept) };
    expect({ ...filled, community: "secret" }).toEqual({ ...draft, generic: filled.generic });
  });

  it("keeps how SNMPv1 names a trap", () => {
    const v1: SenderDraft = { ...draft, version: "1", isByFields: true, generic: "2", enterprise: "1.3.6.1.4.1.9" };
    const filled = { ...firstDraft, ...draftOfTemplate(templateOf(v1)) };
    expect(filled).toMatchObject({ isByFields: true, generic: "2", enterprise: "1.3.6.1.4.1.9" });
    expect(notificationOf(filled)).not.toHaveProperty("oid");
  });
});

describe("what is sent", () => {
  it("is many where a number above one is typed", () => {
    expect(paceOf(onePace)).toBeNull();
    expect(paceOf(draft.pace)).toEqual({ count: 5, per_s: 2, burst: 1, from_per_s: 1, ramp_s: 4 });
  });

  it("needs an enterprise for an enterprise-specific trap, and an OID for all others", () => {
    const v1: SenderDraft = { ...draft, version: "1", isByFields: true, oid: "" };
    expect(trapOf(v1, noSecrets).errors?.enterprise).toBeDefined();
    expect(trapOf({ ...v1, generic: "0" }, noSecrets).trap).toMatchObject({ generic: 0, kind: "trap" });
    expect(trapOf({ ...draft, oid: " " }, noSecrets).errors?.oid).toBeDefined();
  });
});
