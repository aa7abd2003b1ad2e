import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { request } from "./http";
import { Problem } from "./problem";
import { beginSession, leaveSession, session } from "./session";

function serverSays(status: number, body: unknown) {
  const seen: Request[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    seen.push(new Request(new URL(url, "http://localhost"), init));
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } });
  });
  return seen;
}

const problemOf = (asked: Promise<unknown>) => asked.then(() => null, Problem.from);

describe("a request", () => {
  beforeEach(() => beginSession("secret-token", "ops"));
  afterEach(() => {
    leaveSession();
    vi.unstubAllGlobals();
  });

  it("carries the token in its header and never in its address", async () => {
    const seen = serverSays(200, { ok: true });
    await request("GET", "/api/traps/", { query: { limit: 5, before: undefined } });
    expect(seen[0]?.headers.get("x-auth-token")).toBe("secret-token");
    expect(seen[0]?.url).toBe("http://localhost/api/traps/?limit=5");
  });

  it("throws the server's words, for the field they are about", async () => {
    serverSays(422, {
      title: "Wrong",
      detail: "oid: not an OID",
      code: "invalid_input",
      field: "varbinds.0.oid",
      errors: [{ field: "varbinds.0.oid", message: "not an OID" }],
    });
    const problem = await problemOf(request("POST", "/api/traps/send", { body: {} }));
    expect(problem).toMatchObject({ status: 422, code: "invalid_input", message: "oid: not an OID" });
    expect(problem?.about("varbinds")).toBe("not an OID");
    expect(problem?.about("port")).toBeUndefined();
  });

  it("ends this tab's session when its token is refused", async () => {
    serverSays(401, { title: "No session", detail: "Log in", code: "unauthorized" });
    await problemOf(request("GET", "/api/stats/"));
    expect(session.get()).toEqual({ phase: "ended", token: null, username: "ops" });
    expect(sessionStorage.getItem("snmp_token")).toBeNull();
  });

  it("does not end a session because somebody else's login was wrong", async () => {
    leaveSession();
    serverSays(401, { title: "Login failed", detail: "User name or password is wrong.", code: "wrong_login" });
    const problem = await problemOf(request("POST", "/api/settings/login", { body: {} }));
    expect(problem?.message).toBe("User name or password is wrong.");
    expect(session.get().phase).toBe("anonymous");
  });

  it("says in words that the server is not there", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    expect(await problemOf(request("GET", "/api/health"))).toMatchObject({ code: "server_unreachable", status: 0 });
  });

  it("makes a problem of a reply that is none", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
    expect(await problemOf(request("GET", "/api/health"))).toMatchObject({ status: 502, code: "http_502" });
  });
});
