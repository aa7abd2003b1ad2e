import { useMantineColorScheme } from "@mantine/core";
import { useLocation } from "wouter";
import { chooseLanguage } from "../../language";
import { useLive } from "../../live";
import { formatPlace as formatMibPlace } from "../../pages/mibs/place";
import { formatPlace as formatTrapPlace } from "../../pages/traps/place";
import { type ServiceAct, type ServiceName, serviceFailures, useService } from "../../services";
import { texts } from "../../texts";
import { chooseFiles } from "../choose-files";
import type { IconName } from "../icon";
import { useMay, useMe } from "../role";
import { forgetFailed, tellFailed } from "../toasts/toasts";
import { askToLogOut } from "../unsaved/log-out";
import { chooseTimeZone, timeZones } from "../values/time-zone";
import { languages, schemes } from "./appearance-menu";
import type { Overlay } from "./frame";
import { placeCommands } from "./place-commands";

export interface Command {
  id: string;
  group: string;
  label: string;
  icon: IconName;
  keys?: string;
  run(): void;
}

/** Everything the palette can do right now for this user; a stopped service can be started, not stopped. */
export function useCommands(onOpen: (overlay: Overlay) => void): Command[] {
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const isSimulating = useLive((state) => state.simulator?.running ?? false);
  const isReceiving = useLive((state) => state.traps?.running ?? false);
  const role = useMe()?.role;
  const mayAct = useMay("operator");
  const order = useServiceOrders();
  const { palette } = texts;
  const act = (id: string, label: string, icon: IconName, run: () => void): Command => ({
    id,
    group: palette.act,
    label,
    icon,
    run,
  });

  const simulating = isSimulating
    ? [
        act("sim-stop", palette.stopSimulator, "stop", () => order("simulator", "stop")),
        act("sim-restart", palette.restartSimulator, "restart", () => order("simulator", "restart")),
      ]
    : [act("sim-start", palette.startSimulator, "play", () => order("simulator", "start"))];
  const receiving = isReceiving
    ? act("traps-stop", palette.stopReceiver, "stop", () => order("receiver", "stop"))
    : act("traps-start", palette.startReceiver, "play", () => order("receiver", "start"));
  const working = [
    act("send", palette.sendNotification, "send", () => navigate(formatTrapPlace({ tab: "send" }))),
    act("upload", palette.addMibs, "mibs", () => void addMibs(navigate)),
    ...simulating,
    receiving,
  ];
  const themes = schemes.map(({ value, icon }) =>
    act(`theme-${value}`, texts.frame.themes[value], icon, () => setColorScheme(value)),
  );
  const spoken = languages.map(({ value, label }) =>
    act(`language-${value}`, palette.language(label), "language", () => chooseLanguage(value)),
  );
  const clocks = timeZones.map((zone) => act(`zone-${zone}`, palette.zones[zone], "clock", () => chooseTimeZone(zone)));
  return [
    ...placeCommands(navigate, role),
    ...(mayAct ? working : []),
    ...themes,
    ...spoken,
    ...clocks,
    act("shortcuts", palette.shortcuts, "help", () => onOpen("shortcuts")),
    act("log-out", texts.frame.logOut, "leave", askToLogOut),
  ];
}

/** Files are chosen where one is; what they hold is then shown on the page of MIBs. */
async function addMibs(navigate: (path: string) => void): Promise<void> {
  const files = await chooseFiles();
  if (files.length === 0) return;
  const { batch } = await import("../../pages/mibs/batch/store");
  navigate(formatMibPlace({}));
  batch.add(files);
}

/** The palette is gone when the answer comes, so a failure is told over the page. */
function useServiceOrders(): (name: ServiceName, act: ServiceAct) => void {
  const services = { simulator: useService("simulator"), receiver: useService("receiver") };
  const order = (name: ServiceName, act: ServiceAct): void => {
    const title = serviceFailures[name][act];
    forgetFailed(title);
    services[name].mutateAsync({ act }).catch((cause: unknown) => tellFailed(title, cause, () => order(name, act)));
  };
  return order;
}

/** How many are listed; who types on has fewer. */
const MOST_LISTED = 50;

export interface Matches {
  listed: Command[];
  /** How many more there are. */
  more: number;
}

/** What can be done and where one can go; what has a name of its own only once something of it is typed. */
export function listCommands(commands: readonly Command[], found: readonly Command[], typed: string): Matches {
  const isTyped = typed.trim() !== "";
  const matching = matchCommands(isTyped ? [...commands, ...found] : commands, typed);
  const listed = isTyped ? matching.slice(0, MOST_LISTED) : matching;
  return { listed, more: matching.length - listed.length };
}

/** Every typed word must occur in the label; the nearer it comes to what was typed, the higher it stands. */
export function matchCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  const found = commands.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
  return found.sort((a, b) => distance(a.label.toLowerCase(), words) - distance(b.label.toLowerCase(), words));
}

function distance(label: string, words: readonly string[]): number {
  const whole = words.join(" ");
  if (label.startsWith(whole)) return 0;
  if (label.includes(` ${whole}`)) return 1;
  return label.startsWith(words[0] ?? "") ? 2 : 3;
}
