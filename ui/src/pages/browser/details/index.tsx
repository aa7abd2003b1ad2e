import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent } from "react";
import { browseCalls } from "../../../api/calls";
import { keys } from "../../../api/queries";
import { LoadingState, ProblemNotice, Strip } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { texts } from "../../../texts";
import { KindIcon, StatusMark } from "../kinds";
import { moduleOf } from "../place";
import { Actions } from "./actions";
import { Clauses } from "./clauses";
import classes from "./details.module.css";
import { Breadcrumbs } from "./links";
import { ModuleDetails } from "./module-details";
import { Source } from "./source";
import { Views } from "./views";

const words = texts.browser;
/** Moving through the tree by keys opens one node after the other: only the one that one stays on is asked for. */
const PAUSE_MS = 100;

/** One node, or one module: what it says, what it hangs together with, what to do with it. */
export function Details({ node, onClose }: { node: string; onClose: () => void }) {
  const [asked] = useDebouncedValue(node, PAUSE_MS);
  const module = moduleOf(asked);
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <section id="mib-node" className={classes.details} aria-label={words.details} onKeyDown={handleKey}>
      {module === null ? (
        <NodeDetails key={asked} node={asked} onClose={onClose} />
      ) : (
        <ModuleDetails key={asked} module={module} onClose={onClose} />
      )}
    </section>
  );
}

function NodeDetails({ node, onClose }: { node: string; onClose: () => void }) {
  const found = useQuery({ queryKey: keys.node(node), queryFn: () => browseCalls.node(node) });
  const relations = useQuery({ queryKey: keys.relations(node), queryFn: () => browseCalls.relations(node) });
  if (found.isError) {
    return (
      <Strip>
        <ProblemNotice
          title={words.detailsFailed}
          cause={found.error}
          hint={words.detailsFailedHelp}
          onRetry={() => void found.refetch()}
        />
      </Strip>
    );
  }
  if (!found.data) return <LoadingState />;
  const detail = found.data;
  const place = relations.data?.place;
  const failed = relations.isError ? (
    <ProblemNotice title={words.relationsFailed} cause={relations.error} onRetry={() => void relations.refetch()} />
  ) : null;
  return (
    <>
      <header className={classes.head}>
        <div className={classes.titleLine}>
          <KindIcon kind={detail.node.type} />
          <h2 className={classes.title}>
            {detail.node.module ? <span className={classes.module}>{detail.node.module}::</span> : null}
            {detail.node.name}
            {detail.instance ? <span className={classes.module}>.{detail.instance}</span> : null}
          </h2>
          <StatusMark status={detail.node.status ?? ""} />
          <span className={classes.quiet}>{words.kinds[detail.node.type] ?? detail.node.type}</span>
          <ToolButton icon="close" label={words.closeDetails} isBare onClick={onClose} />
        </div>
        <Breadcrumbs steps={detail.breadcrumb} label={words.breadcrumbs} />
        <Actions detail={detail} />
      </header>
      <Views
        details={
          <>
            <Clauses detail={detail} relations={relations.data} />
            {failed}
          </>
        }
        source={
          detail.node.module === "" ? null : place ? (
            <Source module={place.module} first={place.first_line} last={place.last_line} />
          ) : (
            (failed ?? <LoadingState />)
          )
        }
      />
    </>
  );
}
