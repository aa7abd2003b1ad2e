import type { ReactNode } from "react";
import type { NodeDetail, NodeRelations, TypeFacts } from "../../../api/generated";
import { Facts } from "../../../components/panel";
import { formatCount } from "../../../components/values/format";
import { reflowed } from "../../../components/values/prose";
import { texts } from "../../../texts";
import classes from "./details.module.css";
import { NodeLink, Related, RelatedList } from "./links";

const words = texts.browser;
type Fact = readonly [name: string, value: ReactNode];

/** Everything that the definition says, in the order of RFC 2578 §7; what it does not say is not there. */
export function Clauses({ detail, relations }: { detail: NodeDetail; relations: NodeRelations | undefined }) {
  const { node } = detail;
  const type = detail.value_type;
  return (
    <>
      <Facts facts={clauseFacts(detail, relations)} />
      {node.description ? <pre className={classes.description}>{reflowed(node.description)}</pre> : null}
      {type && Object.keys(type.labels ?? {}).length > 0 ? <Labels type={type} /> : null}
      {relations ? <Around detail={detail} relations={relations} /> : null}
    </>
  );
}

function clauseFacts(detail: NodeDetail, relations: NodeRelations | undefined): Fact[] {
  const { node, value_type: type } = detail;
  const mono = (text: string) => <span className="mono">{text}</span>;
  const facts: (Fact | null)[] = [
    [words.facts.oid, mono(node.oid + (detail.instance ? ` . ${detail.instance}` : ""))],
    detail.instance ? [words.facts.instance, mono(detail.instance)] : null,
    node.syntax ? [words.facts.syntax, mono(node.syntax)] : null,
    type ? [words.facts.range, rangesOf(type)] : null,
    type?.display_hint ? [words.facts.hint, mono(type.display_hint)] : null,
    node.access ? [words.facts.access, node.access] : null,
    node.status ? [words.facts.status, node.status] : null,
    node.units ? [words.facts.units, node.units] : null,
    detail.default ? [words.facts.default, mono(detail.default)] : null,
    detail.reference
      ? [
          words.facts.reference,
          <span key="reference" className={classes.text}>
            {detail.reference}
          </span>,
        ]
      : null,
    node.module
      ? [
          words.facts.module,
          <NodeLink key="module" node={`${node.module}::`}>
            {moduleText(node.module, relations)}
          </NodeLink>,
        ]
      : null,
    detail.other_modules.length > 0 ? [words.facts.others, detail.other_modules.join(", ")] : null,
    relations?.organization ? [words.facts.organization, relations.organization] : null,
    relations?.contact
      ? [
          words.facts.contact,
          <span key="contact" className={classes.text}>
            {relations.contact}
          </span>,
        ]
      : null,
  ];
  return facts.filter((fact): fact is Fact => fact !== null && fact[1] !== "");
}

/** `200006140000Z` is a day for people. */
export function dayOf(date: string): string {
  const found = /^(\d{2}|\d{4})(\d{2})(\d{2})\d{4}Z$/.exec(date);
  if (!found) return date;
  const [, year = "", month, day] = found;
  return `${year.length === 2 ? `19${year}` : year}-${month}-${day}`;
}

function moduleText(module: string, relations: NodeRelations | undefined): string {
  const updated = relations?.place.last_updated;
  return updated ? words.moduleOf(module, dayOf(updated)) : module;
}

function rangesOf(type: TypeFacts): string {
  const ranges = (type.ranges ?? []) as readonly (readonly [number, number | null])[];
  if (ranges.length === 0) return "";
  const parts = ranges.map(([low, high]) =>
    low === high ? String(low) : `${low}..${high === null ? words.max : String(high)}`,
  );
  return type.is_size ? words.size(parts.join(" | ")) : parts.join(" | ");
}

