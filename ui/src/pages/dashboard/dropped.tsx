import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { type DropArea, dropCalls } from "../../api/calls";
import { keys } from "../../api/queries";
import { Panel } from "../../components/panel";
import { EmptyState } from "../../components/states";
import { formatCount } from "../../components/values/format";
import { useLive } from "../../live";
import { texts } from "../../texts";
import classes from "./recent.module.css";

const words = texts.dashboard.drops;
const places: Record<DropArea, string> = { simulator: "/simulator", traps: "/traps?tab=receiver" };

interface Dropped {
  area: DropArea;
  reason: string;
  count: number;
}

/** What came and was not used, by reason: counts are pushed, the words for a reason are asked for once. */
export function DroppedPanel() {
  const simulator = useLive((state) => state.simulator);
  const receiver = useLive((state) => state.traps);
  const labels = useLabels();
  const occurred = [
    ...droppedOf("simulator", simulator?.drops, simulator?.kernel_drops),
    ...droppedOf("traps", receiver?.drops, receiver?.kernel_drops),
  ].sort((a, b) => b.count - a.count);
  return (
    <Panel title={texts.drops.title} isFlush>
      {occurred.length === 0 ? (
        <EmptyState title={texts.drops.none} help={texts.drops.noneHelp} />
      ) : (
        <ul>
          {occurred.map(({ area, reason, count }) => (
            <li key={`${area} ${reason}`}>
              <Link href={places[area]} className={classes.recent}>
                <span className={classes.recentTime}>{words.areas[area]}</span>
                <span className={classes.recentType}>{labels[area]?.get(reason) ?? reason.replaceAll("_", " ")}</span>
                <span className="num">{formatCount(count)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function droppedOf(area: DropArea, drops: Record<string, number> = {}, kernel = 0): Dropped[] {
  return Object.entries({ ...drops, kernel })
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ({ area, reason, count }));
}

function useLabels(): Record<DropArea, Map<string, string> | undefined> {
  const simulator = useQuery({ queryKey: keys.drops("simulator"), queryFn: () => dropCalls.all("simulator") });
  const traps = useQuery({ queryKey: keys.drops("traps"), queryFn: () => dropCalls.all("traps") });
  const labelsOf = ({ data }: typeof simulator) =>
    data && new Map(data.data.map(({ reason, label }) => [reason, label]));
  return { simulator: labelsOf(simulator), traps: labelsOf(traps) };
}
