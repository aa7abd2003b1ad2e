/** Short messages over the page. */
export const toasts = {
  title: "Messages",
  undo: "Undo",
  undoFailed: "It could not be taken back",
  copiedRows: (count: string, isOne: boolean) => (isOne ? "1 row copied" : `${count} rows copied`),
  copied: (what: string) => `${what} copied`,
  saved: (name: string) => `${name} saved`,
  open: "Open",
  copyFailed: "It was not copied",
  copyFailedHelp: "The browser refuses it here. Select the text and copy it with the keys of your system.",
  forgotten: (name: string) => `${name} deleted`,
};
