import type { ReactNode } from "react";
import { Link } from "wouter";
import type { SimulatorStatus, TrapsStatus } from "../../api/generated";
import { useServerHealth, useServerMeta } from "../../components/frame/connection";
import { Panel } from "../../components/panel";
import { StatusWord, serviceState, stateWords, type Tone } from "../../components/status";
import { formatCount } from "../../components/values/format";
import { useLive, useSocket } from "../../live";
import { texts } from "../../texts";
import classes from "./health.module.css";

const words = texts.dashboard.health;

/** Whether everything behind this page does what it should, and in words what does not. */
export function Health() {
  const simulator = useLive((state) => state.simulator);
  const receiver = useLive((state) => state.traps);
  return (
    <Panel title={words.title} isFlush>
      <dl className={classes.list}>
        <ServerPart />
        <WorkerPart name={words.simulator} href="/simulator" service={simulator} />
        <WorkerPart name={words.receiver} href="/traps?tab=receiver" service={receiver} />
        <StorePart />
        <LibraryPart />
      </dl>
    </Panel>
  );
}

interface PartProps {
  name: string;
  href: string;
  tone: Tone;
  word: string;
  children?: ReactNode;
}

function Part({ name, href, tone, word, children }: PartProps) {
  return (
    <div className={classes.part}>
      <dt>
        <Link href={href}>{name}</Link>
      </dt>
      <dd>
        <StatusWord tone={tone}>{word}</StatusWord>
        <span className={classes.note}>{children}</span>
      </dd>
    </div>
  );
}

function ServerPart() {
  const { isOnline } = useServerHealth();
  const { phase } = useSocket();
  const meta = useServerMeta();
  const isLive = phase === "online";
  const [tone, word]: [Tone, string] =
    isOnline === false ? ["bad", texts.words.offline] : isLive ? ["good", words.live] : ["changing", words.notLive];
  return (
    <Part name={words.server} href="/settings" tone={tone} word={word}>
      {meta ? texts.frame.version(meta.version) : null}
    </Part>
  );
}

interface WorkerPartProps {
  name: string;
  href: string;
  service: SimulatorStatus | TrapsStatus | null;
}

function WorkerPart({ name, href, service }: WorkerPartProps) {
  if (!service) return <Part name={name} href={href} tone="idle" word={texts.words.unknown} />;
  const { tone, word } = stateWords[serviceState(service)];
  const note = service.error ?? (service.running && service.pid !== null ? words.process(service.pid) : null);
  return (
    <Part name={name} href={href} tone={tone} word={word}>
      {note}
    </Part>
  );
}

function StorePart() {
  const receiver = useLive((state) => state.traps);
  const { database } = useServerHealth();
  if (!receiver) return <Part name={words.store} href="/traps" tone="idle" word={texts.words.unknown} />;
  const { store_error, total, waiting } = receiver;
  const isDamaged = database === "damaged";
  const check = database === "checking" || database === "postponed" ? words.storeChecks[database] : null;
  const stored = words.stored(formatCount(total), waiting > 0 ? formatCount(waiting) : null);
  return (
    <Part
      name={words.store}
      href="/traps"
      tone={store_error || isDamaged ? "bad" : "good"}
      word={isDamaged ? words.storeDamaged : store_error ? words.storeFails : words.storeWrites}
    >
      {store_error ?? [stored, check].filter(Boolean).join("; ")}
    </Part>
  );
}

function LibraryPart() {
  const mibs = useLive((state) => state.mibs);
  if (!mibs) return <Part name={words.library} href="/mibs" tone="idle" word={texts.words.unknown} />;
  const { loaded = 0, failed = 0, total = 0 } = mibs;
  const isEmpty = total === 0;
  return (
    <Part
      name={words.library}
      href="/mibs"
      tone={failed > 0 || isEmpty ? "changing" : "good"}
      word={isEmpty ? words.libraryEmpty : failed > 0 ? words.libraryPartly : words.libraryWhole}
    >
      {failed > 0
        ? words.modulesFailed(formatCount(loaded), formatCount(failed))
        : texts.frame.mibCount(formatCount(loaded), loaded === 1)}
    </Part>
  );
}
