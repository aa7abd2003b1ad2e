import { Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { exportTraps, type TrapExportFormat } from "../../api/trap-sending";
import { saveFile } from "../../components/save-file";
import { ProblemNotice } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import { texts } from "../../texts";
import classes from "./traps.module.css";

const words = texts.traps;
const formats: readonly TrapExportFormat[] = ["json", "csv", "pcap"];

/** What is searched as a file, or everything. */
export function ExportMenu({ query }: { query: string }) {
  const saving = useMutation({
    meta: { failed: words.exportFailed },
    mutationFn: async (format: TrapExportFormat) =>
      saveFile(`notifications.${format}`, await exportTraps(format, query)),
  });
  return (
    <>
      <Menu position="bottom-end" offset={4}>
        <Menu.Target>
          <ToolButton icon="download" label={words.export} isBare aria-busy={saving.isPending} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{query === "" ? words.exportAll : words.exportFound}</Menu.Label>
          {formats.map((format) => (
            <Menu.Item key={format} onClick={() => saving.mutate(format)}>
              {format === "pcap" ? format : format.toUpperCase()}
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
