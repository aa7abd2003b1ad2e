/** The browser's own dialog for files, from a click or a key; none where it was put away. */
export function chooseFiles(): Promise<readonly File[]> {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.multiple = true;
  return new Promise((resolve) => {
    chooser.addEventListener("change", () => resolve([...(chooser.files ?? [])]));
    chooser.addEventListener("cancel", () => resolve([]));
    chooser.click();
  });
}
