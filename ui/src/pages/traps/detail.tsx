import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { trapCalls } from "../../api/calls";
import type { TrapDetail } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { markCalls } from "../../api/trap-sending";
import { Bytes } from "../../components/bytes";
import { CopyButton } from "../../components/copy-button";
import { changeDraft } from "../../components/forms/draft";
import { useMayForSure } from "../../components/role";
import { SidePane } from "../../components/side-pane";
import { LoadingState, ProblemNotice, Strip } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import type { Go } from "../../hash-location";
import { texts } from "../../texts";
import { kindOf } from "./columns";
import { CopyMenu } from "./copy-menu";
import { Lint } from "./lint";
import { Names } from "./names";
import { type Place, usePlace } from "./place";
import { firstDraft } from "./sender/draft";
import { draftOf } from "./sender/filling";
import classes from "./traps.module.css";

const words = texts.traps;
const views = ["names", "lint", "bytes", "json"] as const;
type View = (typeof views)[number];
const READ_AFTER_MS = 800;

/** One notification: what it says, what it is made of, and how to send it again. */
export function Detail({ id, onClose }: { id: number; onClose: () => void }) {
  const [view, setView] = useState<View>("names");
  const [, go] = usePlace();
  const asked = useQuery({ queryKey: keys.trap(id), queryFn: () => trapCalls.one(id), placeholderData: (old) => old });
  const detail = asked.data;
  const mayMark = useMayForSure("operator");
  useRead(id, mayMark && detail?.id === id && !detail.is_read);
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <SidePane
      id="trap-detail"
      label={words.detail}
      title={detail ? sentenceOf(detail) : words.detail}
      actions={
        detail ? (
          <>
            <ToolButton least="operator" icon="send" label={words.sendAgain} onClick={() => sendAgain(detail, go)} />
            <CopyMenu record={detail} />
          </>
        ) : null
      }
      closeLabel={words.closeDetail}
      onClose={onClose}
      onKeyDown={handleKey}
    >
      {asked.isError ? (
        <Strip>
          <ProblemNotice title={words.detailFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
        </Strip>
      ) : null}
      {detail ? <DetailViews detail={detail} view={view} onView={setView} /> : asked.isError ? null : <LoadingState />}
    </SidePane>
  );
}

/** Who looks at it for a moment has read it. */
function useRead(id: number, isUnread: boolean): void {
  useEffect(() => {
    if (!isUnread) return undefined;
    const note = () =>
      queryClient.setQueryData<TrapDetail>(keys.trap(id), (known) => (known ? { ...known, is_read: true } : known));
    const mark = () => markCalls.mark({ ids: [id], read: true }).then(note, () => {});
    const timer = setTimeout(() => void mark(), READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [id, isUnread]);
}

/** Fills the form with it, where it can be changed before it leaves. */
function sendAgain(detail: TrapDetail, go: Go<Place>): void {
  const draft = draftOf(detail);
  changeDraft("sender", firstDraft, draft);
  go({ tab: "send", oid: draft.oid });
}

function sentenceOf(detail: TrapDetail): string {
  const kind = kindOf(detail);
  return words.sentence(words.kindName[kind] ?? kind, detail.trap_type, detail.source);
}

interface DetailViewsProps {
  detail: TrapDetail;
  view: View;
  onView: (view: View) => void;
}

function DetailViews({ detail, view, onView }: DetailViewsProps) {
  return (
    <Tabs
      className={classes.views}
      value={view}
      onChange={(next) => onView(views.find((known) => known === next) ?? "names")}
      keepMounted={false}
    >
      <Tabs.List>
        {views.map((known) => (
          <Tabs.Tab key={known} value={known}>
            {words.views[known]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="names" className={classes.panel}>
        <Names detail={detail} />
      </Tabs.Panel>
      <Tabs.Panel value="lint" className={classes.panel}>
        <Lint id={detail.id} />
      </Tabs.Panel>
      <Tabs.Panel value="bytes" className={classes.panel}>
        <Bytes key={detail.id} detail={detail} />
      </Tabs.Panel>
      <Tabs.Panel value="json" className={classes.panel}>
        <AsJson detail={detail} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The record as REST gives it; the tree has a view of its own. */
function AsJson({ detail: { tree: _tree, ...record } }: { detail: TrapDetail }) {
  const json = JSON.stringify(record, null, 2);
  return (
    <div className={classes.json}>
      <div className={classes.jsonCopy}>
        <CopyButton text={json} />
      </div>
      <pre>{json}</pre>
    </div>
  );
}
