import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { browseCalls } from "../../../api/calls";
import type { ShownVarBind } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { Icon } from "../../../components/icon";
import type { Column } from "../../../components/table/column";
import { VirtualTable } from "../../../components/table/virtual-table";
import { formatCount } from "../../../components/values/format";
import { MibName } from "../../../components/values/name";
import { texts } from "../../../texts";
import classes from "../walker.module.css";
import { buildTree, linesOf, type TreeLine } from "./tree";

const words = texts.walker;
const INDENT_PX = 16;
const keyOf = (line: TreeLine) => line.oid;

const columns: readonly Column<TreeLine>[] = [
  {
    id: "name",
    header: words.columns.name,
    size: 380,
    narrow_px: 260,
    text: ({ name, oid }) => name || oid,
    raw: ({ oid }) => oid,
    render: (line) => <LineName line={line} />,
    isMono: true,
  },
  {
    id: "count",
    header: words.columns.rows,
    size: 88,
    narrow_px: 56,
    text: ({ count, varbind }) => (varbind ? "" : formatCount(count)),
    isNumeric: true,
  },
  {
    id: "value",
    header: words.columns.value,
    size: 160,
    grows: true,
    text: ({ varbind }) => varbind?.display ?? "",
    raw: ({ varbind }) => varbind?.value ?? "",
    isMono: true,
  },
];

interface TreeViewProps {
  rows: readonly ShownVarBind[];
  openOid: string;
  onOpen: (oid: string) => void;
  onBack: (() => boolean) | undefined;
  empty: React.ReactNode;
}

/** Where in the tree of all OIDs the rows are, and how many there are of each. */
export function TreeView({ rows, openOid, onOpen, onBack, empty }: TreeViewProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  // While rows stream in, what is typed and clicked goes before sorting them into branches.
  const settled = useDeferredValue(rows);
  const tree = useMemo(() => buildTree(settled), [settled]);
  const lines = useMemo(() => linesOf(tree, toggled), [tree, toggled]);
  const open = ({ oid, varbind }: TreeLine) => {
    if (varbind) return onOpen(oid);
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(oid)) next.add(oid);
      return next;
    });
  };
  return (
    <VirtualTable
      id="walk-table"
      name="walk-tree"
      label={words.views.tree}
      columns={columns}
      rows={lines}
      keyOf={keyOf}
      hasTail={false}
      openKey={openOid || null}
      onOpen={open}
      onBack={onBack}
      empty={empty}
    />
  );
}

function LineName({ line: { oid, name, depth, isOpen, varbind } }: { line: TreeLine }) {
  return (
    <span className={classes.treeName} style={{ paddingLeft: depth * INDENT_PX }}>
      <span className={classes.treeMark} data-open={isOpen || undefined}>
        {varbind ? null : <Icon name="chevron" size={14} />}
      </span>
      {name ? <MibName name={name} /> : <BranchName oid={oid} />}
    </span>
  );
}

/** What the MIB library calls a branch, asked when the branch is first seen; a number without a name stays a number. */
function BranchName({ oid }: { oid: string }) {
  const asked = useQuery({ queryKey: keys.node(oid), queryFn: () => browseCalls.node(oid) });
  const node = asked.data?.node;
  if (!node?.name || node.oid !== oid) return <>{oid}</>;
  return (
    <>
      {node.name} <span className={classes.quietOid}>{oid}</span>
    </>
  );
}
