import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import type { AgentRecord } from "../../../api/generated";
import { formatHash } from "../../../hash-location";
import classes from "../agents.module.css";
import { formatPlace, nowhere, usePlace } from "../place";

/** Where there is room for the log beside an agent. */
const WIDE = "(min-width: 1100px)";

/** Leads to the log of all agents, narrowed to this one; the agent stays open where there is room. */
export function LogLink({ agent, children }: { agent: AgentRecord; children: ReactNode }) {
  const [place] = usePlace();
  const isWide = useMediaQuery(WIDE, true);
  return (
    <a className={classes.link} href={formatHash(formatPlace({ ...(isWide ? place : nowhere), log: agent.name }))}>
      {children}
    </a>
  );
}
