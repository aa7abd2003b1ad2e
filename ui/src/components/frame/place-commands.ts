import type { Role } from "../../api/generated";
import { pages } from "../../pages";
import { formatPlace as formatMibPlace, mibTabs } from "../../pages/mibs/place";
import { formatPlace as formatSettingsPlace, isOffered, settingsTabs } from "../../pages/settings/place";
import { formatPlace as formatTrapPlace, trapTabs } from "../../pages/traps/place";
import { formatPlace as formatWalkPlace, nowhere as noWalk, walkerTabs } from "../../pages/walker/place";
import { texts } from "../../texts";
import type { Command } from "./commands";

interface Part {
  name: string;
  label: string;
  path: string;
  isFor?: (role: Role | undefined) => boolean;
}

/** The parts of each page, as its own tabs name them, but for the one that is there anyway. */
const partsOf: Partial<Record<(typeof pages)[number]["id"], readonly Part[]>> = {
  walker: walkerTabs.slice(1).map((tab) => {
    const label = tab === "watch" ? texts.walker.tabs.watch(0) : texts.walker.tabs[tab];
    return { name: tab, label: String(label), path: formatWalkPlace({ ...noWalk, tab }) };
  }),
  traps: trapTabs.slice(1).map((tab) => ({ name: tab, label: texts.traps.tabs[tab], path: formatTrapPlace({ tab }) })),
  mibs: mibTabs.slice(1).map((tab) => ({ name: tab, label: texts.mibs[tab], path: formatMibPlace({ tab }) })),
  settings: settingsTabs.map((tab) => ({
    name: tab,
    label: texts.settings.tabs[tab],
    path: formatSettingsPlace({ tab }),
    isFor: (role) => isOffered(tab, role),
  })),
};

/** Every page and every part of one that this role may see. */
export function placeCommands(navigate: (path: string) => void, role?: Role): Command[] {
  const group = texts.palette.go;
  const wholes = pages.map(
    ({ id, title, icon, key }): Command => ({
      id,
      group,
      label: title,
      icon,
      keys: `g ${key}`,
      run: () => navigate(`/${id}`),
    }),
  );
  const parts = pages.flatMap(({ id, title, icon }) =>
    (partsOf[id] ?? [])
      .filter(({ isFor }) => isFor?.(role) ?? true)
      .map(
        ({ name, label, path }): Command => ({
          id: `${id}-${name}`,
          group: texts.palette.parts,
          label: texts.palette.part(title, label),
          icon,
          run: () => navigate(path),
        }),
      ),
  );
  return [...wholes, ...parts];
}
