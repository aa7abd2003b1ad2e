import { describe, expect, it } from "vitest";
import type { CredentialRecord } from "../../../api/generated";
import { bodyOf, changeOf, draftOf, levelOf, missingIn, newDraft } from "./draft";

const draft = { ...newDraft, name: " core ", user: "bert", auth_secret: "maplesyrup", priv_secret: "pancakes4" };
const record = {
  name: "core",
  kind: "user",
  can_be_opened: true,
  user: "bert",
  auth_protocol: "SHA-256",
  has_auth_secret: true,
  auth_form: "password",
  priv_protocol: null,
  has_priv_secret: false,
  priv_form: null,
  context: "",
  engine_id: "",
  for_receiver: false,
  for_simulator: true,
  revision: 3,
} as CredentialRecord;

describe("a credential that is added", () => {
  it("has the protocols that were picked, and its level follows from them", () => {
    expect(bodyOf(draft)).toMatchObject({ name: "core", auth_protocol: "SHA-256", auth_password: "maplesyrup" });
    expect(levelOf(draft)).toBe("authPriv");
    expect(levelOf({ ...draft, priv_protocol: "" })).toBe("authNoPriv");
    expect(levelOf({ ...draft, auth_protocol: "", priv_protocol: "" })).toBe("noAuthNoPriv");
  });

  it("sends a key with its form", () => {
    const body = bodyOf({ ...draft, auth_kind: "localized", auth_secret: "00ff" });
    expect(body).toMatchObject({ auth_key: "00ff", auth_key_form: "localized" });
    expect(body).not.toHaveProperty("auth_password");
  });

  it("sends no secret of a protocol that is not used", () => {
    expect(JSON.stringify(bodyOf({ ...draft, priv_protocol: "" }))).not.toContain("pancakes4");
    expect(bodyOf({ ...draft, kind: "community", community: "lab" })).not.toHaveProperty("auth_protocol");
  });

  it("needs a name, a user and every secret", () => {
    expect(Object.keys(missingIn(newDraft, null))).toEqual(["name", "user", "auth_secret", "priv_secret"]);
    expect(Object.keys(missingIn({ ...newDraft, kind: "community" }, null))).toEqual(["name", "community"]);
  });
});

describe("a credential that is edited", () => {
  it("keeps the secrets that were left empty", () => {
    const edited = { ...draftOf(record), name: "edge" };
    expect(missingIn(edited, record)).toEqual({});
    const change = changeOf(edited, record);
    expect(change).toMatchObject({ name: "edge", auth_protocol: "SHA-256", priv_protocol: null, revision: 3 });
    expect(change).not.toHaveProperty("auth_password");
    expect(change).not.toHaveProperty("kind");
  });

  it("needs a secret that was not there, or that cannot be opened", () => {
    expect(missingIn({ ...draftOf(record), priv_protocol: "AES" }, record)).toHaveProperty("priv_secret");
    expect(missingIn({ ...draftOf(record), auth_kind: "master" }, record)).toHaveProperty("auth_secret");
    expect(missingIn(draftOf(record), { ...record, can_be_opened: false })).toHaveProperty("auth_secret");
  });
});
