import { pages } from "../../pages";
import { texts } from "../../texts";
import { Dialog } from "../dialog";
import { commandKey } from "../keyboard";
import classes from "./shortcut-sheet.module.css";

type Shortcut = readonly [keys: string, meaning: string];

const everywhere: Shortcut[] = [
  [`${commandKey} K`, texts.shortcuts.palette],
  ["?", texts.shortcuts.help],
  ["m", texts.shortcuts.messages],
  ...pages.map((page): Shortcut => [`g ${page.key}`, page.title]),
];

const inLists: Shortcut[] = [
  ["/", texts.shortcuts.filter],
  ["↑ ↓", texts.shortcuts.move],
  ["Home End", texts.shortcuts.ends],
  ["Enter", texts.shortcuts.open],
  ["Space", texts.shortcuts.mark],
  ["Esc", texts.shortcuts.back],
  ["f", texts.shortcuts.follow],
  ["c", texts.shortcuts.copy],
  ["Shift c", texts.shortcuts.copyRaw],
];

export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog label={texts.shortcuts.title} isTitled size_px={620} isOpen={isOpen} onClose={onClose}>
      <div className={classes.sheet}>
        <ShortcutList title={texts.shortcuts.everywhere} shortcuts={everywhere} />
        <ShortcutList title={texts.shortcuts.inLists} shortcuts={inLists} />
      </div>
    </Dialog>
  );
}

function ShortcutList({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      <dl className={classes.list}>
        {shortcuts.map(([keys, meaning]) => (
          <div key={keys} className={classes.row}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key} className={classes.key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
