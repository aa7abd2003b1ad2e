import type { ImportedModule } from "../../api/generated";
import { ActButton } from "../../components/act-button";
import { StatusWord } from "../../components/status";
import { texts } from "../../texts";
import classes from "./mibs.module.css";

const words = texts.mibs;
const tones = { library: "good", batch: "info", missing: "bad" } as const;

interface ImportsProps {
  imports: readonly ImportedModule[];
  onFetch?: (names: readonly string[]) => void;
  onOpen?: (name: string) => void;
}

/** Each module that is imported from, and where it is. */
export function Imports({ imports, onFetch, onOpen }: ImportsProps) {
  if (imports.length === 0) return <p className={classes.quiet}>{words.none}</p>;
  return (
    <ul className={classes.imports}>
      {imports.map(({ name, place }) => (
        <li key={name} className={classes.import}>
          {onOpen && place === "library" ? (
            <button type="button" className={classes.link} onClick={() => onOpen(name)}>
              {name}
            </button>
          ) : (
            <span className="mono">{name}</span>
          )}
          <StatusWord tone={tones[place as keyof typeof tones] ?? "idle"}>{words.places[place] ?? place}</StatusWord>
          {onFetch && place === "missing" ? (
            <ActButton variant="default" size="compact-xs" onClick={() => onFetch([name])}>
              {words.fetch}
            </ActButton>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
