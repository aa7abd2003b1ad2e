import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

interface Library {
  name: string;
  version: string;
  licence: string;
}

const LICENCE_FILE = /^(licen[cs]e|copying)/i;

/** Writes down, beside the pages, which libraries are part of them: names for the server, licences for people. */
export function licences(): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle() {
      const folders = [...new Set([...this.getModuleIds()].flatMap((id) => folderOf(id) ?? []))];
      const found = folders
        .map((folder) => ({ folder, library: libraryIn(folder) }))
        .sort((a, b) => (a.library.name < b.library.name ? -1 : 1));
      this.emitFile({
        type: "asset",
        fileName: "licences.json",
        source: JSON.stringify(found.map(({ library }) => library)),
      });
      const texts = found.map(({ folder, library }) => textOf(folder, library));
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join("\n\n") });
    },
  };
}

/** Of a library, the innermost where one brings another. */
function folderOf(id: string): string | undefined {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/@][^/]*)\//.exec(id)?.[1];
}

function libraryIn(folder: string): Library {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (![name, version, license].every((fact) => typeof fact === "string" && fact !== ""))
    throw new Error(`${folder}/package.json does not say name, version and license`);
  return { name, version, licence: license };
}

function textOf(folder: string, { name, version, licence }: Library): string {
  const file = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry));
  const path = file === undefined ? undefined : join(folder, file);
  const text = path && existsSync(path) ? readFileSync(path, "utf8").trim() : licence;
  return `${name} ${version}\n${licence}\n\n${text}\n`;
}
