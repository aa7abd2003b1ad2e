import { Menu } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { type AuditFormat, auditCalls } from "../../api/accounts";
import type { AuditEntry } from "../../api/generated";
import { keys } from "../../api/queries";
import { saveFile } from "../../components/save-file";
import { EmptyState, ProblemNotice } from "../../components/states";
import type { Column } from "../../components/table/column";
import { SearchedList } from "../../components/table/searched-list";
import { ToolButton } from "../../components/tool-button";
import { formatCount, formatMoment } from "../../components/values/format";
import { Time } from "../../components/values/time";
import { texts } from "../../texts";
import { usePlace } from "./place";
import classes from "./settings.module.css";

const words = texts.settings.audit;
/** So many rows before the last one that is here the next page is asked for. */
const AHEAD = 50;
const formats: readonly AuditFormat[] = ["csv", "json"];
const keyOf = ({ id }: AuditEntry) => id;
const toneOf = ({ outcome }: AuditEntry) => (outcome === "ok" ? undefined : "warning");

const columns: readonly Column<AuditEntry>[] = [
  {
    id: "at",
    header: words.columns.at,
    size: 170,
    narrow_px: 116,
    text: ({ at }) => formatMoment(at * 1000),
    render: ({ at }) => <Time at_ms={at * 1000} />,
  },
  { id: "user", header: words.columns.user, size: 120, narrow_px: 72, text: ({ username }) => username },
  { id: "action", header: words.columns.action, size: 210, narrow_px: 124, text: ({ action }) => action, isMono: true },
  {
    id: "target",
    header: words.columns.target,
    size: 160,
    grows: true,
    hideBelow_px: 480,
    text: ({ target }) => target,
  },
  { id: "outcome", header: words.columns.outcome, size: 110, narrow_px: 64, text: ({ outcome }) => outcome },
  {
    id: "address",
    header: words.columns.address,
    size: 130,
    hideBelow_px: 720,
    text: ({ address }) => address,
    isMono: true,
  },
];

/** Who did what, the newest first; searched by the server, in any word of an entry. */
export function AuditPanel() {
  const [{ q }, go] = usePlace();
  const searched = useDeferredValue(q.trim());
  const asked = useInfiniteQuery({
    queryKey: keys.audit(searched),
    queryFn: ({ pageParam, signal }) => auditCalls.page(searched, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const entries = asked.data?.pages.flatMap(({ data }) => data) ?? [];
  const total = asked.data?.pages[0]?.total ?? 0;
  return (
    <div className={classes.audit}>
      <SearchedList
        id="audit-table"
        listKey={searched}
        name="audit"
        label={texts.settings.tabs.audit}
        search={{
          value: q,
          onChange: (typed) => go({ q: typed }, { replace: true }),
          hint: words.hint,
          countLabel: words.count(formatCount(total), total),
        }}
        tools={<ExportMenu query={searched} />}
        asked={asked}
        failed={words.loadFailed}
        columns={columns}
        rows={entries}
        keyOf={keyOf}
        toneOf={toneOf}
        hasTail={false}
        onRange={(_first, last) => {
          if (last >= entries.length - AHEAD && asked.hasNextPage && !asked.isFetching) void asked.fetchNextPage();
        }}
        empty={<EmptyState title={q === "" ? words.empty : words.nothingFound} help={words.emptyHelp} />}
      />
    </div>
  );
}

function ExportMenu({ query }: { query: string }) {
  const saving = useMutation({
    meta: { failed: words.exportFailed },
    mutationFn: async (format: AuditFormat) => saveFile(`audit-log.${format}`, await auditCalls.export(format, query)),
  });
  return (
    <>
      <Menu position="bottom-end" offset={4}>
        <Menu.Target>
          <ToolButton icon="download" label={words.export} aria-busy={saving.isPending} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{query === "" ? words.exportAll : words.exportFound}</Menu.Label>
          {formats.map((format) => (
            <Menu.Item key={format} onClick={() => saving.mutate(format)}>
              {format.toUpperCase()}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {saving.isError ? <ProblemNotice title={words.exportFailed} cause={saving.error} onRetry={saving.reset} /> : null}
    </>
  );
}