/** An enumeration, or the bits of BITS, which count from the first one sent (RFC 2578 §7.1.4). */
function Labels({ type }: { type: TypeFacts }) {
  const isBits = type.base === "BITS";
  return (
    <section className={classes.section}>
      <h3>{isBits ? words.bits : words.labels}</h3>
      <table className={classes.labels}>
        <thead>
          <tr>
            <th scope="col">{isBits ? words.bit : words.number}</th>
            <th scope="col">{words.label}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(type.labels ?? {})
            .sort(([, a], [, b]) => a - b)
            .map(([label, number]) => (
              <tr key={label}>
                <td className="num">{number}</td>
                <td>{label}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

/** How the node hangs together with others. */
function Around({ detail, relations }: { detail: NodeDetail; relations: NodeRelations }) {
  const { module } = detail.node;
  const lists: (readonly [string, NodeRelations["columns"]])[] = [
    [detail.node.type === "notification" ? words.carries : words.members, relations.members],
    [words.columns, relations.columns],
    [words.augmentedBy, relations.augmented_by],
    [words.indexOf, relations.index_of],
    [words.inNotifications, relations.notifications],
    [words.inGroups, relations.groups],
  ];
  return (
    <>
      <TypeChain relations={relations} />
      <Table relations={relations} />
      {lists.map(([title, nodes]) =>
        nodes && nodes.length > 0 ? (
          <section key={title} className={classes.section}>
            <h3>
              {title} <span className={classes.quiet}>{formatCount(nodes.length)}</span>
            </h3>
            <RelatedList nodes={nodes} module={module} />
          </section>
        ) : null,
      )}
      {relations.is_cut ? <p className={classes.quiet}>{words.usesCut}</p> : null}
      <Revisions relations={relations} />
      <Beside detail={detail} />
    </>
  );
}

function Table({ relations }: { relations: NodeRelations }) {
  const index = relations.index ?? [];
  const facts: Fact[] = [];
  if (relations.table) facts.push([words.table, <Related key="table" node={relations.table} />]);
  if (relations.row) facts.push([words.row, <Related key="row" node={relations.row} />]);
  if (relations.augments) facts.push([words.augments, <Related key="augments" node={relations.augments} />]);
  if (index.length > 0) {
    const isLast = (place: number) => place === index.length - 1;
    const parts = index.map((one, place) => {
      const note = [one.syntax, relations.is_implied && isLast(place) ? words.implied : ""].filter(Boolean).join(" · ");
      return <Related key={one.name} node={one} note={note} />;
    });
    facts.push([
      words.index,
      <span key="index" className={classes.stack}>
        {parts}
      </span>,
    ]);
  }
  if (facts.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>{words.tableTitle}</h3>
      <Facts facts={facts} />
    </section>
  );
}

function TypeChain({ relations }: { relations: NodeRelations }) {
  const steps = relations.type_chain ?? [];
  if (steps.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>{words.types}</h3>
      <ol className={classes.chain}>
        {steps.map((step) => (
          <li key={`${step.module} ${step.name}`}>
            <span className="mono">{step.name}</span>{" "}
            {step.module ? (
              <NodeLink node={`${step.module}::`}>{step.module}</NodeLink>
            ) : (
              <span className={classes.quiet}>{words.baseType}</span>
            )}
            {step.display_hint ? <span className={classes.quiet}> {words.hintIs(step.display_hint)}</span> : null}
            {step.description ? (
              <details className={classes.more}>
                <summary>{words.facts.description}</summary>
                <pre className={classes.description}>{reflowed(step.description)}</pre>
              </details>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Revisions({ relations }: { relations: NodeRelations }) {
  const revisions = relations.revisions ?? [];
  if (revisions.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>{words.revisions}</h3>
      <Facts
        facts={revisions.map(({ date, description }) => [
          dayOf(date),
          <span key={date} className={classes.text}>
            {reflowed(description)}
          </span>,
        ])}
      />
    </section>
  );
}

function Beside({ detail }: { detail: NodeDetail }) {
  const others = detail.siblings.filter((sibling) => sibling.oid !== detail.node.oid);
  const children = detail.node.children ?? [];
  const related = (nodes: typeof others) =>
    nodes.slice(0, 100).map(({ name, module, oid, type, syntax, status }) => ({
      name,
      module,
      oid,
      type,
      syntax: syntax ?? "",
      status: status ?? "",
    }));
  return (
    <>
      {children.length > 0 ? (
        <details className={classes.section}>
          <summary>{words.below(formatCount(children.length))}</summary>
          <RelatedList nodes={related(children)} module={detail.node.module} />
        </details>
      ) : null}
      {others.length > 0 ? (
        <details className={classes.section}>
          <summary>{words.beside(formatCount(detail.siblings_total - 1))}</summary>
          <RelatedList nodes={related(others)} module={detail.node.module} />
        </details>
      ) : null}
    </>
  );
}
