import { useMemo, useState } from "react";
import type { TrapDetail } from "../../api/generated";
import { texts } from "../../texts";
import { CopyButton } from "../copy-button";
import { formatCount } from "../values/format";
import classes from "./bytes.module.css";
import { HexView } from "./hex-view";
import { bytesOf, flatten, headerOf, hexDump, nodeAt, rangeOf } from "./octets";
import { TreeView } from "./tree-view";

const words = texts.traps;

interface BytesProps {
  detail: Pick<TrapDetail, "raw_hex" | "tree">;
  /** The octet at which a reading stopped. */
  faultAt?: number | null;
}

/** The decoded tree and the octets, linked both ways: by pointing for a moment, by choosing for longer. */
export function Bytes({ detail, faultAt = null }: BytesProps) {
  const flat = useMemo(() => flatten(detail.tree), [detail.tree]);
  const bytes = useMemo(() => bytesOf(detail.raw_hex), [detail.raw_hex]);
  const [hovered, setHovered] = useState(-1);
  const [chosen, setChosen] = useState(-1);
  const hot = hovered === -1 ? chosen : hovered;
  const node = flat[hot]?.node;
  return (
    <div className={classes.bytes}>
      <div className={classes.split}>
        <TreeView flat={flat} hot={hot} chosen={chosen} onHover={setHovered} onChoose={setChosen} />
        <div className={classes.dump}>
          <div className={classes.dumpHead}>
            <span className="num">{words.byteCount(formatCount(bytes.length))}</span>
            <span className={classes.quiet}>
              {node ? words.node(node.label, node.offset, node.size) : words.masked}
            </span>
            <CopyButton text={() => hexDump(bytes)} label={words.copyHex} />
          </div>
          <HexView
            bytes={bytes}
            faultAt={faultAt}
            lit={node ? rangeOf(node) : null}
            header={node ? headerOf(node) : null}
            onHover={(offset) => setHovered(offset === -1 ? -1 : nodeAt(flat, offset))}
            onChoose={(offset) => setChosen(nodeAt(flat, offset))}
          />
        </div>
      </div>
    </div>
  );
}
