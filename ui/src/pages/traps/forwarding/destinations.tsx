import { useMutation } from "@tanstack/react-query";
import { destinationCalls } from "../../../api/forwarding";
import type { TrapDestination } from "../../../api/generated";
import { ActButton } from "../../../components/act-button";
import { AskFirst } from "../../../components/ask-first";
import { Loaded } from "../../../components/loaded";
import { Panel } from "../../../components/panel";
import { EmptyState, Notice, ProblemNotice } from "../../../components/states";
import { StatusWord, type Tone } from "../../../components/status";
import { ToolButton } from "../../../components/tool-button";
import { formatCount, formatDuration, formatElapsed } from "../../../components/values/format";
import { useNow } from "../../../live";
import { texts } from "../../../texts";
import { forwardingChanged, useDestinations } from "./asked";
import classes from "./forwarding.module.css";

const words = texts.forwarding;
const MS_PER_S = 1_000;

interface DestinationsProps {
  onAdd: () => void;
  onEdit: (destination: TrapDestination) => void;
  onShow: (destination: TrapDestination) => void;
}

export function Destinations({ onAdd, onEdit, onShow }: DestinationsProps) {
  const asked = useDestinations();
  return (
    <Panel
      title={words.destinations}
      isFlush
      action={
        <ToolButton least="operator" id="destination-add" icon="plus" label={words.add} isWordy onClick={onAdd} />
      }
    >
      <Loaded asked={asked} failed={words.loadFailed}>
        {({ destinations }) =>
          destinations.length === 0 ? (
            <EmptyState title={words.empty} help={words.emptyHelp}>
              <ActButton size="compact-md" onClick={onAdd}>
                {words.add}
              </ActButton>
            </EmptyState>
          ) : (
            <ul id="destinations" className={classes.destinations}>
              {destinations.map((destination) => (
                <Destination
                  key={destination.id}
                  destination={destination}
                  onEdit={() => onEdit(destination)}
                  onShow={() => onShow(destination)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

interface DestinationProps {
  destination: TrapDestination;
  onEdit: () => void;
  onShow: () => void;
}

function Destination({ destination, onEdit, onShow }: DestinationProps) {
  const { name, place, used_by, waiting } = destination;
  const testing = useMutation({ meta: { failed: words.testFailed }, mutationFn: () => destinationCalls.test(name) });
  return (
    <li className={classes.destination}>
      <div className={classes.who}>
        <span className={classes.name}>{name}</span>
        <span className={classes.quiet}>
          <span className="mono">{place}</span> · {used_by.length > 0 ? words.usedBy(used_by.join(", ")) : words.unused}
        </span>
        <State destination={destination} />
        {testing.isError ? <ProblemNotice title={words.testFailed} cause={testing.error} /> : null}
        {testing.data ? (
          <Notice
            kind={testing.data.delivered ? "success" : "error"}
            title={
              testing.data.delivered
                ? words.delivered(formatElapsed(testing.data.elapsed_ms / MS_PER_S))
                : words.notDelivered
            }
          >
            <p>{testing.data.answer}</p>
          </Notice>
        ) : null}
      </div>
      <span className={classes.acts}>
        <ActButton
          variant="default"
          size="compact-sm"
          aria-label={words.testing(name)}
          loading={testing.isPending}
          onClick={() => testing.mutate()}
        >
          {words.test}
        </ActButton>
        <ToolButton icon="search" label={words.show(name)} isBare onClick={onShow} />
        <ToolButton least="operator" icon="settings" label={words.edit(name)} isBare onClick={onEdit} />
        <AskFirst
          target={(toggle) => (
            <ToolButton least="operator" icon="trash" label={words.remove(name)} isBare onClick={toggle} />
          )}
          question={words.removeQuestion(name, formatCount(waiting))}
          confirm={words.removeConfirm}
          failed={words.removeFailed}
          act={() => destinationCalls.remove(name)}
          done={texts.toasts.forgotten(name)}
          onDone={() => void forwardingChanged()}
        />
      </span>
    </li>
  );
}

/** How it does: in a word, in counts, and what went wrong last. */
function State({ destination }: { destination: TrapDestination }) {
  const now_s = useNow() / MS_PER_S;
  const { delivered_total, waiting, failed, refused_total, last_error, last_delivered_at, paused_until } = destination;
  const [tone, word] = stateOf(destination, now_s);
  const left_s = (paused_until ?? 0) - now_s;
  return (
    <>
      <span className={classes.state}>
        <StatusWord tone={tone}>{word}</StatusWord>
        <span className={classes.quiet}>
          {words.counts(formatCount(delivered_total), formatCount(waiting), formatCount(failed))}
          {last_delivered_at === null ? "" : `, ${words.lastDelivered(formatDuration(now_s - last_delivered_at))}`}
          {left_s > 0 ? `, ${words.pausedFor(formatDuration(left_s))}` : ""}
        </span>
      </span>
      {last_error ? <span className={classes.error}>{last_error}</span> : null}
      {refused_total > 0 ? <span className={classes.error}>{words.refused(formatCount(refused_total))}</span> : null}
    </>
  );
}

export function stateOf(destination: TrapDestination, now_s: number): readonly [Tone, string] {
  const { settings, paused_until, last_error, delivered_total } = destination;
  if (settings.enabled === false) return ["idle", words.states.off];
  if ((paused_until ?? 0) > now_s) return ["changing", words.states.paused];
  if (last_error) return ["bad", words.states.failing];
  return delivered_total > 0 ? ["good", words.states.good] : ["idle", words.states.idle];
}
