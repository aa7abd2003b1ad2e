import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { simulatorCalls } from "../../api/calls";
import type { AgentRecord } from "../../api/generated";
import { keys } from "../../api/queries";
import { DropZone } from "../../components/drop-zone";
import { Drops } from "../../components/drops";
import { isFocusSeen, useHotkey } from "../../components/keyboard";
import { Snmpv3 } from "../../components/snmpv3";
import { liveStore, useLive } from "../../live";
import { texts } from "../../texts";
import { AgentDetail, enterDetail } from "./agent";
import { Agents } from "./agents";
import { Arrivals } from "./agents/arrivals";
import { type AgentDraft, agentOfModules, draftOf, duplicateOf, newAgent } from "./agents/draft";
import { AgentForm } from "./agents/form";
import { useAgents } from "./agents/listed";
import { RecordDialog } from "./agents/record-form";
import { Control } from "./control";
import { nowhere, usePlace } from "./place";
import { RequestLog } from "./request-log";
import classes from "./simulator.module.css";
import { Warnings } from "./warnings";

const words = texts.agents;
/** Starts and stops are pushed; counts of drops are not, so this page asks for them while it is open. */
const DROPS_EVERY_MS = 5_000;

async function askStatus() {
  const simulator = await simulatorCalls.status();
  liveStore.accept({ simulator });
  return simulator;
}

/** A form over the page: for a new agent, or for one that is changed. */
interface OpenForm {
  title: string;
  first: AgentDraft;
  record: AgentRecord | null;
}

/** The simulated agents: whether they run, who they are, and what they are being asked. */
export default function Simulator() {
  const status = useLive((state) => state.simulator);
  useQuery({ queryKey: keys.simulator, queryFn: askStatus, refetchInterval: DROPS_EVERY_MS });
  const asked = useAgents();
  const [place, go] = usePlace();
  const [form, setForm] = useState<OpenForm | null>(null);
  const [arriving, setArriving] = useState<readonly File[]>([]);
  const [isRecording, setRecording] = useState(false);
  /** The recording whose agent is opened as soon as it is listed. */
  const [awaited, setAwaited] = useState("");
  // The address asks for a new agent from modules; the form keeps them, and the address is done with.
  useEffect(() => {
    if (place.modules.length === 0) return;
    setForm({ title: words.addTitle, first: agentOfModules(place.modules), record: null });
    go({ modules: [] }, { replace: true });
  }, [place.modules, go]);
  const agents = asked.data?.agents;
  const arrived = awaited && agents?.find(({ origin, source }) => origin === "folder" && source.path === awaited)?.id;
  useEffect(() => {
    if (!arrived) return;
    setAwaited("");
    go({ agent: arrived, tab: nowhere.tab });
  }, [arrived, go]);
  const open = agents?.find((agent) => agent.id === place.agent) ?? null;
  const close = () => {
    go({ agent: nowhere.agent, tab: nowhere.tab });
    return true;
  };
  const wasOpen = useRef(false);
  useEffect(() => {
    // Back in the list, unless a link has led elsewhere.
    if (wasOpen.current && place.agent === "" && !isFocusSeen()) document.getElementById("agent-table")?.focus();
    wasOpen.current = place.agent !== "";
  }, [place.agent]);
  useHotkey("Escape", place.agent === "" ? null : close);
  const recordings = (agents ?? []).filter(({ origin }) => origin === "folder").map(({ source }) => source.path ?? "");
  return (
    <DropZone
      className={classes.page}
      data-open={open !== null || undefined}
      icon="simulator"
      title={texts.arrivals.dropHere}
      help={texts.arrivals.dropHelp}
      least="operator"
      onFiles={setArriving}
    >
      <div className={classes.side}>
        <Control status={status} />
        <Warnings warnings={status?.warnings ?? []} />
        {status?.engine ? (
          <Snmpv3 id="sim-engine" engine={status.engine} users={status.users} refused={status.refused_users} />
        ) : null}
        <Drops area="simulator" />
      </div>
      <div className={classes.main}>
        <Agents
          asked={asked}
          status={status}
          openId={place.agent}
          onOpen={({ id }) => (id === place.agent ? enterDetail() : go({ agent: id }))}
          onClose={close}
          onAdd={() => setForm({ title: words.addTitle, first: newAgent, record: null })}
          onFiles={setArriving}
          onRecord={() => setRecording(true)}
        />
        <RequestLog status={status} agent={place.log} onAgent={(log) => go({ log }, { replace: true })} />
      </div>
      {open ? (
        <AgentDetail
          key={open.id}
          agent={open}
          status={status}
          tab={place.tab}
          onTab={(tab) => go({ tab }, { replace: true })}
          onEdit={() => setForm({ title: words.editTitle(open.name), first: draftOf(open), record: open })}
          onDuplicate={() => setForm({ title: words.addTitle, first: duplicateOf(open), record: null })}
          onClose={close}
        />
      ) : null}
      {form ? (
        <AgentForm
          {...form}
          recordings={recordings}
          onClose={() => setForm(null)}
          onSaved={({ id }) => go({ agent: id })}
        />
      ) : null}
      {arriving.length > 0 ? (
        <Arrivals
          files={arriving}
          onClose={() => setArriving([])}
          onOpen={(agent) => {
            setArriving([]);
            go({ agent });
          }}
        />
      ) : null}
      {isRecording ? (
        <RecordDialog
          onClose={() => setRecording(false)}
          onRecorded={(path) => {
            setRecording(false);
            setAwaited(path);
          }}
        />
      ) : null}
    </DropZone>
  );
}
