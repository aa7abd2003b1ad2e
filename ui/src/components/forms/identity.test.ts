import { describe, expect, it } from "vitest";
import type { CredentialRecord } from "../../api/generated";
import { choiceOf, chosen, identityOf, isAboutIdentity, noSecrets, publicIdentity } from "./identity";

const user = { ...publicIdentity, version: "3", user: "bert" } as const;
const secrets = { auth_password: "maplesyrup", priv_password: "pancakes4" };
const saved = [
  { name: "core", kind: "user" },
  { name: "user", kind: "community" },
] as CredentialRecord[];

describe("who we are", () => {
  it("is public where nothing was chosen", () => {
    expect(identityOf(publicIdentity, noSecrets)).toEqual([{ version: "2c", community: "public" }, {}]);
  });

  it("is a name alone where a saved credential was chosen", () => {
    const [sent] = identityOf({ ...user, credential: "core" }, secrets);
    expect(sent).toEqual({ credential: "core", version: "3" });
  });

  it("takes no more secrets than its level needs", () => {
    const [sent] = identityOf({ ...user, level: "authNoPriv" }, secrets);
    expect(sent).toMatchObject({ level: "authNoPriv", auth_protocol: "SHA-256", auth_password: "maplesyrup" });
    expect(JSON.stringify(sent)).not.toContain("pancakes4");
    expect(identityOf({ ...user, level: "noAuthNoPriv" }, noSecrets)[1]).toEqual({});
  });

  it("says what is missing before anything is sent", () => {
    const [, errors] = identityOf({ ...user, user: " " }, { ...secrets, priv_password: "short" });
    expect(Object.keys(errors)).toEqual(["user", "priv_password"]);
  });
});

describe("the picker", () => {
  it("takes the version from what is chosen", () => {
    expect(chosen("saved:core", saved)).toEqual({ credential: "core", version: "3" });
    expect(chosen("saved:user", saved)).toEqual({ credential: "user", version: "2c" });
    expect(chosen("user", saved)).toEqual({ credential: "", version: "3" });
    expect(chosen("community", saved)).toEqual({ credential: "", version: "2c" });
  });

  it("shows what was chosen, whatever a saved one is called", () => {
    expect(choiceOf({ ...publicIdentity, credential: "community" })).toBe("saved:community");
    expect(choiceOf(user)).toBe("user");
    expect(choiceOf({ ...publicIdentity, version: "1" })).toBe("community");
  });

  it("knows a refusal that is about one of its fields", () => {
    expect(isAboutIdentity((field) => (field === "auth_password" ? "too short" : undefined))).toBe(true);
    expect(isAboutIdentity(() => undefined)).toBe(false);
  });
});
