import { NativeSelect } from "@mantine/core";
import { Link } from "wouter";
import { useMe } from "../../components/role";
import { texts } from "../../texts";
import { useHasEdits } from "./edits";
import classes from "./nav.module.css";
import {
  formatPlace,
  groupNames,
  isOffered,
  type SettingsGroup,
  type SettingsTab,
  settingsGroups,
  settingsTabs,
} from "./place";

const words = texts.settings;

interface SettingsNavProps {
  chosen: SettingsTab;
  onChoose: (tab: SettingsTab) => void;
}

/** The parts of the settings: links beside them, one field above them where there is little room. */
export function SettingsNav({ chosen, onChoose }: SettingsNavProps) {
  const role = useMe()?.role;
  const offered = (group: SettingsGroup) => settingsGroups[group].filter((tab) => isOffered(tab, role));
  return (
    <nav className={classes.nav} aria-label={words.parts}>
      <div className={classes.links}>
        {groupNames.map((group) => (
          <section key={group} className={classes.group}>
            <h2 className={classes.title}>{words.groups[group]}</h2>
            <ul>
              {offered(group).map((tab) => (
                <li key={tab}>
                  <Part tab={tab} isChosen={tab === chosen} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <NativeSelect
        className={classes.choice ?? ""}
        aria-label={words.parts}
        value={chosen}
        data={groupNames.map((group) => ({
          group: words.groups[group],
          items: offered(group).map((value) => ({ value, label: words.tabs[value] })),
        }))}
        onChange={(event) => onChoose(settingsTabs.find((tab) => tab === event.currentTarget.value) ?? chosen)}
      />
    </nav>
  );
}

function Part({ tab, isChosen }: { tab: SettingsTab; isChosen: boolean }) {
  const hasEdits = useHasEdits(tab);
  return (
    <Link href={formatPlace({ tab })} className={classes.link} aria-current={isChosen ? "page" : undefined}>
      {words.tabs[tab]}
      {hasEdits ? (
        <span className={classes.edited} role="img" aria-label={words.notSaved} title={words.notSaved} />
      ) : null}
    </Link>
  );
}
