import { CommandLine } from "../../components/copy-button";
import { EmptyState } from "../../components/states";
import { useLive } from "../../live";
import { reachableHost, walkCommand } from "../../live/addresses";
import { texts } from "../../texts";
import type { WalkDraft } from "./request";

/** The same request for a shell: of what is typed, else of the simulator here. */
export function FirstSteps({ draft }: { draft: WalkDraft }) {
  const simulator = useLive((state) => state.simulator);
  const isTyped = draft.target.trim() !== "";
  const host = isTyped ? draft.target.trim() : reachableHost(simulator?.host);
  const port = (isTyped ? draft.port : simulator?.port) ?? 161;
  const community = isTyped ? draft.community : (simulator?.community ?? "public");
  return (
    <EmptyState title={texts.walker.empty} help={texts.walker.emptyHelp}>
      <CommandLine command={walkCommand(host, port, community, draft.version, draft.oid)} />
    </EmptyState>
  );
}
