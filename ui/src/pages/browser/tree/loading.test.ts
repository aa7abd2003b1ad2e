import { afterEach, describe, expect, it, vi } from "vitest";
import { createLoader, type TreeLoader } from "./loading";
import { rowsOf } from "./test-rows";

/** A server whose replies leave when the test says so; by default at once. */
function serve(replies: Record<string, string[]>) {
  const asked: string[] = [];
  const held: (() => void)[] = [];
  const server = { asked, held, holds: 0, replies };
  vi.stubGlobal("fetch", async (address: string) => {
    const query = new URL(address, "http://localhost").searchParams;
    const about = query.get("module") ?? query.get("root_oid") ?? query.get("whole") ?? "";
    asked.push(about);
    const lines = server.replies[about] ?? [];
    if (server.holds > 0) {
      server.holds -= 1;
      await new Promise<void>((leave) => held.push(leave));
    }
    return new Response(`${JSON.stringify(rowsOf(...lines))}\n`);
  });
  return server;
}

const mibsChanged = () => window.dispatchEvent(new CustomEvent("trishul:ws:mibs", { detail: {} }));
const pause = () => new Promise((resume) => setTimeout(resume, 5));

function seen({ state }: TreeLoader): string[] {
  const { tree } = state.get();
  return tree.visible.map((node) => tree.names[node] ?? "");
}

function nameFound({ state }: TreeLoader): string | undefined {
  const { tree, found } = state.get();
  return found === null ? undefined : tree.names[found.node];
}

const modules = { "": ["A-MIB+", "B-MIB+"], "B-MIB": ["1.3 b+", ".1 row+", "..2 leaf"] };

describe("the tree of a page that was opened by an address", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("unfolds to the node, whichever reply comes first", async () => {
    const server = serve(modules);
    server.holds = 1;
    const loader = createLoader("module");
    const done = Promise.all([loader.ensure(), loader.seek({ oid: "1.3.1.2", module: "B-MIB" })]);
    await pause();
    for (const leave of server.held) leave();
    await done;
    expect(seen(loader)).toEqual(["A-MIB", "B-MIB", "b", "row", "leaf"]);
    expect(nameFound(loader)).toBe("leaf");
    expect(server.asked).toEqual(["", "B-MIB"]);
  });

  it("seeks on until the node has come", async () => {
    const server = serve({ "": ["A-MIB+"] });
    const loader = createLoader("module");
    await loader.seek({ oid: "1.3.1", module: "B-MIB" });
    expect(nameFound(loader)).toBeUndefined();
    server.replies = modules;
    mibsChanged();
    await vi.waitFor(() => expect(nameFound(loader)).toBe("row"));
    expect(loader.state.get().sought).toBeNull();
  });

  it("does not jump to what is no longer sought", async () => {
    const server = serve({ "": ["A-MIB+"] });
    const loader = createLoader("module");
    await loader.seek({ oid: "1.3.1", module: "B-MIB" });
    await loader.seek(null);
    server.replies = modules;
    mibsChanged();
    await vi.waitFor(() => expect(seen(loader)).toEqual(["A-MIB", "B-MIB"]));
    expect(nameFound(loader)).toBeUndefined();
  });

  it("finds the node after a failure, when it is tried again", async () => {
    serve(modules);
    const working = globalThis.fetch;
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("network")));
    const loader = createLoader("module");
    await loader.seek({ oid: "1.3.1", module: "B-MIB" });
    expect(loader.state.get().failure).not.toBeNull();
    vi.stubGlobal("fetch", working);
    await loader.retry();
    expect(nameFound(loader)).toBe("row");
    expect(loader.state.get().failure).toBeNull();
  });

  it("stays unfolded when MIBs change", async () => {
    const server = serve(modules);
    const loader = createLoader("module");
    await loader.seek({ oid: "1.3", module: "B-MIB" });
    await loader.expand(loader.state.get().found?.node ?? -1);
    server.replies = { ...modules, "": ["AA-MIB+", ...modules[""]] };
    mibsChanged();
    await vi.waitFor(() => expect(seen(loader)).toEqual(["AA-MIB", "A-MIB", "B-MIB", "b", "row"]));
  });
});
