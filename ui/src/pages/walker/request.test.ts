import { describe, expect, it } from "vitest";
import { noSecrets } from "../../components/forms/identity";
import { changedLimits, defaultLimits, emptyDraft, requestOf } from "./request";

describe("a walk request", () => {
  it("needs a target and an OID", () => {
    const { errors } = requestOf({ ...emptyDraft, oid: " " }, noSecrets);
    expect(Object.keys(errors ?? {})).toEqual(["target", "oid"]);
  });

  it("takes an emptied number as its default", () => {
    const { request } = requestOf(
      { ...emptyDraft, target: " host ", port: null, retries: null, timeout_s: 3 },
      noSecrets,
    );
    expect(request).toMatchObject({ target: "host", port: 161, retries: defaultLimits.retries, timeout_s: 3 });
  });

  it("asks version 1 agents no GETBULK, which they do not know", () => {
    const { request } = requestOf({ ...emptyDraft, target: "host", version: "1", operation: "getbulk" }, noSecrets);
    expect(request?.operation).toBe("getnext");
  });

  it("sets what is listed, with the MIB's type where none is chosen, and at least one variable", () => {
    const set = { ...emptyDraft, target: "host", operation: "set" as const };
    expect(requestOf(set, noSecrets).errors).toHaveProperty("varbinds");
    const unnamed = { key: 4, oid: " ", type: "mib", value: "x" };
    expect(requestOf({ ...set, varbinds: [unnamed] }, noSecrets).errors?.bindings).toHaveProperty("4");
    const varbinds = [
      { key: 1, oid: " sysName.0", type: "mib", value: "r1" },
      { key: 2, oid: "1.3.6.1.9", type: "Integer", value: "3" },
    ];
    expect(requestOf({ ...set, varbinds }, noSecrets).request?.varbinds).toEqual([
      { oid: "sysName.0", type: null, value: "r1" },
      { oid: "1.3.6.1.9", type: "Integer", value: "3" },
    ]);
  });

  it("knows how many limits differ from their defaults", () => {
    expect(changedLimits(emptyDraft)).toBe(0);
    expect(changedLimits({ ...emptyDraft, retries: 5, max_rows: null })).toBe(1);
  });
});
