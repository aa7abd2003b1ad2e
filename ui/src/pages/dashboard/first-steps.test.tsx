import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { renderPage } from "../../../build/test-page";
import { liveStore } from "../../live";
import { texts } from "../../texts";
import { FirstSteps } from "./first-steps";

const words = texts.dashboard.firstSteps;
const counters = (walks_executed: number, upload_count: number) => ({
  simulator: { start_count: 1 },
  traps: { receiver_start_count: 1, traps_received_total: 1 },
  walker: { walks_executed },
  mibs: { upload_count },
});
const tell = (stats: Record<string, Record<string, number>>) =>
  act(() => {
    liveStore.accept({ stats });
    // Nothing but counters waits for the next repaint.
    liveStore.accept({ mibs: null });
  });

beforeEach(() => liveStore.forget());
afterEach(cleanup);

it("notes a step by the server's counters, and is gone when all are done", () => {
  renderPage(<FirstSteps />);
  expect(document.querySelector("#first-steps")).toBeNull();
  tell(counters(0, 0));
  expect(document.querySelectorAll("#first-steps [data-done]")).toHaveLength(3);
  expect(document.querySelector("[aria-current]")?.textContent).toContain(words.steps.walk.title);
  tell(counters(1, 0));
  expect(document.querySelector("[aria-current]")?.textContent).toContain(words.steps.upload.title);
  tell(counters(1, 1));
  expect(document.querySelector("#first-steps")).toBeNull();
});

it("can be put away before", () => {
  renderPage(<FirstSteps />);
  tell(counters(0, 0));
  fireEvent.click(screen.getByRole("button", { name: words.putAway }));
  expect(document.querySelector("#first-steps")).toBeNull();
  expect(localStorage.getItem("trishul_first_steps")).toBe("done");
});
