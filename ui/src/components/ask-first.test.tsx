import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { renderPage } from "../../build/test-page";
import { AskFirst } from "./ask-first";

afterEach(cleanup);

function ask(act: () => Promise<number>, onDone = vi.fn()) {
  renderPage(
    <AskFirst
      target={(toggle) => (
        <button type="button" onClick={toggle}>
          Forget…
        </button>
      )}
      question="Really?"
      confirm="Forget"
      failed="Nothing was forgotten"
      act={act}
      onDone={onDone}
    />,
  );
  fireEvent.click(screen.getByText("Forget…"));
  return onDone;
}

it("acts only once it is confirmed, and then hands over what came of it", async () => {
  const act = vi.fn(async () => 3);
  const onDone = ask(act);
  expect(await screen.findByText("Really?")).toBeTruthy();
  expect(act).not.toHaveBeenCalled();
  fireEvent.click(await screen.findByRole("button", { name: "Forget" }));
  await waitFor(() => expect(onDone).toHaveBeenCalledWith(3));
});

it("says why it failed and stays open", async () => {
  ask(() => Promise.reject(new Error("no answer")));
  fireEvent.click(await screen.findByRole("button", { name: "Forget" }));
  expect(await screen.findByText("Nothing was forgotten")).toBeTruthy();
  expect(screen.getByText("Really?")).toBeTruthy();
});
