import type { Texts } from "../../texts";

export const unsaved: Texts["unsaved"] = {
  title: "Nicht gespeichert",
  kept: "Das ist nicht gespeichert. Es bleibt so stehen, bis zum Abmelden oder bis dieser Tab geschlossen wird.",
  lost: "Das ist nicht gespeichert und ginge verloren.",
  stay: "Zurück dazu",
  discard: "Verwerfen",
  keep: "Weiter und behalten",
};
