import type { Texts } from "../../texts";

export const toasts: Texts["toasts"] = {
  title: "Meldungen",
  undo: "Rückgängig",
  undoFailed: "Es ließ sich nicht zurücknehmen",
  copiedRows: (count, isOne) => (isOne ? "1 Zeile kopiert" : `${count} Zeilen kopiert`),
  copied: (what) => `${what} kopiert`,
  saved: (name) => `${name} gespeichert`,
  open: "Öffnen",
  copyFailed: "Es wurde nicht kopiert",
  copyFailedHelp: "Der Browser lässt es hier nicht zu. Den Text markieren und mit den Tasten des Systems kopieren.",
  forgotten: (name) => `${name} gelöscht`,
};
