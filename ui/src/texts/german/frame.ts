import type { Texts } from "../../texts";

export const frame: Texts["frame"] = {
  skip: "Zur Seite springen",
  navigation: "Seiten",
  pages: {
    dashboard: "Übersicht",
    simulator: "Simulator",
    walker: "Walk",
    traps: "Traps",
    browser: "Browser",
    mibs: "MIBs",
    settings: "Einstellungen",
  },
  unread: (count) => `${count} neu`,
  socket: {
    connecting: "WS: verbindet…",
    online: "WS: live",
    offline: "WS: getrennt",
    unauthorized: "WS: abgemeldet",
  },
  goTo: "Gehe zu oder tue",
  openPalette: "Befehlspalette öffnen",
  themes: { auto: "Wie das System", light: "Hell", dark: "Dunkel" },
  theme: "Darstellung",
  language: "Sprache",
  languageOfBrowser: "Wie der Browser",
  appearance: "Darstellung und Sprache",
  account: "Konto",
  logOut: "Abmelden",
  lostSince: (time) =>
    `Keine Live-Verbindung seit ${time}. Was zu sehen ist, stammt von da; es füllt sich von selbst wieder.`,
  databaseSetAside: (file) =>
    `Die Datenbank war beschädigt: Sie liegt als ${file} im Datenverzeichnis, an ihrer Stelle ist jetzt eine leere. Ein Backup wiederherstellen oder die Datei entfernen.`,
  ended: "Die Sitzung ist beendet.",
  endedHelp: "Wieder anmelden, um dort weiterzumachen.",
  simulatorAt: (address) => `Simulator ${address}`,
  simulatorStopped: "Simulator gestoppt",
  receiverAt: (address) => `Empfänger ${address}`,
  receiverStopped: "Empfänger gestoppt",
  failed: "ausgefallen",
  lost: (count) => `${count} verloren`,
  mibCount: (count, isOne) => (isOne ? `${count} MIB` : `${count} MIBs`),
  version: (version) => `Version ${version}`,
};

export const palette: Texts["palette"] = {
  title: "Befehlspalette",
  placeholder: "Eine Seite oder einen Befehl eingeben",
  nothing: "Nichts mit diesem Namen",
  go: "Gehe zu",
  act: "Tun",
  startSimulator: "Simulator starten",
  stopSimulator: "Simulator stoppen",
  restartSimulator: "Simulator neu starten",
  startReceiver: "Empfänger starten",
  stopReceiver: "Empfänger stoppen",
  walker: { watch: "Beobachtete Zahlen", kept: "Behaltene Walks", jobs: "Jobs des Walkers" },
  shortcuts: "Tastenkürzel zeigen",
  language: (name) => `Sprache: ${name}`,
};

export const shortcuts: Texts["shortcuts"] = {
  title: "Tastenkürzel",
  everywhere: "Überall",
  inLists: "In Listen",
  palette: "Befehlspalette",
  help: "Dieses Blatt",
  goPrefix: "Zu einer Seite gehen",
  filter: "Liste filtern",
  move: "Durch die Zeilen gehen",
  ends: "Erste oder letzte Zeile",
  open: "Zeile öffnen",
  mark: "Zeile markieren",
  back: "Zurück: Einzelheiten, Markierungen, Filter",
  follow: "Der neuesten Zeile folgen",
  copy: "Zeile wie gezeigt kopieren, oder die markierten",
  copyRaw: "Zeile roh kopieren",
};

export const login: Texts["login"] = {
  title: "Anmelden",
  user: "Benutzername",
  password: "Passwort",
  submit: "Anmelden",
  help: "Das erste Passwort schreibt trishul serve einmal auf seine Konsole. Verloren? Auf dem Server trishul admin reset-password ausführen.",
};
