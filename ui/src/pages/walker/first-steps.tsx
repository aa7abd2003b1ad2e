import { CommandLine } from "../../components/copy-button";
import { EmptyState } from "../../components/states";
import { useLive } from "../../live";
import { reachableHost, walkCommand, walkCommandAs } from "../../live/addresses";
import { texts } from "../../texts";
import type { WalkDraft } from "./request";

/** The same request for a shell: of what is typed, else of the simulator here. */
export function FirstSteps({ draft }: { draft: WalkDraft }) {
  const simulator = useLive((state) => state.simulator);
  // A saved credential is a name that net-snmp does not know.
  const isTyped = draft.target.trim() !== "" && draft.credential === "";
  const host = isTyped ? draft.target.trim() : reachableHost(simulator?.host);
  const port = (isTyped ? draft.port : simulator?.port) ?? 161;
  const community = isTyped ? draft.community : (simulator?.community ?? "public");
  const isUser = isTyped && draft.version === "3" && draft.credential === "";
  const command = isUser
    ? walkCommandAs(draft, host, port, draft.oid)
    : walkCommand(host, port, community, draft.version === "3" ? "2c" : draft.version, draft.oid);
  return (
    <EmptyState title={texts.walker.empty} help={texts.walker.emptyHelp}>
      <CommandLine command={command} />
    </EmptyState>
  );
}
