import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { serverCalls } from "../../api/calls";
import { keys, queryClient } from "../../api/queries";
import { ActButton } from "../../components/act-button";
import { AskFirst } from "../../components/ask-first";
import { Icon } from "../../components/icon";
import { Facts, Panel } from "../../components/panel";
import { saveFile } from "../../components/save-file";
import { LoadingState, ProblemNotice } from "../../components/states";
import { formatCount, formatDuration } from "../../components/values/format";
import { Time } from "../../components/values/time";
import { liveStore, useLive } from "../../live";
import type { Stats } from "../../live/frames";
import { texts } from "../../texts";
import classes from "./settings.module.css";

const words = texts.settings.statistics;
const modules = Object.keys(words.counters) as (keyof typeof words.counters)[];
const formats = ["json", "csv"] as const;

async function askStatistics() {
  const stats = await serverCalls.stats();
  liveStore.accept({ stats });
  return stats;
}

/** Everything that is counted, as it changes; as a file, and from 0 again. */
export function StatisticsPanels() {
  const asked = useQuery({ queryKey: keys.statistics, queryFn: askStatistics });
  const stats = useLive((state) => state.stats);
  if (asked.isError)
    return <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.isPending) return <LoadingState />;
  return (
    <>
      <Acts />
      {modules.map((module) => (
        <Panel key={module} title={words.modules[module]}>
          <Facts facts={factsOf(module, stats)} />
        </Panel>
      ))}
    </>
  );
}

function factsOf(module: keyof typeof words.counters, stats: Stats) {
  const labels: Record<string, string> = words.counters[module];
  return Object.entries(labels).map(([name, label]) => {
    const value = stats[module]?.[name];
    return [label, <Value key={name} name={name} value={typeof value === "number" ? value : 0} />] as const;
  });
}

function Value({ name, value }: { name: string; value: number }) {
  if (name.endsWith("_at")) return value > 0 ? <Time at_ms={value * 1000} /> : texts.words.unknown;
  return <span className="num">{name.endsWith("_seconds") ? formatDuration(value) : formatCount(value)}</span>;
}

function Acts() {
  const exporting = useMutation({
    meta: { failed: words.exportFailed },
    mutationFn: async (format: (typeof formats)[number]) =>
      saveFile(`statistics.${format}`, await serverCalls.exportStats(format)),
  });
  return (
    <>
      <div className={classes.line}>
        {formats.map((format) => (
          <Button
            key={format}
            id={`statistics-${format}`}
            variant="default"
            leftSection={<Icon name="download" size={14} />}
            loading={exporting.isPending && exporting.variables === format}
            onClick={() => exporting.mutate(format)}
          >
            {words.export(format.toUpperCase())}
          </Button>
        ))}
        <AskFirst
          target={(toggle) => (
            <ActButton
              variant="default"
              leftSection={<Icon name="trash" size={14} />}
              least="administrator"
              onClick={toggle}
            >
              {words.reset}
            </ActButton>
          )}
          position="bottom-start"
          question={words.resetQuestion}
          confirm={words.resetConfirm}
          failed={words.resetFailed}
          act={serverCalls.resetStats}
          onDone={() => void queryClient.invalidateQueries({ queryKey: keys.statistics })}
        />
      </div>
      {exporting.isError ? <ProblemNotice title={words.exportFailed} cause={exporting.error} /> : null}
    </>
  );
}
