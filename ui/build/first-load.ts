import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** What a browser must fetch and read before the first page is there: compressed script, in bytes. */
const LIMIT_BYTES = 300_000;
const FIRST_PAGE = "/pages/dashboard/index.tsx";

/** Fails the build where the first load has grown above its limit, and says how large it is. */
export function firstLoadLimit(): Plugin {
  return {
    name: "first-load-limit",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const roots = chunks.filter((one) => one.isEntry || one.facadeModuleId?.endsWith(FIRST_PAGE));
      if (roots.length < 2) this.error(`the first page ${FIRST_PAGE} is not among the chunks`);
      const needed = withImports(roots, bundle);
      const size_bytes = needed.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
      const said = `first load: ${Math.round(size_bytes / 1000)} kB of compressed script in ${needed.length} files`;
      if (size_bytes > LIMIT_BYTES) this.error(`${said}, more than ${LIMIT_BYTES / 1000} kB`);
      this.info(said);
    },
  };
}

function withImports(
  roots: readonly Rolldown.OutputChunk[],
  bundle: Rolldown.OutputBundle,
): readonly Rolldown.OutputChunk[] {
  const found = new Set(roots);
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === "chunk") found.add(imported);
    }
  }
  return [...found];
}
