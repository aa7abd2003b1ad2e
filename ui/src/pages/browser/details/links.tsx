import type { BrowseNode, RelatedNode } from "../../../api/generated";
import { formatHash, useHashQuery } from "../../../hash-location";
import { KindIcon, StatusMark } from "../kinds";
import { formatPlace, readPlace } from "../place";
import classes from "./details.module.css";

/** A place in the browser as a link: it can be opened in another tab, copied, and gone back from. */
export function NodeLink({ node, children }: { node: string; children: React.ReactNode }) {
  const query = useHashQuery();
  const place = formatPlace({ ...readPlace(query), node, query: "", tab: "details" });
  return (
    <a className={classes.link} href={formatHash(place)}>
      {children}
    </a>
  );
}

const nameOf = (node: RelatedNode) => (node.module ? `${node.module}::${node.name}` : (node.oid ?? node.name));

/** A node that another one names; one that nobody defines is no link. */
export function Related({ node, note }: { node: RelatedNode; note?: string | undefined }) {
  return (
    <span className={classes.related}>
      {node.oid ? (
        <>
          <KindIcon kind={node.type ?? ""} />
          <NodeLink node={nameOf(node)}>{node.name}</NodeLink>
        </>
      ) : (
        <span>{node.name}</span>
      )}
      <StatusMark status={node.status ?? ""} />
      {note ? <span className={classes.quiet}>{note}</span> : null}
    </span>
  );
}

export function RelatedList({ nodes, module }: { nodes: readonly RelatedNode[]; module: string }) {
  return (
    <ul className={classes.list}>
      {nodes.map((node) => (
        <li key={nameOf(node)}>
          <Related
            node={node}
            note={[node.syntax, node.module === module ? "" : node.module].filter(Boolean).join(" · ")}
          />
        </li>
      ))}
    </ul>
  );
}

/** From the root down: numbers and names, each a link. */
export function Breadcrumbs({ steps, label }: { steps: readonly BrowseNode[]; label: string }) {
  return (
    <nav className={classes.crumbs} aria-label={label}>
      <ol>
        {steps.map((step, index) => (
          <li key={step.oid}>
            <NodeLink node={index === steps.length - 1 && step.module ? step.full_name : step.oid}>
              {step.module || step.name !== lastArc(step.oid) ? (
                <>
                  {step.name}
                  <span className={classes.arc}>({lastArc(step.oid)})</span>
                </>
              ) : (
                lastArc(step.oid)
              )}
            </NodeLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const lastArc = (oid: string) => oid.slice(oid.lastIndexOf(".") + 1);
