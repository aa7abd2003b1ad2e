import type { SimulatorStatus } from "../../api/generated";
import { Facts, Panel } from "../../components/panel";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import classes from "./simulator.module.css";

const words = texts.simulator;

/** What arrived and was not answered, with the reason. */
export function Drops({ status }: { status: SimulatorStatus | null }) {
  if (!status?.running) return null;
  const reasons = Object.entries(status.drops ?? {}).map(
    ([reason, count]) => [reason.replaceAll("_", " "), count] as const,
  );
  if (status.kernel_drops) reasons.push([words.kernelDrops, status.kernel_drops]);
  const counted = reasons.filter(([, count]) => count > 0);
  return (
    <Panel title={words.drops}>
      {counted.length === 0 ? (
        <p className={classes.quiet}>{words.noDrops}</p>
      ) : (
        <Facts
          facts={counted.map(([reason, count]) => [
            reason,
            <span key={reason} className="num">
              {formatCount(count)}
            </span>,
          ])}
        />
      )}
    </Panel>
  );
}
