import { Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { simulatorCalls } from "../../api/calls";
import { saveFile } from "../../components/save-file";
import { ToolButton } from "../../components/tool-button";
import { texts } from "../../texts";
import { type LogFilter, queryOf } from "./log-filter";

const words = texts.simulator;
const formats = ["json", "csv"] as const;
type Format = (typeof formats)[number];

/** What the server remembers and the filter leaves, as a file. */
export function ExportLog({ filter, onFailure }: { filter: LogFilter; onFailure: (cause: unknown) => void }) {
  const saving = useMutation({
    mutationFn: async (format: Format) =>
      saveFile(`requests.${format}`, await simulatorCalls.exportLog({ ...queryOf(filter), format })),
    meta: { failed: words.exportFailed },
    onError: onFailure,
  });
  return (
    <Menu position="bottom-end" offset={4}>
      <Menu.Target>
        <ToolButton icon="download" label={words.exportLog} isBare aria-busy={saving.isPending} />
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) => (
          <Menu.Item key={format} onClick={() => saving.mutate(format)}>
            {format.toUpperCase()}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Forgets the entries here and on the server; counters stay. */
export function ClearLog({ onCleared, onFailure }: { onCleared: () => void; onFailure: (cause: unknown) => void }) {
  const clearing = useMutation({
    meta: { failed: words.clearFailed },
    mutationFn: simulatorCalls.clearLog,
    onSuccess: onCleared,
    onError: onFailure,
  });
  return (
    <ToolButton
      least="operator"
      icon="trash"
      label={words.clearLog}
      isBare
      aria-busy={clearing.isPending}
      onClick={() => clearing.mutate()}
    />
  );
}
