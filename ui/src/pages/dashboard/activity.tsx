import { useCounter, useLive } from "../../live";
import { texts } from "../../texts";
import classes from "./dashboard.module.css";

const words = texts.dashboard.counts;

/** Published ids, each with the counter it shows (contract §3 and §5). */
const counters = [
  { id: "act-snmp-requests", label: words.snmpRequests, module: "simulator", name: "snmp_requests_served" },
  { id: "act-oids-loaded", label: words.oidsLoaded, module: "simulator", name: "oids_loaded" },
  { id: "act-traps-recv", label: words.trapsReceived, module: "traps", name: "traps_received_total" },
  { id: "act-traps-sent", label: words.trapsSent, module: "traps", name: "traps_sent_total" },
  { id: "act-walks", label: words.walks, module: "walker", name: "walks_executed" },
  { id: "act-oids-returned", label: words.oidsReturned, module: "walker", name: "oids_returned" },
  { id: "act-mibs-uploaded", label: words.mibsUploaded, module: "mibs", name: "upload_count" },
  { id: "act-mibs-reloaded", label: words.mibsReloaded, module: "mibs", name: "reload_count" },
] as const;

export function Activity() {
  return (
    <section className={classes.activity} aria-label={texts.dashboard.activity}>
      {counters.map((counter) => (
        <Count key={counter.id} {...counter} />
      ))}
    </section>
  );
}

/** Plain digits without grouping: scripts compare them as numbers. */
function Count({ id, label, module, name }: (typeof counters)[number]) {
  const value = useCounter(module, name);
  const isKnown = useLive((state) => Object.keys(state.stats).length > 0);
  return (
    <div className={classes.count}>
      <span id={id} className={classes.countValue}>
        {isKnown ? value : texts.words.unknown}
      </span>
      <span className={classes.countLabel}>{label}</span>
    </div>
  );
}
