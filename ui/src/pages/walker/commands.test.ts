import { describe, expect, it } from "vitest";
import { noSecrets } from "../../components/forms/identity";
import { getLine } from "./commands";
import { emptyDraft, requestOf, type WalkDraft } from "./request";

const SYS_NAME = "1.3.6.1.2.1.1.5.0";

function requestFor(part: Partial<WalkDraft>) {
  const secrets = { ...noSecrets, auth_password: "a secret word", priv_password: "another one" };
  const { request } = requestOf({ ...emptyDraft, target: "10.0.0.1", ...part }, secrets);
  if (!request) throw new Error("the draft should be complete");
  return request;
}

describe("the line that asks for one value", () => {
  it("is that of the walk for a community", () => {
    expect(getLine(requestFor({ community: "it's", port: 1161 }), SYS_NAME, [])).toBe(
      `snmpget -v 2c -c 'it'\\''s' 10.0.0.1:1161 ${SYS_NAME}`,
    );
  });

  it("has no password of a user in it", () => {
    const line = getLine(requestFor({ version: "3", user: "ops" }), SYS_NAME, []);
    expect(line).toBe(
      `snmpget -v 3 -u ops -l authPriv -a SHA-256 -A PASSWORD -x AES -X PASSWORD 10.0.0.1:161 ${SYS_NAME}`,
    );
  });

  it("leaves a saved community to whoever has it", () => {
    expect(getLine(requestFor({ credential: "core" }), SYS_NAME, [])).toContain("-c COMMUNITY");
  });
});
