import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { mibCalls } from "../../../api/calls";
import type { MibDetails, MibFileStatus } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { ActButton } from "../../../components/act-button";
import { Loaded } from "../../../components/loaded";
import { SidePane } from "../../../components/side-pane";
import { Notice, ProblemNotice, Strip } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { Views } from "../../../components/views";
import { navigate } from "../../../hash-location";
import { texts } from "../../../texts";
import { Findings } from "../findings";
import classes from "../mibs.module.css";
import { formatPlace } from "../place";
import { About } from "./about";
import { DeleteDialog } from "./delete-dialog";
import { History } from "./history";

const words = texts.mibs;
const views = ["about", "findings", "history"] as const;
type View = (typeof views)[number];

interface DetailProps {
  row: MibFileStatus;
  onClose: () => void;
}

/** One module, or the file that has none, and what can be done with it. */
export function Detail({ row, onClose }: DetailProps) {
  const [isDeleting, setDeleting] = useState(false);
  const hasModule = row.status !== "error";
  return (
    <SidePane
      id="mib-detail"
      label={words.detail}
      title={row.name}
      actions={<Actions row={row} hasModule={hasModule} onDelete={() => setDeleting(true)} />}
      closeLabel={words.closeDetail}
      onClose={onClose}
    >
      {hasModule ? <Module row={row} /> : <Failed row={row} />}
      {isDeleting ? <DeleteDialog file={row.file} onClose={() => setDeleting(false)} onDeleted={onClose} /> : null}
    </SidePane>
  );
}

interface ActionsProps {
  row: MibFileStatus;
  hasModule: boolean;
  onDelete: () => void;
}

function Actions({ row, hasModule, onDelete }: ActionsProps) {
  return (
    <>
      {hasModule ? (
        <a className={classes.link} href={`#browser?module=${encodeURIComponent(row.name)}`}>
          {words.openBrowser}
        </a>
      ) : null}
      {hasModule ? (
        <ToolButton
          id="mib-edit"
          icon="code"
          label={texts.mibEditor.open}
          title={texts.mibEditor.title(row.name)}
          isWordy
          onClick={() => navigate(formatPlace({ edit: row.name, line: 0 }))}
        />
      ) : null}
      {row.origin === "uploaded" ? (
        <ToolButton least="operator" id="mib-delete" icon="trash" label={words.remove} onClick={onDelete} />
      ) : null}
    </>
  );
}

function Failed({ row }: { row: MibFileStatus }) {
  return (
    <div className={classes.panel}>
      <Notice kind="error" title={words.failedFile}>
        <p>{row.error}</p>
      </Notice>
    </div>
  );
}

function Module({ row }: { row: MibFileStatus }) {
  const asked = useQuery({ queryKey: keys.mib(row.name), queryFn: () => mibCalls.details(row.name) });
  return (
    <Loaded asked={asked} failed={words.detailFailed} isFlush>
      {(data) => <ModuleViews details={data} missing={row.missing_deps} />}
    </Loaded>
  );
}

function ModuleViews({ details, missing }: { details: MibDetails; missing: readonly string[] }) {
  const [view, setView] = useState<View>(
    details.findings.some((one) => one.severity === "error") ? "findings" : "about",
  );
  const panels: Record<View, ReactNode> = {
    about: <About details={details} />,
    findings: (
      <Findings
        findings={details.findings}
        total={details.findings_total}
        onOpen={({ line }) => navigate(formatPlace({ edit: details.name, line }))}
      />
    ),
    history: <History details={details} />,
  };
  return (
    <>
      {missing.length > 0 ? <Missing names={missing} /> : null}
      <Views
        views={views.map((name) => ({ name, label: labelOf(name, details), content: panels[name] }))}
        chosen={view}
        onChoose={setView}
      />
    </>
  );
}

function labelOf(view: View, { findings_total }: MibDetails): string {
  const count = view === "findings" && findings_total > 0 ? ` ${findings_total}` : "";
  return words.tabs[view] + count;
}

function Missing({ names }: { names: readonly string[] }) {
  const fetching = useMutation({ meta: { failed: words.fetchFailed }, mutationFn: () => mibCalls.fetch(names) });
  return (
    <Strip>
      <Notice
        kind="warning"
        title={texts.mibBatch.missing}
        action={
          <ActButton variant="default" size="compact-sm" loading={fetching.isPending} onClick={() => fetching.mutate()}>
            {words.fetchMissing(names.length)}
          </ActButton>
        }
      >
        <p className="mono">{names.join(", ")}</p>
      </Notice>
      {fetching.isError ? <ProblemNotice title={words.fetchFailed} cause={fetching.error} /> : null}
      {fetching.data?.results
        .filter((one) => one.status !== "fetched")
        .map((one) => (
          <Notice key={one.name} kind="warning" title={words.fetchResult(one.name, one.status, one.error ?? "")} />
        ))}
    </Strip>
  );
}
