import { Button } from "@mantine/core";
import { SidePane } from "../../../components/side-pane";
import { Notice } from "../../../components/states";
import { texts } from "../../../texts";
import { Findings } from "../findings";
import { Imports } from "../imports";
import classes from "../mibs.module.css";
import type { BatchRow } from "./columns";
import { batch } from "./store";

const words = texts.mibBatch;

interface FileDetailProps {
  row: BatchRow;
  isDone: boolean;
  onClose: () => void;
}

/** One file: why it cannot be used, where its imports are, what was found in which line. */
export function FileDetail({ row, isDone, onClose }: FileDetailProps) {
  const { checked } = row;
  const isOwn = checked !== null && !checked.source;
  const total = row.errors + row.warnings + row.styles;
  return (
    <SidePane
      id="mib-file"
      label={row.name}
      title={row.name}
      actions={
        isOwn && !isDone ? (
          <Button variant="default" size="compact-sm" onClick={() => batch.leaveOut(row.name)}>
            {words.leaveOut}
          </Button>
        ) : null
      }
      closeLabel={texts.mibs.closeDetail}
      onClose={onClose}
    >
      <div className={classes.panel}>
        {row.source ? <p className={classes.quiet}>{words.inArchive(row.source)}</p> : null}
        {row.reason ? (
          <Notice kind={row.state === "error" || row.state === "refused" ? "error" : "info"} title={row.reason} />
        ) : null}
        {checked?.exists ? <Notice kind="info" title={words.exists} /> : null}
        {checked && checked.imports.length > 0 ? (
          <section className={classes.part}>
            <h3>{texts.mibs.imports}</h3>
            <Imports imports={checked.dependencies ?? []} onFetch={(names) => void batch.fetchMissing(names)} />
          </section>
        ) : null}
        {checked ? (
          <Findings
            key={`${row.name}-${total}`}
            findings={checked.findings ?? []}
            total={total}
            onFix={isOwn ? (edits) => void batch.mend(row.name, edits) : undefined}
          />
        ) : null}
      </div>
    </SidePane>
  );
}
