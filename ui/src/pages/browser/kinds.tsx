import { Icon, type IconName } from "../../components/icon";
import { texts } from "../../texts";
import classes from "./kinds.module.css";

const words = texts.browser;

/** What a node is, by the word that the server uses for its kind. */
const icons: Readonly<Record<string, IconName>> = {
  module: "mibs",
  oid: "folder",
  "module identity": "mibs",
  "object identity": "tag",
  scalar: "scalar",
  table: "table",
  row: "row",
  column: "column",
  notification: "traps",
  "object group": "group",
  "notification group": "group",
  compliance: "check",
  capabilities: "check",
};

export const kinds = Object.keys(icons).filter((kind) => kind !== "module");

/** An icon, its meaning in its title; the word stands beside it wherever there is room. */
export function KindIcon({ kind }: { kind: string }) {
  return (
    <span className={classes.icon} data-kind={kind} title={words.kinds[kind] ?? kind}>
      <Icon name={icons[kind] ?? "folder"} size={14} />
    </span>
  );
}

/** Nothing for what is current; otherwise the word of the MIB. */
export function StatusMark({ status }: { status: string }) {
  if (status !== "deprecated" && status !== "obsolete") return null;
  return (
    <span className={classes.status} data-status={status}>
      {status}
    </span>
  );
}
