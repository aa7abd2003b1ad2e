import { useMantineColorScheme } from "@mantine/core";
import { useLocation } from "wouter";
import { chooseLanguage } from "../../language";
import { useLive } from "../../live";
import { logOut } from "../../live/lifecycle";
import { pages } from "../../pages";
import { type ServiceAct, type ServiceName, serviceFailures, useService } from "../../services";
import { texts } from "../../texts";
import type { IconName } from "../icon";
import { languages, schemes } from "./appearance-menu";
import { failure } from "./failure";
import type { Overlay } from "./frame";

export interface Command {
  id: string;
  group: string;
  label: string;
  icon: IconName;
  keys?: string;
  run(): void;
}

/** Everything the palette can do right now; a stopped service can be started, not stopped. */
export function useCommands(onOpen: (overlay: Overlay) => void): Command[] {
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const isSimulating = useLive((state) => state.simulator?.running ?? false);
  const isReceiving = useLive((state) => state.traps?.running ?? false);
  const order = useServiceOrders();
  const { palette } = texts;
  const act = (id: string, label: string, icon: IconName, run: () => void): Command => ({
    id,
    group: palette.act,
    label,
    icon,
    run,
  });

  const places = pages.map(
    (page): Command => ({
      id: page.id,
      group: palette.go,
      label: page.title,
      icon: page.icon,
      keys: `g ${page.key}`,
      run: () => navigate(`/${page.id}`),
    }),
  );
  const inWalker = (Object.keys(palette.walker) as (keyof typeof palette.walker)[]).map(
    (tab): Command => ({
      id: `walker-${tab}`,
      group: palette.go,
      label: palette.walker[tab],
      icon: "walker",
      run: () => navigate(`/walker?tab=${tab}`),
    }),
  );
  const simulating = isSimulating
    ? [
        act("sim-stop", palette.stopSimulator, "stop", () => order("simulator", "stop")),
        act("sim-restart", palette.restartSimulator, "restart", () => order("simulator", "restart")),
      ]
    : [act("sim-start", palette.startSimulator, "play", () => order("simulator", "start"))];
  const receiving = isReceiving
    ? act("traps-stop", palette.stopReceiver, "stop", () => order("receiver", "stop"))
    : act("traps-start", palette.startReceiver, "play", () => order("receiver", "start"));
  const themes = schemes.map(({ value, icon }) =>
    act(`theme-${value}`, texts.frame.themes[value], icon, () => setColorScheme(value)),
  );
  const spoken = languages.map(({ value, label }) =>
    act(`language-${value}`, palette.language(label), "language", () => chooseLanguage(value)),
  );
  return [
    ...places,
    ...inWalker,
    ...simulating,
    receiving,
    ...themes,
    ...spoken,
    act("shortcuts", palette.shortcuts, "help", () => onOpen("shortcuts")),
    act("log-out", texts.frame.logOut, "leave", () => void logOut()),
  ];
}

/** The palette is gone when the answer comes, so a failure is told by the frame. */
function useServiceOrders(): (name: ServiceName, act: ServiceAct) => void {
  const services = { simulator: useService("simulator"), receiver: useService("receiver") };
  return (name, act) => {
    failure.set(null);
    services[name]
      .mutateAsync({ act })
      .catch((cause: unknown) => failure.set({ title: serviceFailures[name][act], cause }));
  };
}

/** Every typed word must occur in the label; a label that starts with what was typed comes first. */
export function matchCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => words.every((word) => command.label.toLowerCase().includes(word)));
  const starts = (command: Command) => (command.label.toLowerCase().startsWith(words[0] ?? "") ? 0 : 1);
  return words.length === 0 ? found : found.sort((a, b) => starts(a) - starts(b));
}
