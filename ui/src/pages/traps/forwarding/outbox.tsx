import { SegmentedControl, Select } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type OutboxState, outboxCalls } from "../../../api/forwarding";
import type { OutboxChoice, OutboxEntry } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { AskFirst } from "../../../components/ask-first";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../components/states";
import { VirtualTable } from "../../../components/table/virtual-table";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { nowhere, usePlace } from "../place";
import { forwardingChanged, useDestinations } from "./asked";
import { outboxColumns } from "./columns";
import { Entry } from "./entry";
import classes from "./forwarding.module.css";

const words = texts.forwarding;
const keyOf = ({ id }: OutboxEntry) => id;
/** So many rows before the last one that is here the next page is asked for. */
const AHEAD = 50;
const states = [
  { value: "", label: words.all },
  ...(["waiting", "failed", "delivered"] as const).map((value) => ({ value, label: words.outboxStates[value] })),
];

/** What rules sent on: waiting, arrived, given up. */
export function Outbox() {
  const [{ destination, state }, go] = usePlace();
  const [openId, setOpenId] = useState<number | null>(null);
  const choice = { ...(destination === "" ? {} : { destination }), ...(state === "" ? {} : { state }) };
  const asked = useInfiniteQuery({
    queryKey: keys.outbox(choice),
    queryFn: ({ pageParam, signal }) => outboxCalls.page(choice, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next_before }) => next_before,
    placeholderData: keepPreviousData,
  });
  const entries = asked.data?.pages.flatMap(({ data }) => data) ?? [];
  const open = entries.find(({ id }) => id === openId) ?? null;
  const close = () => {
    setOpenId(null);
    return true;
  };
  return (
    <section className={classes.outbox} aria-label={words.outbox}>
      <div className={classes.bar}>
        <h2>{words.outbox}</h2>
        <SegmentedControl
          aria-label={words.columns.state}
          size="xs"
          value={state}
          data={states}
          onChange={(next) => go({ state: next as OutboxState | "" }, { replace: true })}
          withItemsBorders={false}
        />
        <DestinationChoice value={destination} onChange={(next) => go({ destination: next }, { replace: true })} />
        <span className={classes.quiet} role="status">
          {words.outboxCount(formatCount(entries.length))}
        </span>
        {entries.length > 0 ? <Acts choice={choice} /> : null}
      </div>
      {asked.isError ? (
        <Strip>
          <ProblemNotice title={words.outboxFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
        </Strip>
      ) : null}
      <div className={classes.beside}>
        <div className={classes.list}>
          <VirtualTable
            key={`${destination} ${state}`}
            id="outbox-table"
            name="outbox"
            label={words.outbox}
            columns={outboxColumns}
            rows={entries}
            keyOf={keyOf}
            hasTail={false}
            openKey={openId}
            onOpen={({ id }) => setOpenId(id)}
            onBack={open ? close : undefined}
            onRange={(_first, last) => {
              if (last >= entries.length - AHEAD && asked.hasNextPage && !asked.isFetching) void asked.fetchNextPage();
            }}
            empty={
              asked.isPending ? <LoadingState /> : <EmptyState title={words.outboxEmpty} help={words.outboxEmptyHelp} />
            }
          />
        </div>
        {open ? <Entry key={open.id} entry={open} onClose={close} /> : null}
      </div>
    </section>
  );
}

function DestinationChoice({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const names = useDestinations().data?.destinations.map(({ name }) => name) ?? [];
  return (
    <Select
      aria-label={words.columns.destination}
      placeholder={words.allDestinations}
      size="xs"
      className={classes.choice ?? ""}
      data={value === "" || names.includes(value) ? names : [value, ...names]}
      value={value === "" ? null : value}
      clearable
      clearButtonProps={{ "aria-label": words.allDestinations }}
      onChange={(name) => onChange(name ?? nowhere.destination)}
    />
  );
}

/** What is done with all that the choice means, those on pages that are not here as well. */
function Acts({ choice }: { choice: OutboxChoice }) {
  const retrying = useMutation({
    meta: { failed: words.retryFailed },
    mutationFn: () => outboxCalls.retry(choice),
    onSuccess: forwardingChanged,
  });
  return (
    <span className={classes.acts}>
      <ToolButton
        least="operator"
        id="outbox-retry"
        icon="restart"
        label={words.retryAll}
        isWordy
        disabled={retrying.isPending}
        onClick={() => retrying.mutate()}
      />
      <AskFirst
        target={(toggle) => (
          <ToolButton
            least="operator"
            id="outbox-delete"
            icon="trash"
            label={words.deleteAll}
            isBare
            onClick={toggle}
          />
        )}
        question={words.deleteQuestion}
        confirm={words.deleteAll}
        failed={words.deleteFailed}
        act={() => outboxCalls.remove(choice)}
        onDone={() => void forwardingChanged()}
      />
      {retrying.isError ? <ProblemNotice title={words.retryFailed} cause={retrying.error} /> : null}
    </span>
  );
}
