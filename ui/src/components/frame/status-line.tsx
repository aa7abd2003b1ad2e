import type { ReactNode } from "react";
import { Link } from "wouter";
import type { SimulatorStatus, TrapsStatus } from "../../api/generated";
import { liveStore, useLive, useNow, useSocket } from "../../live";
import { localAddress } from "../../live/addresses";
import { texts } from "../../texts";
import { serviceState, type Tone } from "../status";
import { formatCount } from "../values/format";
import { useServerMeta } from "./connection";
import classes from "./status-line.module.css";

/** Always there, always true: what runs, how busy it is, what was lost. Each part leads to its page. */
export function StatusLine() {
  const isStale = useSocket().phase !== "online";
  const meta = useServerMeta();
  return (
    <footer className={classes.line} data-stale={isStale || undefined}>
      <SimulatorPart />
      <ReceiverPart />
      <MibPart />
      <span className={classes.spacer} />
      {meta ? <span className={classes.version}>{texts.frame.version(meta.version)}</span> : null}
    </footer>
  );
}

function Part({ href, tone, children }: { href: string; tone: Tone; children: ReactNode }) {
  return (
    <Link href={href} className={classes.part} data-tone={tone}>
      <span className={classes.block} />
      {children}
    </Link>
  );
}

function toneOf(service: SimulatorStatus | TrapsStatus | null): Tone {
  if (!service) return "idle";
  const state = serviceState(service);
  if (state === "running") return "good";
  if (state === "crashed") return "bad";
  return state === "stopped" ? "idle" : "changing";
}

function SimulatorPart() {
  const simulator = useLive((state) => state.simulator);
  const now_ms = useNow();
  const rate = formatCount(liveStore.requestRate.perSecond(now_ms));
  return (
    <Part href="/simulator" tone={toneOf(simulator)}>
      {simulator?.running ? (
        <>
          <span>{texts.frame.simulatorAt(localAddress(simulator))}</span>
          <b className="num">{texts.words.perSecond(rate)}</b>
        </>
      ) : (
        <span>{simulator ? texts.frame.simulatorStopped : texts.frame.simulatorAt(texts.words.unknown)}</span>
      )}
    </Part>
  );
}

function ReceiverPart() {
  const receiver = useLive((state) => state.traps);
  const now_ms = useNow();
  const rate = formatCount(liveStore.notificationRate.perSecond(now_ms));
  const lost = receiver?.kernel_drops;
  return (
    <Part href="/traps" tone={toneOf(receiver)}>
      {receiver?.running ? (
        <>
          <span>{texts.frame.receiverAt(localAddress(receiver))}</span>
          <b className="num">{texts.words.perSecond(rate)}</b>
          {lost === undefined ? null : (
            <span className={classes.lost} data-any={lost > 0 || undefined}>
              {texts.frame.lost(formatCount(lost))}
            </span>
          )}
        </>
      ) : (
        <span>{receiver ? texts.frame.receiverStopped : texts.frame.receiverAt(texts.words.unknown)}</span>
      )}
    </Part>
  );
}

function MibPart() {
  const mibs = useLive((state) => state.mibs);
  if (!mibs) return null;
  const { loaded = 0, failed = 0 } = mibs;
  return (
    <Part href="/mibs" tone={failed > 0 ? "changing" : "info"}>
      <span className="num">{texts.frame.mibCount(formatCount(loaded), loaded === 1)}</span>
    </Part>
  );
}
