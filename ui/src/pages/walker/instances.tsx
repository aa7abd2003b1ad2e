import { Menu } from "@mantine/core";
import { browseCalls } from "../../api/calls";
import type { ShownVarBind } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { copyText } from "../../components/clipboard";
import { changeDraft } from "../../components/forms/draft";
import { useCredentials } from "../../components/forms/identity";
import { SidePane } from "../../components/side-pane";
import { tellDone } from "../../components/toasts/toasts";
import { ToolButton } from "../../components/tool-button";
import { MibName } from "../../components/values/name";
import { factsOfType, type ValueFacts } from "../../components/values/typed";
import { formatHash } from "../../hash-location";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { nowhere as browserStart, formatPlace as formatBrowserPlace } from "../browser/place";
import { getLine } from "./commands";
import { InstanceIndex } from "./instance-index";
import { emptyDraft, type WalkRequest } from "./request";
import { bindingFor } from "./setting";
import { objectOf } from "./table-view/facts";
import classes from "./walker.module.css";
import { isNumericType } from "./watch/readings";
import { keyOf, startWatching, stopWatching, watch } from "./watch/watch";

const words = texts.walker;

interface InstancesProps {
  title: string;
  varbinds: readonly ShownVarBind[];
  /** How the device was asked; null where nobody here has asked it. */
  request: WalkRequest | null;
  onClose: () => void;
}

interface InstanceProps extends Pick<InstancesProps, "request"> {
  varbind: ShownVarBind;
}

/** What is open beside the rows: an instance, or all cells of a conceptual row, each with what can be done with it. */
export function Instances({ title, varbinds, request, onClose }: InstancesProps) {
  return (
    <SidePane id="walk-detail" label={title} title={title} closeLabel={words.closeDetail} onClose={onClose}>
      <ul className={classes.instances}>
        {varbinds.map((varbind) => (
          <Instance key={varbind.oid} varbind={varbind} request={request} isAlone={varbinds.length === 1} />
        ))}
      </ul>
    </SidePane>
  );
}

/** Beside the other cells of its row, the index is said by the title already. */
function Instance({ varbind, request, isAlone }: InstanceProps & { isAlone: boolean }) {
  const { name, oid, type, value, display } = varbind;
  return (
    <li className={classes.instance}>
      <div className={classes.instanceName}>
        <a className={classes.mibLink} href={formatHash(placeInMib(varbind))} title={words.toMib}>
          <MibName name={name} />
        </a>
        <span className={classes.instanceType}>{type}</span>
      </div>
      <p className={classes.instanceValue}>{display}</p>
      {value === display ? null : <p className={classes.instanceRaw}>{value}</p>}
      {name === oid ? null : <p className={classes.instanceRaw}>{oid}</p>}
      {isAlone ? <InstanceIndex varbind={varbind} /> : null}
      <div className={classes.instanceActs}>
        <CopyMenu varbind={varbind} request={request} />
        {request && isNumericType(type) ? <WatchButton varbind={varbind} request={request} /> : null}
        {request ? <SetButton varbind={varbind} /> : null}
      </div>
    </li>
  );
}

/** Where the MIB browser shows the object; of an unknown one, the nearest that it knows. */
export function placeInMib(varbind: ShownVarBind): string {
  const { name, oid } = varbind;
  const known = objectOf(varbind) ?? (name.includes("::") ? name.split(".", 1)[0] : undefined);
  return formatBrowserPlace({ ...browserStart, node: known ?? oid });
}

function CopyMenu({ varbind: { oid, name, value, display }, request }: InstanceProps) {
  const saved = useCredentials().data?.data ?? [];
  const copies: [string, () => string][] = [
    [words.copy.value, () => display],
    [words.copy.raw, () => value],
    [words.copy.oid, () => oid],
    [words.copy.name, () => name],
  ];
  if (request) copies.push([words.copy.command, () => getLine(request, oid, saved)]);
  return (
    <Menu position="bottom-start" offset={4}>
      <Menu.Target>
        <ToolButton icon="copy" label={texts.words.copy} isWordy />
      </Menu.Target>
      <Menu.Dropdown>
        {copies.map(([label, text]) => (
          <Menu.Item
            key={label}
            onClick={() => void copyText(text()).then((isCopied) => isCopied && tellDone(texts.toasts.copied(label)))}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function WatchButton({ varbind, request }: { varbind: ShownVarBind; request: WalkRequest }) {
  const series = useStore(watch, ({ history }) => history.series);
  const key = keyOf(request, varbind.oid);
  const isWatched = series.some((one) => one.key === key);
  return (
    <ToolButton
      least="operator"
      icon="chart"
      label={isWatched ? words.watched : words.watch}
      isPressed={isWatched}
      isWordy
      onClick={() => (isWatched ? stopWatching(key) : startWatching(request, varbind))}
    />
  );
}

/** Fills the form for a SET of this instance, beginning with the value that it has. */
function SetButton({ varbind }: { varbind: ShownVarBind }) {
  const set = async () => {
    const facts = varbind.resolved ? await factsOf(varbind.oid) : null;
    changeDraft("walk", emptyDraft, { operation: "set", varbinds: [bindingFor(varbind, facts)] });
    // The form is there already, with other fields: after it has been drawn again.
    requestAnimationFrame(() => document.getElementById("walk-set-value-1")?.focus());
  };
  return <ToolButton least="operator" icon="send" label={words.set} isWordy onClick={() => void set()} />;
}

/** What the MIB says of the value's type; null where it cannot be asked just now. */
async function factsOf(oid: string): Promise<ValueFacts | null> {
  const node = await queryClient
    .fetchQuery({ queryKey: keys.node(oid), queryFn: () => browseCalls.node(oid) })
    .catch(() => null);
  return node?.value_type ? factsOfType(node.value_type) : null;
}
