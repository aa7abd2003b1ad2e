// @vitest-environment node
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@hey-api/openapi-ts";
import { describe, expect, it } from "vitest";

const ui = join(import.meta.dirname, "../..");
const committed = join(import.meta.dirname, "generated");

const contentsOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

/** Lines of one that the other lacks; only the place of the document, which is written into them, may differ. */
function staleLines(fresh: Record<string, string>, known: Record<string, string>): string[] {
  const linesOf = (files: Record<string, string>) => Object.values(files).join("\n").split("\n");
  const knownLines = new Set(linesOf(known));
  return linesOf(fresh).filter((line) => !knownLines.has(line) && !line.includes("baseUrl:"));
}

describe("the generated types", () => {
  it("are what `npm run generate` makes of openapi.json", { timeout: 30_000 }, async () => {
    const fresh = mkdtempSync(join(tmpdir(), "trishul-types-"));
    try {
      await createClient({
        input: join(ui, "openapi.json"),
        output: { path: fresh },
        plugins: ["@hey-api/typescript"],
        logs: { level: "silent" },
      });
      expect(staleLines(contentsOf(fresh), contentsOf(committed))).toEqual([]);
    } finally {
      rmSync(fresh, { recursive: true });
    }
  });
});
