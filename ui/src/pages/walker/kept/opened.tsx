import { Tabs } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { KeptWalk } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { keptCalls } from "../../../api/walks";
import { AskFirst } from "../../../components/ask-first";
import { EmptyState, LoadingState, Notice, ProblemNotice, Strip } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { formatCount, formatElapsed, formatMoment } from "../../../components/values/format";
import { texts } from "../../../texts";
import { type KeptFacet, keptFacets, usePlace } from "../place";
import { ResultViews } from "../result";
import { keptChanged } from "./changed";
import { ChooseOther } from "./choose-other";
import { EditWalk } from "./edit";
import { Findings } from "./findings";
import classes from "./kept.module.css";
import { MissingMibs } from "./missing-mibs";
import { useKeptRows } from "./reading";

const words = texts.kept;

/** One kept walk: its rows in every view, what is wrong with them, and which MIBs would name the rest. */
export function OpenedWalk({ id, onClose }: { id: number; onClose: () => void }) {
  const asked = useQuery({ queryKey: keys.keptWalk(id), queryFn: () => keptCalls.one(id) });
  return (
    <section id="kept-walk" className={classes.opened} aria-label={asked.data?.name ?? words.title}>
      {asked.isError ? (
        <Strip>
          <ProblemNotice title={words.openFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
        </Strip>
      ) : null}
      {asked.data ? <Opened walk={asked.data} onClose={onClose} /> : asked.isError ? null : <LoadingState />}
    </section>
  );
}

function Opened({ walk, onClose }: { walk: KeptWalk; onClose: () => void }) {
  const [{ facet }, go] = usePlace();
  const panels: Record<KeptFacet, ReactNode> = {
    rows: <Rows walk={walk} />,
    findings: <Findings id={walk.id} />,
    mibs: <MissingMibs id={walk.id} />,
  };
  const facts = [
    formatMoment(walk.started_at * 1000),
    texts.words.rows(formatCount(walk.rows), walk.rows === 1),
    ...(walk.state === "imported" ? [] : [formatElapsed(walk.elapsed_s)]),
  ];
  return (
    <>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2>{walk.name}</h2>
          <p className={classes.facts}>
            {walk.target ? (
              <>
                <span className="mono">
                  {walk.target} {walk.root}
                </span>
                {" · "}
              </>
            ) : null}
            {facts.join(" · ")}
          </p>
        </div>
        <Acts walk={walk} onClose={onClose} />
      </header>
      {walk.reason ? (
        <Strip>
          <Notice kind="warning" title={words.notWhole(words.states[walk.state], walk.reason)} />
        </Strip>
      ) : null}
      <Tabs
        className={classes.views}
        value={facet}
        onChange={(next) => go({ facet: keptFacets.find((known) => known === next) ?? "rows" }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List>
          {keptFacets.map((known) => (
            <Tabs.Tab key={known} value={known}>
              {words.facets[known]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {keptFacets.map((known) => (
          <Tabs.Panel key={known} value={known} className={classes.panel} tabIndex={-1}>
            {panels[known]}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

function Rows({ walk }: { walk: KeptWalk }) {
  const run = useKeptRows(walk);
  return (
    <>
      {run.problem ? (
        <Strip>
          <ProblemNotice title={words.rowsFailed} cause={run.problem} />
        </Strip>
      ) : null}
      <ResultViews run={run} start={<EmptyState title={texts.walker.none} />} />
    </>
  );
}

function Acts({ walk, onClose }: { walk: KeptWalk; onClose: () => void }) {
  const [isEditing, setEditing] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const pinning = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => keptCalls.change(walk.id, { pinned: !walk.pinned }),
    onSuccess: keptChanged,
  });
  return (
    <span className={classes.acts}>
      {pinning.isError ? <ProblemNotice title={words.saveFailed} cause={pinning.error} /> : null}
      <ToolButton id="kept-compare" icon="compare" label={words.compare} isWordy onClick={() => setChoosing(true)} />
      <ToolButton
        least="operator"
        id="kept-pin"
        icon="pin"
        label={walk.pinned ? words.unpin : words.pin}
        title={words.pinHelp}
        isBare
        isPressed={walk.pinned}
        disabled={pinning.isPending}
        onClick={() => pinning.mutate()}
      />
      <ToolButton
        least="operator"
        id="kept-edit"
        icon="tag"
        label={words.edit}
        isBare
        onClick={() => setEditing(true)}
      />
      <AskFirst
        target={(toggle) => <ToolButton least="operator" icon="trash" label={words.remove} isBare onClick={toggle} />}
        question={words.removeQuestion(walk.name)}
        confirm={words.removeConfirm}
        failed={words.removeFailed}
        act={() => keptCalls.remove([walk.id])}
        done={texts.toasts.forgotten(walk.name)}
        onDone={() => {
          onClose();
          void keptChanged();
        }}
      />
      <ToolButton icon="close" label={texts.walker.closeDetail} isBare onClick={onClose} />
      {isEditing ? <EditWalk walk={walk} onClose={() => setEditing(false)} /> : null}
      {isChoosing ? <ChooseOther walk={walk} onClose={() => setChoosing(false)} /> : null}
    </span>
  );
}
