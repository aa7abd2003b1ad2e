import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useCallback, useMemo, useState } from "react";
import { agentCalls } from "../../../../api/agents";
import type { AgentObject, AgentRecord } from "../../../../api/generated";
import { useMay } from "../../../../components/role";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../../components/states";
import { FilterBar } from "../../../../components/table/filter-bar";
import { VirtualTable } from "../../../../components/table/virtual-table";
import { formatCount } from "../../../../components/values/format";
import { factsOfObject, firstText, typedValue, ValuePicker } from "../../../../components/values/typed";
import { createStore, type Store, useStore } from "../../../../live/external-store";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";
import { marksOf, objectColumns } from "./columns";
import { useObjects } from "./use-objects";

const words = texts.objects;
const keyOf = (row: AgentObject) => row.oid;
const PAUSE_MS = 200;
/** So many rows before the end the next page is asked for. */
const AHEAD = 40;

interface Change {
  oid: string;
  value: string | number | null;
}

/** What an agent answers now, instance by instance; a value is changed where it stands. */
export function Objects({ agent }: { agent: AgentRecord }) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const [inView, setInView] = useState({ first: 0, last: 0 });
  const objects = useObjects(agent.id, search, inView);
  const [editedOid, setEditedOid] = useState<string | null>(null);
  /** What is typed into the edited value, in its row and in what helps above the list. */
  const [typedText] = useState(() => createStore(""));
  const setting = useMutation({
    meta: { failed: words.setFailed },
    // Without a value the instance is what its source says again.
    mutationFn: ({ oid, value }: Change): Promise<unknown> =>
      value === null ? agentCalls.releaseObject(agent.id, oid) : agentCalls.setObject(agent.id, oid, value),
    onSuccess: () => {
      setEditedOid(null);
      objects.refresh();
    },
  });
  const leave = useCallback(() => {
    setEditedOid(null);
    document.getElementById("agent-objects")?.focus();
    return true;
  }, []);
  const { mutate, reset, isPending } = setting;
  const save = useCallback(
    (object: AgentObject) => mutate({ oid: object.oid, value: typedValue(factsOfObject(object), typedText.get()) }),
    [mutate, typedText],
  );
  const columns = useMemo(
    () => objectColumns(editedOid, { typed: typedText, isBusy: isPending, onSave: save, onCancel: leave }),
    [editedOid, typedText, isPending, save, leave],
  );
  const mayChange = useMay("operator");
  const edit = (object: AgentObject) => {
    reset();
    typedText.set(firstText(factsOfObject(object), object.value, object.display));
    setEditedOid(object.oid);
  };
  const edited = objects.rows.find((row) => row.oid === editedOid) ?? null;
  const { loadMore, rows } = objects;
  const handleRange = useCallback(
    (first: number, last: number) => {
      setInView({ first, last });
      if (last + AHEAD >= rows.length) loadMore();
    },
    [rows.length, loadMore],
  );
  return (
    <>
      <FilterBar
        listId="agent-objects"
        value={typed}
        onChange={setTyped}
        hint={words.search}
        countLabel={words.count(formatCount(rows.length), formatCount(objects.total), objects.next !== null)}
      />
      {objects.failure ? (
        <Strip>
          <ProblemNotice title={words.loadFailed} cause={objects.failure} onRetry={objects.retry} />
        </Strip>
      ) : null}
      {edited ? (
        <Edited
          object={edited}
          typed={typedText}
          problem={setting.error}
          isBusy={isPending}
          onSave={() => save(edited)}
          onCancel={leave}
          onRelease={() => mutate({ oid: edited.oid, value: null })}
        />
      ) : null}
      <VirtualTable
        id="agent-objects"
        name="agent-objects"
        label={words.title}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        openKey={editedOid}
        {...(mayChange ? { onOpen: edit } : {})}
        onBack={editedOid === null ? undefined : leave}
        onRange={handleRange}
        hasTail={false}
        empty={<NoRows objects={objects} isSearched={search !== ""} />}
      />
    </>
  );
}

interface EditedProps {
  object: AgentObject;
  typed: Store<string>;
  problem: unknown;
  isBusy: boolean;
  onSave: () => void;
  onCancel: () => void;
  onRelease: () => void;
}

/** What helps with the value that is edited, what was wrong with what was typed, and the way back to its source. */
function Edited({ object, typed, problem, isBusy, onSave, onCancel, onRelease }: EditedProps) {
  const text = useStore(typed, (state) => state);
  const facts = [object.syntax || object.type, object.writable ? words.writable : words.notWritable, marksOf(object)];
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onCancel();
  };
  return (
    <form id="agent-object" className={classes.edited} onSubmit={handleSubmit} onKeyDown={handleKey} noValidate>
      <div className={classes.editedFacts}>
        <span className="mono">{object.name}</span>
        <span className={classes.quiet}>{facts.filter(Boolean).join(" · ")}</span>
        {object.overridden ? (
          <Button variant="default" size="compact-xs" disabled={isBusy} onClick={onRelease}>
            {words.release}
          </Button>
        ) : null}
      </div>
      <ValuePicker facts={factsOfObject(object)} text={text} isBusy={isBusy} onText={typed.set} />
      {problem ? <ProblemNotice title={words.setFailed} cause={problem} /> : null}
      <div className={classes.editedFacts}>
        <Button type="submit" size="compact-xs" loading={isBusy}>
          {texts.words.save}
        </Button>
        <Button variant="default" size="compact-xs" disabled={isBusy} onClick={onCancel}>
          {texts.words.cancel}
        </Button>
        <span className={classes.quiet}>{words.keys}</span>
      </div>
    </form>
  );
}

function NoRows({ objects, isSearched }: { objects: ReturnType<typeof useObjects>; isSearched: boolean }) {
  if (objects.failure) return null;
  if (objects.error) return <EmptyState title={texts.agents.failed} help={objects.error} />;
  if (objects.isLoading || objects.next !== null) return <LoadingState />;
  return <EmptyState title={isSearched ? words.nothingFound : words.empty} />;
}
