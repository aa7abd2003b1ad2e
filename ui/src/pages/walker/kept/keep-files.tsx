import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import type { ImportedWalks } from "../../../api/generated";
import { sendFiles } from "../../../api/upload";
import { Notice, ProblemNotice, Strip } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { texts } from "../../../texts";
import { nowhere, usePlace } from "../place";
import { keptChanged } from "./changed";

const words = texts.kept;

/** Walks from files, kept like those that were asked here: all of them or none. */
export function useKeepFiles() {
  const [, go] = usePlace();
  return useMutation({
    meta: { failed: words.addFilesFailed },
    mutationFn: (files: readonly File[]) => sendFiles<ImportedWalks>("/api/walk/kept/import", files),
    onSuccess: async ({ walks }) => {
      await keptChanged();
      const [only, ...others] = walks;
      if (only && others.length === 0) go({ ...nowhere, tab: "kept", kept: only.id });
    },
  });
}

type Keeping = ReturnType<typeof useKeepFiles>;

export function KeepFiles({ keeping }: { keeping: Keeping }) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        id="kept-files"
        type="file"
        multiple
        hidden
        aria-label={words.addFiles}
        onChange={(event) => {
          keeping.mutate([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <ToolButton
        least="operator"
        icon="folder"
        label={words.addFiles}
        title={words.addFilesHelp}
        isBare
        disabled={keeping.isPending}
        onClick={() => chooser.current?.click()}
      />
    </>
  );
}

/** Why nothing was kept, or what of an archive was none. */
export function KeepFilesOutcome({ keeping }: { keeping: Keeping }) {
  const skipped = keeping.data?.skipped ?? [];
  if (!keeping.isError && skipped.length === 0) return null;
  return (
    <Strip>
      {keeping.isError ? (
        <ProblemNotice title={words.addFilesFailed} cause={keeping.error} />
      ) : (
        <Notice kind="warning" title={words.skipped(skipped.length)}>
          {skipped.slice(0, 5).join(", ")}
        </Notice>
      )}
    </Strip>
  );
}
