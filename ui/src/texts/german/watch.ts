import type { Texts } from "../../texts";

const minutes = (seconds: number) => (seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`);

export const watch: Texts["watch"] = {
  empty: "Zahlen beobachten, wie sie sich bewegen",
  emptyHelp:
    "Eine Zeile eines Walks öffnen und auf Beobachten drücken, oder hier eine Zahl nennen. Zähler werden als das gezeichnet, was sie in einer Sekunde zählen.",
  add: "Beobachten",
  addPlaceholder: "IF-MIB::ifHCInOctets.1",
  objectFirst: "Erst ein Objekt nennen.",
  formFirst: "Im Formular sagen, welches Gerät gemeint ist und mit welchen Zugangsdaten.",
  pause: "Anhalten",
  goOn: "Weiter",
  interval: "Wie oft",
  every: (seconds) => (seconds === 1 ? "jede Sekunde" : `alle ${seconds} s`),
  span: "Wie viel zu sehen ist",
  spanOf: minutes,
  spanAll: "Alles",
  spanChosen: "Gewählt",
  rounds: (count) => `${count} Runden`,
  stopAll: "Nichts mehr beobachten",
  stop: (name) => `${name} nicht mehr beobachten`,
  meanings: { rate: "Je Sekunde", value: "Werte" },
  chartOf: (names) => `Über die Zeit: ${names}`,
  columns: {
    name: "Was",
    now: "Jetzt",
    pointed: "Dort",
    least: "Kleinster",
    average: "Mittel",
    most: "Größter",
    stop: "Ende",
  },
  perSecond: "/s",
  seconds: " s",
  nothing: "Das Gerät antwortete mit nichts.",
  secretsForgotten: "Die Seite hat beim Neuladen vergessen, wer fragte. Noch einmal beobachten.",
  notANumber: (type) => `Das ist keine Zahl, sondern ${type}.`,
};
