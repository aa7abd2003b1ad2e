import type { ReactNode } from "react";
import type { MibDetails } from "../../../api/generated";
import { Facts } from "../../../components/panel";
import { formatCount, formatSize } from "../../../components/values/format";
import { reflowed } from "../../../components/values/prose";
import { texts } from "../../../texts";
import { Imports } from "../imports";
import classes from "../mibs.module.css";
import { formatRevision } from "./columns";
import { openedMib } from "./opened";

const words = texts.mibs;

/** What a module says of itself, and what it is bound to. */
export function About({ details }: { details: MibDetails }) {
  const { facts } = words;
  const contents = Object.entries(details.kinds).map(([kind, count]) => `${formatCount(count)} ${kind}`);
  const said: (readonly [string, ReactNode])[] = [
    [facts.file, `${details.file}, ${formatSize(details.size_bytes)}`],
    [facts.origin, words.origins[details.origin] ?? details.origin],
    [facts.language, words.smi(details.is_smiv2)],
    [facts.root, details.root && <span className="mono">{details.root}</span>],
    [facts.updated, formatRevision(details.last_updated)],
    [facts.contents, contents.join(", ")],
    [facts.organization, details.organization],
    [facts.contact, details.contact && <span className={classes.prose}>{details.contact}</span>],
    [facts.description, details.description && <span className={classes.prose}>{reflowed(details.description)}</span>],
    [facts.beside, details.beside.length > 0 && <Modules names={details.beside} />],
  ];
  return (
    <>
      <Facts facts={said.filter(([, value]) => value)} />
      <section className={classes.part}>
        <h3>{words.imports}</h3>
        <Imports imports={details.imports} onOpen={openedMib.set} />
      </section>
      <section className={classes.part}>
        <h3>
          {words.importers} {details.importers.length > 0 ? formatCount(details.importers.length) : ""}
        </h3>
        {details.importers.length > 0 ? (
          <Modules names={details.importers} />
        ) : (
          <p className={classes.quiet}>{words.none}</p>
        )}
      </section>
    </>
  );
}

function Modules({ names }: { names: readonly string[] }) {
  return (
    <span className={classes.links}>
      {names.map((name) => (
        <button key={name} type="button" className={classes.link} onClick={() => openedMib.set(name)}>
          {name}
        </button>
      ))}
    </span>
  );
}
