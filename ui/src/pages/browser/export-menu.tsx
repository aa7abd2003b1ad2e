import { Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { browseCalls } from "../../api/calls";
import { saveFile } from "../../components/save-file";
import { ProblemNotice } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import { texts } from "../../texts";
import classes from "./browser.module.css";
import { moduleOf, type Place } from "./place";

const words = texts.browser;
const formats = ["json", "csv"] as const;

/** What is seen as a file: the hits of a search, else the module or the part of the tree that is open, else everything. */
export function ExportMenu({ place }: { place: Place }) {
  const { query, what } = exportOf(place);
  const saving = useMutation({
    meta: { failed: words.exportFailed },
    mutationFn: async (format: (typeof formats)[number]) =>
      saveFile(`mibs.${format}`, await browseCalls.export({ ...query, format })),
  });
  return (
    <>
      <Menu position="bottom-end" offset={4}>
        <Menu.Target>
          <ToolButton icon="download" label={words.export} isBare aria-busy={saving.isPending} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{what}</Menu.Label>
          {formats.map((format) => (
            <Menu.Item key={format} onClick={() => saving.mutate(format)}>
              {format.toUpperCase()}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {saving.isError ? (
        <div className={classes.exportFailed}>
          <ProblemNotice title={words.exportFailed} cause={saving.error} onRetry={saving.reset} />
        </div>
      ) : null}
    </>
  );
}

export interface ExportQuery {
  root_oid?: string;
  module?: string;
  query?: string;
  type_filter?: string;
}

export function exportOf(place: Place): { query: ExportQuery; what: string } {
  const kind = place.kind === "" ? {} : { type_filter: place.kind };
  const narrowed = place.module === "" ? {} : { module: place.module };
  const filter = place.kind === "" ? "" : words.onlyKind(words.kinds[place.kind] ?? place.kind);
  if (place.query.trim() !== "") {
    return { query: { query: place.query, ...narrowed, ...kind }, what: words.exportHits + filter };
  }
  const module = moduleOf(place.node) ?? (place.module === "" ? null : place.module);
  if (module !== null) return { query: { module, ...kind }, what: words.exportModule(module) + filter };
  if (place.node !== "") {
    return { query: { root_oid: place.node, ...kind }, what: words.exportBelow(place.node) + filter };
  }
  return { query: kind, what: words.exportEverything + filter };
}
