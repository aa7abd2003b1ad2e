import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { agentCalls } from "../../../api/agents";
import { browseCalls } from "../../../api/calls";
import type { AgentOverrides, AgentRecord } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { keys, queryClient } from "../../../api/queries";
import { ActButton } from "../../../components/act-button";
import { Editor, type EditorFinding, type OfferedWord } from "../../../components/editor";
import { useDraft } from "../../../components/forms/draft";
import { Loaded } from "../../../components/loaded";
import { NotAllowed } from "../../../components/only-for";
import { useMay } from "../../../components/role";
import { Notice, ProblemNotice } from "../../../components/states";
import { useUnsaved } from "../../../components/unsaved/use-unsaved";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { readJson } from "./json";
import { OverrideEntry } from "./override-entry";
import { textOf, withOverride } from "./overrides-document";

const words = texts.overrides;
const OFFERED = 20;

/** The values that take the place of an agent's own, and what of it is hidden, as one JSON document. */
export function Overrides({ agent }: { agent: AgentRecord }) {
  const asked = useQuery({ queryKey: keys.overrides(agent.id), queryFn: () => agentCalls.overrides(agent.id) });
  return (
    <Loaded asked={asked} failed={words.loadFailed}>
      {(data) => <Document agent={agent} saved={data} />}
    </Loaded>
  );
}

function Document({ agent, saved }: { agent: AgentRecord; saved: AgentOverrides }) {
  // What is half typed outlives leaving the page; empty means untouched.
  const [{ text }, change] = useDraft(`overrides-${agent.id}`, { text: "" });
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: (typed: string) => agentCalls.saveOverrides(agent.id, typed),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.overrides(agent.id) });
      change({ text: "" });
    },
  });
  const mayChange = useMay("operator");
  const before = textOf(saved);
  const shown = text || before;
  const isTouched = text !== "" && text !== before;
  useUnsaved(`overrides-${agent.id}`, {
    isEdited: isTouched,
    label: `${texts.agents.tabs.overrides}: ${agent.name}`,
    isKept: true,
    discard: () => change({ text: "" }),
  });
  const read = useMemo(() => readJson(shown), [shown]);
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const diagnostics = useMemo(() => findingsOf(read, refused), [read, refused]);
  const type = (typed: string) => {
    if (saving.isError) saving.reset();
    change({ text: typed });
  };
  const save = () => {
    if (isTouched && !("fault" in read)) saving.mutate(shown);
  };
  return (
    <div id="agent-overrides" className={classes.overrides}>
      <p className={classes.quiet}>{words.help}</p>
      <NotAllowed least="operator" />
      {saved.warnings.length > 0 ? (
        <Notice kind="warning" title={words.notUnderstood}>
          {saved.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </Notice>
      ) : null}
      <OverrideEntry
        isPossible={mayChange && "value" in read}
        onPut={(key, value) => {
          const next = "value" in read ? withOverride(read.value, key, value) : null;
          if (next !== null) type(next);
        }}
      />
      <Editor
        id="overrides-editor"
        label={words.label}
        language="json"
        value={shown}
        isReadOnly={!mayChange}
        onChange={type}
        diagnostics={diagnostics}
        completions={offerNames}
        onSave={save}
      />
      <Findings fault={"fault" in read ? read.fault : null} refused={refused} />
      {saving.isSuccess && !isTouched ? (
        <Notice
          kind="success"
          title={(saving.data.applied ? words.saved : words.savedNotApplied)(
            formatCount(saving.data.count),
            saving.data.count === 1,
          )}
        />
      ) : null}
      <div className={classes.answers}>
        {isTouched ? (
          <Button
            variant="default"
            onClick={() => {
              saving.reset();
              change({ text: "" });
            }}
          >
            {words.discard}
          </Button>
        ) : null}
        <ActButton
          id="overrides-save"
          reason={isTouched ? ("fault" in read ? words.mendFirst : undefined) : texts.words.unchanged}
          loading={saving.isPending}
          onClick={save}
        >
          {words.save}
        </ActButton>
      </div>
    </div>
  );
}

/** What is wrong, each thing with its line: in the text itself, or by what the MIBs say. */
function Findings({ fault, refused }: { fault: { line: number; message: string } | null; refused: Problem | null }) {
  if (fault) {
    return (
      <Notice kind="warning" title={words.noJson}>
        <p>
          {words.line(fault.line)}: {fault.message}
        </p>
      </Notice>
    );
  }
  if (!refused) return null;
  if (refused.findings.length === 0) return <ProblemNotice title={words.saveFailed} cause={refused} />;
  return (
    <Notice kind="error" title={words.saveFailed}>
      <ul className={classes.findings}>
        {refused.findings.map(({ field, message, line }) => (
          <li key={field}>
            {line ? `${words.line(line)}, ` : ""}
            <span className="mono">{field}</span>: {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function findingsOf(read: ReturnType<typeof readJson>, refused: Problem | null): readonly EditorFinding[] {
  if ("fault" in read) return [{ severity: "error", ...read.fault }];
  return (refused?.findings ?? []).flatMap(({ line, message }) =>
    line ? [{ severity: "error" as const, line, message }] : [],
  );
}

/** Names that the MIB library knows, for what is typed so far. */
async function offerNames(typed: string): Promise<readonly OfferedWord[]> {
  const query = typed.replace(/^"/, "");
  if (query.length < 2) return [];
  const found = await browseCalls.search({ query, limit: OFFERED });
  return found.results.map(({ full_name, type, syntax }) => ({
    label: type === "scalar" ? `${full_name}.0` : full_name,
    detail: syntax || type,
  }));
}
