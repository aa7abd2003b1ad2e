/** Short messages over the page. */
export const toasts = {
  title: "Messages",
  undo: "Undo",
  undoFailed: "It could not be taken back",
  copiedRows: (count: string, isOne: boolean) => (isOne ? "1 row copied" : `${count} rows copied`),
  copied: (what: string) => `${what} copied`,
  forgotten: (name: string) => `${name} deleted`,
};
