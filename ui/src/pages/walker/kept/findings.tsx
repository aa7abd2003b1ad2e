import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LintFinding } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { keptCalls } from "../../../api/walks";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../components/states";
import { StatusWord, type Tone } from "../../../components/status";
import type { Column } from "../../../components/table/column";
import { useRowFilter } from "../../../components/table/filter";
import { FilterBar } from "../../../components/table/filter-bar";
import { VirtualTable } from "../../../components/table/virtual-table";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { usePlace } from "../place";
import classes from "./kept.module.css";

const words = texts.findings;
const tones: Record<string, Tone> = { error: "bad", warning: "changing", info: "info" };
const keyOf = ({ code, oid }: LintFinding) => `${code} ${oid}`;

const columns: readonly Column<LintFinding>[] = [
  {
    id: "severity",
    header: words.columns.severity,
    size: 92,
    text: ({ severity }) => words.severities[severity] ?? severity,
    render: ({ severity }) => (
      <StatusWord tone={tones[severity] ?? "idle"}>{words.severities[severity] ?? severity}</StatusWord>
    ),
  },
  { id: "message", header: words.columns.message, size: 320, grows: true, text: ({ message }) => message },
  {
    id: "name",
    header: words.columns.name,
    size: 220,
    text: ({ name }) => name,
    raw: ({ oid }) => oid,
    isMono: true,
    hideBelow_px: 560,
  },
  {
    id: "count",
    header: words.columns.count,
    size: 72,
    text: ({ count }) => formatCount(count),
    isNumeric: true,
    hideBelow_px: 440,
  },
];

/** What is wrong with the agent that was walked, by what its MIBs promise. */
export function Findings({ id }: { id: number }) {
  const [, go] = usePlace();
  const [typed, setTyped] = useState("");
  const asked = useQuery({ queryKey: keys.walkLint(id), queryFn: () => keptCalls.lint(id) });
  const all = asked.data?.findings ?? [];
  const shown = useRowFilter(columns, all, typed);
  if (asked.isError) {
    return (
      <Strip>
        <ProblemNotice title={words.failed} cause={asked.error} onRetry={() => void asked.refetch()} />
      </Strip>
    );
  }
  if (!asked.data) return <LoadingState label={words.looking} />;
  const { checked, unknown, more } = asked.data;
  return (
    <>
      <FilterBar
        listId="lint-table"
        value={typed}
        onChange={setTyped}
        shown={shown.length}
        total={all.length}
        countLabel={words.count(formatCount(all.length + more), all.length === 1, formatCount(checked))}
      />
      {unknown > 0 ? <p className={classes.summary}>{words.unknown(formatCount(unknown))}</p> : null}
      <VirtualTable
        id="lint-table"
        name="walk-lint"
        label={words.title}
        columns={columns}
        rows={shown}
        keyOf={keyOf}
        hasTail={false}
        onOpen={({ oid }) => go({ facet: "rows", view: "parsed", row: oid })}
        empty={<EmptyState title={all.length === 0 ? words.none : texts.table.nothingMatches} />}
      />
    </>
  );
}
