import { useQuery } from "@tanstack/react-query";
import type { TrapSource } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { askSources } from "../../../api/trap-rules";
import { changeDraft } from "../../../components/forms/draft";
import { Loaded } from "../../../components/loaded";
import { Panel } from "../../../components/panel";
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
const ASK_EVERY_MS = 2_000;
const SHOWN = 20;
const MUTE_S = 3_600;

/** The hosts that send most, with what was not taken of each. */
export function Sources() {
  const isRunning = useLive((state) => state.traps?.running ?? false);
  const asked = useQuery({
    queryKey: keys.trapSources,
    queryFn: askSources,
    refetchInterval: isRunning ? ASK_EVERY_MS : false,
  });
  const others = asked.data?.others ?? 0;
  return (
    <Panel title={words.sources} isFlush>
      <Loaded asked={asked} failed={words.sourcesFailed}>
        {({ data: sources }) =>
          sources.length === 0 ? (
            <EmptyState title={isRunning ? words.noSources : words.stopped} help={words.noSourcesHelp} />
          ) : (
            <Table sources={sources.slice(0, SHOWN)} />
          )
        }
      </Loaded>
      {others > 0 ? <p className={classes.others}>{words.others(formatCount(others))}</p> : null}
    </Panel>
  );
}

function Table({ sources }: { sources: readonly TrapSource[] }) {
  const { columns } = words;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it is wider than the page it scrolls, by keys as well.
    <section className={classes.scroller} aria-label={words.sources} tabIndex={0}>
      <table id="trap-sources" className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{columns.host}</th>
            {[columns.received, columns.perSecond, columns.limited, columns.refused].map((header) => (
              <th key={header} scope="col" className={classes.number}>
                {header}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <Source key={source.host} source={source} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Source({ source: { host, received, per_second, limited, refused } }: { source: TrapSource }) {
  const [, go] = usePlace();
  const query = `src:${host}`;
  const mute = () => {
    const until = minuteOf(Date.now() / 1000 + MUTE_S);
    changeDraft(draftNameOf(null), newRule, { ...newRule, name: words.muteName(host), query, mute: until });
    go({ tab: "rules", rule: NEW_RULE });
  };
  return (
    <tr>
      <th scope="row" className="mono">
        {host}
      </th>
      {[received, per_second].map((amount, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells have no name besides their place.
        <td key={index} className={classes.number}>
          {formatCount(amount)}
        </td>
      ))}
      {[limited, refused].map((amount, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells have no name besides their place.
        <td key={index} className={classes.number} data-lost={amount > 0 || undefined}>
          {formatCount(amount)}
        </td>
      ))}
      <td className={classes.acts}>
        <ToolButton icon="search" label={words.show} isBare onClick={() => go({ tab: "received", q: query })} />
        <ToolButton least="operator" icon="pause" label={words.mute} isBare onClick={mute} />
      </td>
    </tr>
  );
}
