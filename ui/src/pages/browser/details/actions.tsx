import { useLocation } from "wouter";
import type { NodeDetail } from "../../../api/generated";
import { CopyButton } from "../../../components/copy-button";
import { changeDraft } from "../../../components/forms/draft";
import { ToolButton } from "../../../components/tool-button";
import { useLive } from "../../../live";
import { reachableHost } from "../../../live/addresses";
import { texts } from "../../../texts";
import { formatPlace as formatTrapPlace } from "../../traps/place";
import { firstDraft } from "../../traps/sender/draft";
import { missingObjects, withObjects } from "../../traps/sender/notification";
import { emptyDraft } from "../../walker/request";
import classes from "./details.module.css";

const words = texts.browser;

/** What one goes on with from a node: asking a device for it, sending it, an agent that has it, a line for a shell. */
export function Actions({ detail }: { detail: NodeDetail }) {
  const [, navigate] = useLocation();
  const { node } = detail;
  const walk = () => {
    changeDraft("walk", emptyDraft, { oid: node.full_name, operation: "walk" });
    navigate("/walker");
  };
  const send = () => {
    const varbinds = withObjects([], missingObjects(detail, []));
    changeDraft("sender", firstDraft, { oid: node.full_name, varbinds });
    navigate(formatTrapPlace({ tab: "send", oid: node.full_name }));
  };
  const isNotification = node.type === "notification";
  return (
    <div className={classes.actions}>
      {isNotification ? (
        <ToolButton least="operator" id="browse-send" icon="send" label={words.send} isWordy onClick={send} />
      ) : (
        <ToolButton least="operator" id="browse-walk" icon="walker" label={words.walk} isWordy onClick={walk} />
      )}
      {node.module ? (
        <ToolButton
          least="operator"
          id="browse-simulate"
          icon="simulator"
          label={words.simulate}
          title={words.simulateHelp(node.module)}
          isWordy
          onClick={() => navigate(`/simulator?modules=${encodeURIComponent(node.module)}`)}
        />
      ) : null}
      <span className={classes.copies}>
        <CopyButton text={node.oid} label={words.copyOid} isWordy />
        {node.module ? <CopyButton text={node.full_name} label={words.copyName} isWordy /> : null}
        <CopyCommand detail={detail} />
      </span>
    </div>
  );
}

/** The line for net-snmp that asks for it: a value by GET, a table by table, anything else by a walk. */
function CopyCommand({ detail: { node } }: { detail: NodeDetail }) {
  const simulator = useLive((state) => state.simulator);
  const { tool, suffix } = commandFor(node.type);
  if (tool === null) return null;
  const line = () =>
    `${tool} -v2c -c public ${reachableHost(simulator?.host)}:${simulator?.port ?? 161} ${node.full_name}${suffix}`;
  return <CopyButton text={line} label={words.copyCommand(tool)} isWordy />;
}

export function commandFor(kind: string): { tool: string | null; suffix: string } {
  if (kind === "scalar") return { tool: "snmpget", suffix: ".0" };
  if (kind === "table") return { tool: "snmptable", suffix: "" };
  if (["row", "column", "oid", "module identity", "object identity"].includes(kind))
    return { tool: "snmpwalk", suffix: "" };
  return { tool: null, suffix: "" };
}
