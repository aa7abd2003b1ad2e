import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { mibCalls } from "../../../api/calls";
import type { ReloadOutcome } from "../../../api/generated";
import { ProblemNotice } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { texts } from "../../../texts";
import { batch } from "../batch/store";
import classes from "../mibs.module.css";

const words = texts.mibs;

/** What changes the library as a whole. */
export function LibraryActions() {
  const chooser = useRef<HTMLInputElement>(null);
  const reload = useMutation({
    meta: { failed: words.reloadFailed, done: ({ changed, total }: ReloadOutcome) => words.reloaded(changed, total) },
    mutationFn: mibCalls.reload,
  });
  return (
    <div className={classes.control}>
      {reload.isError ? <ProblemNotice title={words.reloadFailed} cause={reload.error} /> : null}
      <ToolButton
        least="operator"
        id="mib-reload"
        icon="restart"
        label={words.reload}
        title={words.reloadHelp}
        disabled={reload.isPending}
        onClick={() => reload.mutate()}
      />
      <input
        ref={chooser}
        id="mib-files"
        type="file"
        multiple
        hidden
        aria-label={words.add}
        onChange={(event) => {
          batch.add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <Button id="mib-add" size="compact-md" onClick={() => chooser.current?.click()}>
        {words.add}
      </Button>
    </div>
  );
}
