import { UnstyledButton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type DropArea, dropCalls } from "../../api/calls";
import type { DropSummary, KeptDatagram } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { ActButton } from "../../components/act-button";
import { texts } from "../../texts";
import { Bytes } from "../bytes";
import { Dialog } from "../dialog";
import { EmptyState, LoadingState, ProblemNotice } from "../states";
import { formatCount } from "../values/format";
import { Time } from "../values/time";
import classes from "./drops.module.css";

const words = texts.drops;
const DIALOG_PX = 960;

interface DroppedProps {
  area: DropArea;
  drop: DropSummary;
  onClose: () => void;
}

/** The datagrams kept of a reason: one chosen, its octets beside what they mean. */
export function Dropped({ area, drop, onClose }: DroppedProps) {
  const asked = useQuery({
    queryKey: keys.dropped(area, drop.reason),
    queryFn: () => dropCalls.kept(area, drop.reason),
  });
  const forgetting = useMutation({
    meta: { failed: words.forgetFailed },
    mutationFn: () => dropCalls.forget(area, drop.reason),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.drops(area) }),
  });
  const kept = asked.data?.data ?? [];
  return (
    <Dialog label={drop.label} isTitled size_px={DIALOG_PX} isOpen onClose={onClose}>
      <div className={classes.dropped}>
        <p>{drop.explanation}</p>
        <p className={classes.quiet}>{drop.advice}</p>
        {forgetting.isError ? <ProblemNotice title={words.forgetFailed} cause={forgetting.error} /> : null}
        {asked.isError ? (
          <ProblemNotice title={words.keptFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
        ) : asked.isPending ? (
          <LoadingState />
        ) : kept.length === 0 ? (
          <EmptyState title={words.noneKept} help={words.noneKeptHelp} />
        ) : (
          <>
            <Kept kept={kept} />
            <div className={classes.actions}>
              <ActButton
                variant="default"
                size="compact-md"
                loading={forgetting.isPending}
                onClick={() => forgetting.mutate()}
              >
                {words.forget}
              </ActButton>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** New ones come in front while one looks; what was chosen stays. */
const identityOf = ({ at, source, raw_hex }: KeptDatagram) => `${at} ${source} ${raw_hex}`;

function Kept({ kept }: { kept: readonly KeptDatagram[] }) {
  const [chosenOne, choose] = useState(() => (kept[0] ? identityOf(kept[0]) : ""));
  const chosen = kept.find((datagram) => identityOf(datagram) === chosenOne) ?? kept[0];
  return (
    <>
      <ul className={classes.kept} aria-label={words.kept}>
        {kept.map((datagram, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two datagrams may be the same in every field.
          <li key={at}>
            <UnstyledButton
              className={classes.one}
              aria-pressed={datagram === chosen}
              onClick={() => choose(identityOf(datagram))}
            >
              <Time at_ms={datagram.at * 1000} />
              <span className="num">{datagram.source}</span>
              <span className={classes.detail}>{datagram.detail}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {chosen ? (
        <div className={classes.octets}>
          {chosen.size * 2 > chosen.raw_hex.length ? (
            <p className={classes.quiet}>
              {words.cut(formatCount(chosen.raw_hex.length / 2), formatCount(chosen.size))}
            </p>
          ) : null}
          <Bytes key={identityOf(chosen)} detail={chosen} faultAt={chosen.fault_at} />
        </div>
      ) : null}
    </>
  );
}
