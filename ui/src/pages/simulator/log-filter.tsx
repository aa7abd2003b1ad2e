import { Select } from "@mantine/core";
import type { SimulatedDevice } from "../../api/generated";
import { WireField } from "../../components/forms/fields";
import { OfferedField } from "../../components/forms/offered-field";
import { texts } from "../../texts";
import classes from "./log.module.css";

const words = texts.simulator;
export const pdus = ["GetRequest", "GetNextRequest", "GetBulkRequest", "SetRequest"] as const;

/** What the server is asked for; an empty field does not matter. */
export interface LogFilter {
  agent: string;
  source: string;
  pdu: string;
  oid: string;
}

export const noFilter: LogFilter = { agent: "", source: "", pdu: "", oid: "" };

/** The fields that say something, as the server takes them. */
export function queryOf(filter: LogFilter): Partial<LogFilter> {
  return Object.fromEntries(
    Object.entries(filter)
      .map(([name, text]) => [name, text.trim()])
      .filter(([, text]) => text !== ""),
  );
}

interface LogFilterBarProps {
  filter: LogFilter;
  onChange: (filter: LogFilter) => void;
  devices: readonly SimulatedDevice[];
  /** The field that the server cannot take, and why. */
  wrong: { field: string | null; message: string } | null;
}

/** Narrows the log by agent, manager, kind of request and object; the server does it, for all that it remembers. */
export function LogFilterBar({ filter, onChange, devices, wrong }: LogFilterBarProps) {
  const change = (part: Partial<LogFilter>) => onChange({ ...filter, ...part });
  const about = (field: string) => (wrong?.field === field ? wrong.message : undefined);
  return (
    <search className={classes.filter} aria-label={words.narrow}>
      <OfferedField
        id="sim-log-agent"
        aria-label={words.columns.device}
        placeholder={words.anyAgent}
        value={filter.agent}
        offered={devices.map(({ name, source }) => ({ value: name, note: source }))}
        onChange={(agent) => change({ agent })}
        error={about("agent")}
      />
      <WireField
        id="sim-log-source"
        aria-label={words.columns.source}
        placeholder={words.anySource}
        value={filter.source}
        onChange={(event) => change({ source: event.currentTarget.value })}
        error={about("source")}
      />
      <Select
        id="sim-log-pdu"
        aria-label={words.columns.operation}
        placeholder={words.anyPdu}
        data={[...pdus]}
        value={filter.pdu === "" ? null : filter.pdu}
        onChange={(pdu) => change({ pdu: pdu ?? "" })}
        clearable
      />
      <WireField
        id="sim-log-oid"
        aria-label={words.objectFilter}
        placeholder={words.anyObject}
        value={filter.oid}
        onChange={(event) => change({ oid: event.currentTarget.value })}
        error={about("oid")}
      />
    </search>
  );
}
