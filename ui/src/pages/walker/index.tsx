import { useEffect } from "react";
import { useDraft } from "../../components/forms/draft";
import { useTypedSecrets } from "../../components/forms/identity";
import { useMayForSure } from "../../components/role";
import { TabbedPage } from "../../components/tabbed-page";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { WalkForm } from "./form";
import { Jobs } from "./jobs";
import { Kept } from "./kept";
import { nowhere, usePlace, type WalkerTab, walkerTabs } from "./place";
import { emptyDraft, requestOf } from "./request";
import { WalkResult } from "./result";
import classes from "./walker.module.css";
import { Watching } from "./watch";
import { resumeWatch, watch } from "./watch/watch";

const words = texts.walker;

/** Asking a device, with the answer beside the question, and watching what moves. */
export default function Walker() {
  const [draft, change] = useDraft("walk", emptyDraft);
  const [secrets] = useTypedSecrets("walk");
  const [{ tab }, go] = usePlace();
  const watched = useStore(watch, ({ history }) => history.series.length);
  const mayAsk = useMayForSure("operator");
  useEffect(() => {
    if (mayAsk) resumeWatch();
  }, [mayAsk]);
  const showResult = () => {
    go({ tab: "ask" }, { replace: true });
    // Below the form where there is no room beside it.
    document.getElementById("walk-result")?.scrollIntoView({ block: "nearest" });
  };
  const labelOf: Record<WalkerTab, string> = {
    ask: words.tabs.ask,
    watch: words.tabs.watch(watched),
    kept: words.tabs.kept,
    jobs: words.tabs.jobs,
  };
  return (
    <TabbedPage
      id="walk-tabs"
      label={texts.frame.pages.walker}
      tabs={walkerTabs.map((value) => ({ value, label: labelOf[value] }))}
      chosen={tab}
      onChoose={(next) => go({ ...nowhere, tab: next })}
      isLong
    >
      {tab === "kept" ? (
        <Kept />
      ) : tab === "jobs" ? (
        <Jobs />
      ) : (
        <div className={classes.columns} data-tab={tab}>
          <div className={classes.side}>
            <WalkForm draft={draft} onChange={change} onAsked={showResult} />
          </div>
          {tab === "watch" ? (
            <Watching request={() => requestOf({ ...draft, operation: "get", oid: "0.0" }, secrets).request} />
          ) : (
            <WalkResult draft={draft} />
          )}
        </div>
      )}
    </TabbedPage>
  );
}
