import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { simulatorCalls } from "../../api/calls";
import type { SeenDatagram, SimulatorLogEntry } from "../../api/generated";
import { keys } from "../../api/queries";
import { Bytes } from "../../components/bytes";
import { Dialog } from "../../components/dialog";
import { LoadingState, ProblemNotice } from "../../components/states";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import classes from "./log.module.css";
import { namesOf, resultOf } from "./log-columns";

const words = texts.simulator;
const DIALOG_PX = 960;

/** The last request of a group and its answer: octets beside what they mean. */
export function LogDetail({ entry, onClose }: { entry: SimulatorLogEntry; onClose: () => void }) {
  const asked = useQuery({ queryKey: keys.logEntry(entry.id), queryFn: () => simulatorCalls.logEntry(entry.id) });
  const label = words.entryTitle(entry.operation, entry.community_device ?? "", entry.source);
  return (
    <Dialog label={label} isTitled size_px={DIALOG_PX} isOpen onClose={onClose}>
      <div className={classes.detail} id="sim-log-detail">
        <p className="mono">{namesOf(entry)}</p>
        <p className={classes.quiet}>
          {entry.requests > 1 ? `${words.lastOf(formatCount(entry.requests))} ` : ""}
          {resultOf(entry)}
        </p>
        {asked.isError ? (
          <ProblemNotice title={words.entryFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
        ) : asked.isPending ? (
          <LoadingState />
        ) : (
          <Tabs defaultValue="request" keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="request">{words.request}</Tabs.Tab>
              <Tabs.Tab value="answer">{words.answer}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="request">
              <Octets datagram={asked.data.request} />
            </Tabs.Panel>
            <Tabs.Panel value="answer">
              {asked.data.answer ? (
                <Octets datagram={asked.data.answer} />
              ) : (
                <p className={classes.quiet}>{words.noAnswer}</p>
              )}
            </Tabs.Panel>
          </Tabs>
        )}
      </div>
    </Dialog>
  );
}

function Octets({ datagram }: { datagram: SeenDatagram }) {
  const kept = datagram.raw_hex.length / 2;
  return (
    <>
      {datagram.is_decrypted ? <p className={classes.quiet}>{words.decrypted}</p> : null}
      {kept < datagram.size ? (
        <p className={classes.quiet}>{texts.drops.cut(formatCount(kept), formatCount(datagram.size))}</p>
      ) : null}
      <div className={classes.octets}>
        <Bytes detail={datagram} />
      </div>
    </>
  );
}
