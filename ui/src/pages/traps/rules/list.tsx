import { Switch } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import type { TrapRule, TrapRuleList } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { ruleCalls } from "../../../api/trap-rules";
import { Icon } from "../../../components/icon";
import { OffReason } from "../../../components/off-reason";
import { useMay, useRefusal } from "../../../components/role";
import { ProblemNotice, Strip } from "../../../components/states";
import { StatusWord } from "../../../components/status";
import { ToolButton } from "../../../components/tool-button";
import { formatCount, formatDuration } from "../../../components/values/format";
import { useNow } from "../../../live";
import { texts } from "../../../texts";
import { rulesChanged } from "./asked";
import { actsOf, moved } from "./draft";
import classes from "./rules.module.css";

const words = texts.rules;

interface RuleListProps {
  rules: readonly TrapRule[];
  openId: number | null;
  onOpen: (id: number) => void;
}

/** Rules in their order, which is changed by dragging, by the arrows beside, and by Alt with an arrow key. */
export function RuleList({ rules, openId, onOpen }: RuleListProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const ordering = useMutation({
    meta: { failed: words.orderFailed },
    mutationFn: (next: readonly TrapRule[]) => ruleCalls.order(next.map(({ id }) => id)),
    onMutate: async (next) => {
      await queryClient.cancelQueries({ queryKey: keys.trapRules });
      queryClient.setQueryData<TrapRuleList>(keys.trapRules, (known) => known && { ...known, rules: [...next] });
    },
    onSettled: rulesChanged,
  });
  const mayMove = useMay("operator");
  const move = (from: number, to: number) => {
    if (from !== to && to >= 0 && to < rules.length) ordering.mutate(moved(rules, from, to));
  };
  return (
    <>
      {ordering.isError ? (
        <Strip>
          <ProblemNotice title={words.orderFailed} cause={ordering.error} />
        </Strip>
      ) : null}
      <ol id="rule-list" className={classes.rules}>
        {rules.map((rule, index) => (
          <Line
            key={rule.id}
            rule={rule}
            isOpen={rule.id === openId}
            isDragged={dragged === index}
            onOpen={() => onOpen(rule.id)}
            onUp={index === 0 || !mayMove ? undefined : () => move(index, index - 1)}
            onDown={index === rules.length - 1 || !mayMove ? undefined : () => move(index, index + 1)}
            onDrag={(isBegun) => setDragged(isBegun ? index : null)}
            onDrop={() => {
              if (dragged !== null) move(dragged, index);
              setDragged(null);
            }}
          />
        ))}
      </ol>
    </>
  );
}

interface LineProps {
  rule: TrapRule;
  isOpen: boolean;
  isDragged: boolean;
  onOpen: () => void;
  /** Absent at the beginning and at the end. */
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
  onDrag: (isBegun: boolean) => void;
  onDrop: () => void;
}

function Line({ rule, isOpen, isDragged, onOpen, onUp, onDown, onDrag, onDrop }: LineProps) {
  const switching = useMutation({
    meta: { failed: words.switchFailed },
    mutationFn: (enabled: boolean) => ruleCalls.change(rule.id, { enabled }),
    onSettled: rulesChanged,
  });
  const refusal = useRefusal("operator");
  const handleKey = (event: KeyboardEvent) => {
    const act = { ArrowUp: onUp, ArrowDown: onDown }[event.key];
    if (!event.altKey || !act) return;
    event.preventDefault();
    act();
  };
  const handleOver = (event: DragEvent) => event.preventDefault();
  return (
    <li
      className={classes.rule}
      data-open={isOpen || undefined}
      data-off={rule.enabled === false || undefined}
      data-dragged={isDragged || undefined}
      draggable={refusal === undefined}
      onKeyDown={handleKey}
      onDragStart={() => onDrag(true)}
      onDragEnd={() => onDrag(false)}
      onDragOver={handleOver}
      onDrop={onDrop}
    >
      <span className={classes.grip} title={words.drag}>
        <Icon name="grip" size={14} />
      </span>
      <OffReason reason={refusal}>
        <Switch
          size="xs"
          aria-label={words.on(rule.name)}
          checked={switching.isPending ? switching.variables : rule.enabled !== false}
          onChange={(event) => switching.mutate(event.currentTarget.checked)}
        />
      </OffReason>
      <button type="button" className={classes.open} title={words.open(rule.name)} onClick={onOpen}>
        <span className={classes.name}>{rule.name}</span>
        <span className={classes.query}>{rule.query || words.everything}</span>
        <Does rule={rule} />
      </button>
      <span className={classes.moves}>
        <ToolButton least="operator" icon="up" label={words.up(rule.name)} isBare disabled={!onUp} onClick={onUp} />
        <ToolButton
          least="operator"
          icon="down"
          label={words.down(rule.name)}
          isBare
          disabled={!onDown}
          onClick={onDown}
        />
      </span>
      {switching.isError ? <ProblemNotice title={words.switchFailed} cause={switching.error} /> : null}
    </li>
  );
}

/** What it does, how often it did, and why it does not. */
function Does({ rule }: { rule: TrapRule }) {
  const now_s = useNow() / 1000;
  const acts = actsOf(rule, now_s);
  const last = rule.last_matched_at;
  return (
    <span className={classes.does}>
      <span className={classes.quiet}>{acts.length > 0 ? acts.join(" · ") : words.acts.none}</span>
      <span className={classes.hits}>
        {last === null
          ? words.neverHit
          : `${words.hits(formatCount(rule.matched))}, ${words.lastHit(formatDuration(Math.max(0, now_s - last)))}`}
      </span>
      {rule.error ? <StatusWord tone="bad">{`${words.cannotRun}: ${rule.error}`}</StatusWord> : null}
    </span>
  );
}
