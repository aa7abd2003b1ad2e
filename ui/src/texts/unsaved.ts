/** The question before what was typed and is not saved is left or lost. */
export const unsaved = {
  title: "Not saved",
  kept: "This is not saved. It stays as you typed it until you log out or close this tab.",
  lost: "This is not saved and would be lost.",
  stay: "Go back to it",
  discard: "Discard",
  keep: "Go on, keep it",
};
