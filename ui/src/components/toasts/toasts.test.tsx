import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { renderPage } from "../../../build/test-page";
import { Problem } from "../../api/problem";
import { Toasts } from ".";
import { tellDone, tellFailed, toasts } from "./toasts";

const refused = new Problem(409, "address_in_use", "The port is in use", "127.0.0.1:1162 is used by another program.");

beforeEach(() => toasts.set([]));
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

describe("short messages", () => {
  it("say what was done, offer the way back, and go when it was taken", async () => {
    const undo = vi.fn(() => Promise.resolve());
    renderPage(<Toasts />);
    tellDone("The lab deleted", undo);
    fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect(undo).toHaveBeenCalledOnce();
    await waitFor(() => expect(screen.queryByText("The lab deleted")).toBeNull());
  });

  it("say that the way back failed, with another try", async () => {
    const undo = vi.fn(() => Promise.reject(refused));
    renderPage(<Toasts />);
    tellDone("The lab deleted", undo);
    fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await screen.findByText("127.0.0.1:1162 is used by another program.");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(undo).toHaveBeenCalledTimes(2);
  });

  it("do not pile up: the same is said once, and a few are enough", () => {
    tellFailed("The receiver could not be started", refused);
    tellFailed("The receiver could not be started", refused);
    expect(toasts.get()).toHaveLength(1);
    for (let number = 0; number < 10; number += 1) tellDone(`${number} deleted`);
    expect(toasts.get().map(({ title }) => title)).toEqual(["6 deleted", "7 deleted", "8 deleted", "9 deleted"]);
  });

  it("go by themselves after a while unless somebody looks at them; a failure stays", () => {
    vi.useFakeTimers();
    tellDone("The lab deleted");
    tellFailed("The receiver could not be started", refused);
    renderPage(<Toasts />);
    const area = screen.getByRole("region", { name: "Messages" });
    fireEvent.mouseEnter(area);
    vi.advanceTimersByTime(60_000);
    expect(toasts.get()).toHaveLength(2);
    fireEvent.mouseLeave(area);
    vi.advanceTimersByTime(60_000);
    expect(toasts.get().map(({ title }) => title)).toEqual(["The receiver could not be started"]);
  });

  it("are reached and closed by keys", async () => {
    tellFailed("The receiver could not be started", refused);
    renderPage(<Toasts />);
    fireEvent.keyDown(document.body, { key: "m" });
    const close = screen.getByRole("button", { name: "Close" });
    expect(document.activeElement).toBe(close);
    fireEvent.keyDown(close, { key: "Escape" });
    await waitFor(() => expect(toasts.get()).toEqual([]));
  });
});
