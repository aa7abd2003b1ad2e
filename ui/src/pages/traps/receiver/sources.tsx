import { useQuery } from "@tanstack/react-query";
import type { TrapSource } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { askSources } from "../../../api/trap-rules";
import { changeDraft } from "../../../components/forms/draft";
import { Loaded } from "../../../components/loaded";
import { Panel } from "../../../components/panel";
import { type ShortColumn, ShortTable } from "../../../components/short-table";
import { EmptyState } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { useLive } from "../../../live";
import { texts } from "../../../texts";
import { NEW_RULE, usePlace } from "../place";
import { minuteOf, newRule } from "../rules/draft";
import { draftNameOf } from "../rules/editor";
import classes from "./sources.module.css";

const words = texts.receiver;
const SHOWN = 20;
const MUTE_S = 3_600;

/** The hosts that send most, with what was not taken of each. */
export function Sources() {
  const isRunning = useLive((state) => state.traps?.running ?? false);
  const asked = useQuery({ queryKey: keys.trapSources, queryFn: askSources, refetchOnMount: "always" });
  const others = asked.data?.others ?? 0;
  return (
    <Panel title={words.sources} isFlush>
      <Loaded asked={asked} failed={words.sourcesFailed}>
        {({ data: sources }) =>
          sources.length === 0 ? (
            <EmptyState title={isRunning ? words.noSources : words.stopped} help={words.noSourcesHelp} />
          ) : (
            <ShortTable
              id="trap-sources"
              label={words.sources}
              columns={columns}
              rows={sources.slice(0, SHOWN)}
              keyOf={({ host }) => host}
            />
          )
        }
      </Loaded>
      {others > 0 ? <p className={classes.others}>{words.others(formatCount(others))}</p> : null}
    </Panel>
  );
}

const columns: readonly ShortColumn<TrapSource>[] = [
  {
    id: "host",
    header: words.columns.host,
    cell: ({ host }) => <span className="mono">{host}</span>,
    isName: true,
  },
  count("received", words.columns.received),
  count("per_second", words.columns.perSecond),
  count("limited", words.columns.limited, true),
  count("refused", words.columns.refused, true),
  { id: "acts", header: words.columns.acts, cell: ({ host }) => <Acts host={host} />, isActs: true },
];

function count(id: Exclude<keyof TrapSource, "host">, header: string, isLoss = false): ShortColumn<TrapSource> {
  return {
    id,
    header,
    cell: (source) => (
      <span className={classes.amount} data-lost={(isLoss && source[id] > 0) || undefined}>
        {formatCount(source[id])}
      </span>
    ),
    isNumeric: true,
  };
}

function Acts({ host }: { host: string }) {
  const [, go] = usePlace();
  const query = `src:${host}`;
  const mute = () => {
    const until = minuteOf(Date.now() / 1000 + MUTE_S);
    changeDraft(draftNameOf(null), newRule, { ...newRule, name: words.muteName(host), query, mute: until });
    go({ tab: "rules", rule: NEW_RULE });
  };
  return (
    <>
      <ToolButton icon="search" label={words.show} isBare onClick={() => go({ tab: "received", q: query })} />
      <ToolButton least="operator" icon="pause" label={words.mute} isBare onClick={mute} />
    </>
  );
}
