import { useMutation } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { renderPage } from "../../../build/test-page";
import { Problem } from "../../api/problem";
import { queryClient } from "../../api/queries";
import { type ActWords, followActs } from "./acts";
import { tellElsewhere, toasts } from "./toasts";

const refused = new Problem(503, "database_locked", "The database is locked", "Another program holds it.");
const told = () => toasts.get().map(({ title }) => title);
let end = () => {};

beforeEach(() => {
  toasts.set([]);
  end = followActs();
});
afterEach(() => {
  end();
  cleanup();
  queryClient.clear();
});

function Act({ act, meta }: { act: () => Promise<unknown>; meta: ActWords }) {
  const acting = useMutation({ mutationFn: act, meta: { ...meta } });
  return (
    <button type="button" onClick={() => acting.mutate()}>
      {acting.isError ? "failed" : acting.isSuccess ? "done" : "save"}
    </button>
  );
}

it("a failure is said by its page while that is there", async () => {
  renderPage(<Act act={() => Promise.reject(refused)} meta={{ failed: "It was not saved" }} />);
  fireEvent.click(screen.getByText("save"));
  await screen.findByText("failed");
  expect(told()).toEqual([]);
});

it("a failure that comes when its page was left is told, and another try takes it away", async () => {
  let fail: (cause: unknown) => void = () => {};
  const act = vi.fn(() => new Promise((_done, failing) => (fail = failing)));
  const page = renderPage(<Act act={act} meta={{ failed: "It was not saved" }} />);
  fireEvent.click(screen.getByText("save"));
  await waitFor(() => expect(act).toHaveBeenCalledOnce());
  page.unmount();
  fail(refused);
  await waitFor(() => expect(told()).toEqual(["It was not saved"]));
  toasts.get()[0]?.act?.run();
  await waitFor(() => expect(act).toHaveBeenCalledTimes(2));
  expect(told()).toEqual([]);
  fail(refused);
  await waitFor(() => expect(told()).toEqual(["It was not saved"]));
});

it("a success that is seen nowhere is told with the way back", async () => {
  const undo = vi.fn(() => Promise.resolve());
  renderPage(<Act act={() => Promise.resolve(3)} meta={{ done: (count: number) => `${count} deleted`, undo }} />);
  fireEvent.click(screen.getByText("save"));
  await waitFor(() => expect(told()).toEqual(["3 deleted"]));
  toasts.get()[0]?.act?.run();
  expect(undo).toHaveBeenCalledOnce();
});

it("what goes on while another page is looked at is told there alone, with the way to its own", () => {
  window.location.hash = "mibs?tab=library";
  tellElsewhere("/mibs", "2 files uploaded");
  expect(told()).toEqual([]);
  tellElsewhere("/walker", "The walk has ended");
  toasts.get()[0]?.act?.run();
  expect(window.location.hash).toBe("#walker");
});
