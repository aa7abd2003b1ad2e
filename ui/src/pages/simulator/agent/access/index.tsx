import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { agentCalls } from "../../../../api/agents";
import type { AccessDocument } from "../../../../api/generated";
import { Problem } from "../../../../api/problem";
import { keys, queryClient } from "../../../../api/queries";
import { ActButton } from "../../../../components/act-button";
import { Loaded } from "../../../../components/loaded";
import { OnlyFor } from "../../../../components/only-for";
import { Notice, ProblemNotice } from "../../../../components/states";
import { useUnsaved } from "../../../../components/unsaved/use-unsaved";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";
import { documentOf, draftOf, sectionNames } from "./document";
import { useAccessEdits } from "./edits";
import { AccessTable } from "./table";

const words = texts.access;

/** Who sees what: communities, groups, views and access entries, which all agents share. */
export function Access() {
  const asked = useQuery({ queryKey: keys.access, queryFn: agentCalls.access });
  return (
    <Loaded asked={asked} failed={words.loadFailed}>
      {(data) => <AccessForm saved={data} />}
    </Loaded>
  );
}

function AccessForm({ saved }: { saved: AccessDocument }) {
  const [touched, setTouched] = useAccessEdits();
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: agentCalls.saveAccess,
    onSuccess: (_, document) => {
      queryClient.setQueryData(keys.access, document);
      setTouched(null);
    },
  });
  useUnsaved("access", {
    isEdited: touched !== null,
    label: texts.agents.tabs.access,
    isKept: true,
    discard: () => setTouched(null),
  });
  const draft = touched ?? draftOf(saved);
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    // What stands in the tables is what is sent, so that the server's words find their rows.
    const document = documentOf(draft);
    setTouched(draftOf(document));
    saving.mutate(document);
  };
  return (
    <form id="agent-access" className={classes.access} onSubmit={handleSubmit} noValidate>
      <p className={classes.quiet}>{words.help}</p>
      <OnlyFor least="operator">
        {sectionNames.map((section) => (
          <AccessTable
            key={section}
            section={section}
            rows={draft[section]}
            refused={refused}
            onChange={(rows) => {
              saving.reset();
              setTouched({ ...draft, [section]: rows });
            }}
          />
        ))}
      </OnlyFor>
      {refused ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
      {saving.isSuccess && touched === null ? (
        <Notice kind="success" title={saving.data.applied ? words.saved : words.savedNotApplied} />
      ) : null}
      <div className={classes.answers}>
        {touched ? (
          <Button
            variant="default"
            onClick={() => {
              saving.reset();
              setTouched(null);
            }}
          >
            {words.discard}
          </Button>
        ) : null}
        <ActButton
          id="access-save"
          type="submit"
          reason={touched === null ? texts.words.unchanged : undefined}
          loading={saving.isPending}
        >
          {words.save}
        </ActButton>
      </div>
    </form>
  );
}
