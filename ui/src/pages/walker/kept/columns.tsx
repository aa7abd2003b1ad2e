import type { KeptWalk } from "../../../api/generated";
import { Icon } from "../../../components/icon";
import { StatusWord, type Tone } from "../../../components/status";
import type { Column } from "../../../components/table/column";
import { formatCount, formatMoment, formatSize } from "../../../components/values/format";
import { Time } from "../../../components/values/time";
import { texts } from "../../../texts";
import classes from "./kept.module.css";

const words = texts.kept;
const tones: Record<KeptWalk["state"], Tone> = {
  done: "good",
  imported: "good",
  cut: "changing",
  cancelled: "idle",
  failed: "bad",
};

export const keptColumns: readonly Column<KeptWalk>[] = [
  {
    id: "name",
    header: words.columns.name,
    size: 180,
    grows: true,
    text: ({ name, tags }) => [name, ...tags].join(" "),
    raw: ({ name }) => name,
    render: (walk) => <NameAndTags walk={walk} />,
  },
  {
    id: "at",
    header: words.columns.at,
    size: 168,
    text: ({ started_at }) => formatMoment(started_at * 1000),
    render: ({ started_at }) => <Time at_ms={started_at * 1000} />,
    hideBelow_px: 440,
  },
  {
    id: "target",
    header: words.columns.target,
    size: 150,
    text: ({ target }) => target,
    isMono: true,
    hideBelow_px: 560,
  },
  { id: "root", header: words.columns.root, size: 150, text: ({ root }) => root, isMono: true, hideBelow_px: 760 },
  {
    id: "rows",
    header: words.columns.rows,
    size: 84,
    text: ({ rows }) => formatCount(rows),
    raw: ({ rows }) => String(rows),
    isNumeric: true,
  },
  {
    id: "size",
    header: words.columns.size,
    size: 80,
    text: ({ size_bytes }) => formatSize(size_bytes),
    raw: ({ size_bytes }) => String(size_bytes),
    isNumeric: true,
    hideBelow_px: 680,
  },
  {
    id: "state",
    header: words.columns.state,
    size: 104,
    text: ({ state }) => words.states[state],
    render: ({ state }) => <StatusWord tone={tones[state]}>{words.states[state]}</StatusWord>,
    hideBelow_px: 500,
  },
];

function NameAndTags({ walk: { name, tags, pinned } }: { walk: KeptWalk }) {
  return (
    <span className={classes.named}>
      {pinned ? <Icon name="pin" size={14} /> : null}
      <span className={classes.name}>{name}</span>
      {tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          {tag}
        </span>
      ))}
    </span>
  );
}
