import type { Texts } from "../../texts";

export const toasts: Texts["toasts"] = {
  title: "Meldungen",
  undo: "Rückgängig",
  undoFailed: "Es ließ sich nicht zurücknehmen",
  copiedRows: (count, isOne) => (isOne ? "1 Zeile kopiert" : `${count} Zeilen kopiert`),
  copied: (what) => `${what} kopiert`,
  forgotten: (name) => `${name} gelöscht`,
};
