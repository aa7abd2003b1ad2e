import { MultiSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { browseCalls } from "../../../api/calls";
import type { Problem } from "../../../api/problem";
import { keys } from "../../../api/queries";
import { ChoiceField, NumberField } from "../../../components/forms/fields";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { type Device, DeviceFields, DeviceScope } from "./device-fields";
import type { AgentDraft, SourceKind } from "./draft";

const words = texts.agents;
const kinds = (Object.keys(words.sources) as SourceKind[]).map((value) => ({ value, label: words.sources[value] }));
/** So many of the modules that fit are offered at once. */
const OFFERED = 100;
const MOST_ROWS = 10_000;

interface SourceFieldsProps {
  draft: AgentDraft;
  /** Recordings that are there, by their place in the folder. */
  recordings: readonly string[];
  /** The live device that is typed; an agent that was recorded before keeps its recording. */
  device: Device;
  isRecorded: boolean;
  refused: Problem | null;
  onChange: (part: Partial<AgentDraft>) => void;
}

/** What an agent's values come from. */
export function SourceFields({ draft, recordings, device, isRecorded, refused, onChange }: SourceFieldsProps) {
  const errorOf = (field: string) => refused?.about(field);
  return (
    <>
      <ChoiceField label={words.source} value={draft.kind} options={kinds} onChange={(kind) => onChange({ kind })} />
      {draft.kind === "recording" ? (
        <Select
          id="agent-recording"
          label={words.recording}
          description={recordings.length === 0 ? words.noRecordings : undefined}
          data={[...new Set([...recordings, draft.path])].filter(Boolean)}
          value={draft.path || null}
          searchable
          nothingFoundMessage={words.noSuchRecording}
          error={errorOf("source.path") ?? null}
          onChange={(path) => onChange({ path: path ?? "" })}
        />
      ) : null}
      {draft.kind === "modules" ? <ModuleFields draft={draft} errorOf={errorOf} onChange={onChange} /> : null}
      {draft.kind === "live" && isRecorded ? (
        <p className={classes.quiet}>{words.recordedFrom(draft.target || draft.path)}</p>
      ) : null}
      {draft.kind === "live" && !isRecorded ? (
        <>
          <p className={classes.quiet}>{words.liveHelp}</p>
          <DeviceFields device={device} refused={refused} />
          <DeviceScope device={device} refused={refused} />
        </>
      ) : null}
    </>
  );
}

interface ModuleFieldsProps extends Pick<SourceFieldsProps, "draft" | "onChange"> {
  errorOf: (field: string) => string | undefined;
}

function ModuleFields({ draft, errorOf, onChange }: ModuleFieldsProps) {
  const asked = useQuery({ queryKey: keys.modules, queryFn: browseCalls.modules });
  const known = (asked.data?.modules ?? []).filter(({ objects }) => objects > 0).map(({ name }) => name);
  return (
    <>
      <MultiSelect
        id="agent-modules"
        label={words.modules}
        description={words.modulesHelp}
        inputWrapperOrder={["label", "input", "error", "description"]}
        data={[...new Set([...draft.modules, ...known])]}
        value={[...draft.modules]}
        limit={OFFERED}
        searchable
        hidePickedOptions
        nothingFoundMessage={asked.isPending ? texts.words.loading : words.noSuchModule}
        error={errorOf("source.modules") ?? null}
        onChange={(modules) => onChange({ modules })}
      />
      <NumberField
        id="agent-rows"
        label={words.rows}
        help={words.rowsHelp}
        min={1}
        max={MOST_ROWS}
        value={draft.rows}
        error={errorOf("source.rows")}
        onChange={(rows) => onChange({ rows })}
      />
    </>
  );
}
