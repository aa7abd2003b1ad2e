import { useMantineColorScheme } from "@mantine/core";
import { useLocation } from "wouter";
import { useLive } from "../../live";
import { logOut } from "../../live/lifecycle";
import { pages } from "../../pages";
import { useService } from "../../services";
import { texts } from "../../texts";
import type { IconName } from "../icon";
import type { Overlay } from "./frame";
import { schemes } from "./theme-menu";

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
  const simulator = useService("simulator");
  const receiver = useService("receiver");
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
  const simulating = isSimulating
    ? [
        act("sim-stop", palette.stopSimulator, "stop", () => simulator.mutate({ act: "stop" })),
        act("sim-restart", palette.restartSimulator, "restart", () => simulator.mutate({ act: "restart" })),
      ]
    : [act("sim-start", palette.startSimulator, "play", () => simulator.mutate({ act: "start" }))];
  const receiving = isReceiving
    ? act("traps-stop", palette.stopReceiver, "stop", () => receiver.mutate({ act: "stop" }))
    : act("traps-start", palette.startReceiver, "play", () => receiver.mutate({ act: "start" }));
  const themes = schemes.map(({ value, icon }) =>
    act(`theme-${value}`, texts.frame.themes[value], icon, () => setColorScheme(value)),
  );
  return [
    ...places,
    ...simulating,
    receiving,
    ...themes,
    act("shortcuts", palette.shortcuts, "help", () => onOpen("shortcuts")),
    act("log-out", texts.frame.logOut, "leave", () => void logOut()),
  ];
}

/** Every typed word must occur in the label; a label that starts with what was typed comes first. */
export function matchCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => words.every((word) => command.label.toLowerCase().includes(word)));
  const starts = (command: Command) => (command.label.toLowerCase().startsWith(words[0] ?? "") ? 0 : 1);
  return words.length === 0 ? found : found.sort((a, b) => starts(a) - starts(b));
}
