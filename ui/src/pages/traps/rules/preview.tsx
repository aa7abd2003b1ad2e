import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { RuleDocument, RuleDocumentChanges, RulePreview, TrapRecord } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { ruleCalls } from "../../../api/trap-rules";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../components/states";
import { VirtualTable } from "../../../components/table/virtual-table";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { trapColumns } from "../columns";
import { usePlace } from "../place";
import classes from "./rules.module.css";

const words = texts.rules;
const PAUSE_MS = 400;
const keyOf = (record: TrapRecord) => record.id;
const shownAlways = new Set(["severity", "marks"]);
/** What rules change is seen however narrow it is; how a notification travelled is not asked here. */
const columns = trapColumns
  .filter(({ id }) => id !== "kind" && id !== "version")
  .map((column) => (shownAlways.has(column.id) ? { ...column, hideBelow_px: 0 } : column));

/** What the rule as it is typed would have done with the last 1,000 notifications, asked after a pause. */
export function usePreview({ name: _name, enabled: _enabled, ...document }: RuleDocument): UseQueryResult<RulePreview> {
  const [text] = useDebouncedValue(JSON.stringify(document), PAUSE_MS);
  const asked: RuleDocumentChanges = JSON.parse(text);
  return useQuery({
    queryKey: keys.rulePreview(asked),
    queryFn: ({ signal }) => ruleCalls.preview(asked, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  });
}

interface PreviewProps {
  preview: UseQueryResult<RulePreview>;
  /** A field says what is wrong already. */
  isRefused: boolean;
}

export function Preview({ preview, isRefused }: PreviewProps) {
  const [, go] = usePlace();
  const { data, error } = preview;
  return (
    <section id="rule-preview" className={classes.preview} aria-label={words.preview}>
      <h3 className={classes.previewHead}>
        {words.preview}
        <span className={classes.quiet} role="status">
          {data && !error ? previewLabel(data) : ""}
        </span>
      </h3>
      {error ? (
        isRefused ? null : (
          <Strip>
            <ProblemNotice title={words.previewFailed} cause={error} onRetry={() => void preview.refetch()} />
          </Strip>
        )
      ) : (
        <VirtualTable
          id="rule-preview-table"
          name="rule-preview"
          label={words.preview}
          columns={columns}
          rows={data?.data ?? []}
          keyOf={keyOf}
          hasTail={false}
          onOpen={({ id }) => go({ tab: "received", open: id })}
          empty={
            data ? (
              <EmptyState title={words.previewNone} help={words.previewNoneHelp} />
            ) : (
              <LoadingState label={words.previewing} />
            )
          }
        />
      )}
    </section>
  );
}

function previewLabel({ matching, looked_at, changing, data }: RulePreview): string {
  const counts = words.previewed(formatCount(matching), formatCount(looked_at), formatCount(changing));
  return data.length < matching ? `${counts}, ${words.previewNewest(formatCount(data.length))}` : counts;
}
