import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { browseCalls } from "../../../api/calls";
import { keys } from "../../../api/queries";
import { Facts } from "../../../components/panel";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { KindIcon } from "../kinds";
import { dayOf } from "./clauses";
import classes from "./details.module.css";
import { Source } from "./source";
import { Views } from "./views";

const words = texts.browser;

/** What is known of a module as a whole. */
export function ModuleDetails({ module, onClose }: { module: string; onClose: () => void }) {
  const [, navigate] = useLocation();
  const found = useQuery({ queryKey: keys.modules, queryFn: browseCalls.modules });
  if (found.isError) {
    return (
      <Strip>
        <ProblemNotice title={words.detailsFailed} cause={found.error} onRetry={() => void found.refetch()} />
      </Strip>
    );
  }
  if (!found.data) return <LoadingState />;
  const known = found.data.modules.find(({ name }) => name === module);
  if (!known) return <EmptyState title={words.noModule(module)} help={words.noHitsHelp} />;
  return (
    <>
      <header className={classes.head}>
        <div className={classes.titleLine}>
          <KindIcon kind="module" />
          <h2 className={classes.title}>{known.name}</h2>
          <span className={classes.quiet}>{words.kinds.module}</span>
          <ToolButton icon="close" label={words.closeDetails} isBare onClick={onClose} />
        </div>
        <div className={classes.actions}>
          <ToolButton
            least="operator"
            id="browse-simulate"
            icon="simulator"
            label={words.simulate}
            title={words.simulateHelp(known.name)}
            isWordy
            onClick={() => navigate(`/simulator?modules=${encodeURIComponent(known.name)}`)}
          />
        </div>
      </header>
      <Views
        details={
          <Facts
            facts={[
              [words.facts.file, known.file],
              [words.facts.origin, words.origins[known.origin] ?? known.origin],
              [words.facts.updated, known.last_updated ? dayOf(known.last_updated) : words.notSaid],
              [words.facts.objects, formatCount(known.objects)],
              [words.facts.notifications, formatCount(known.traps)],
              [words.facts.findings, words.findings(known.errors, known.warnings)],
            ]}
          />
        }
        source={<Source module={known.name} first={0} last={0} />}
      />
    </>
  );
}
