import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { renderPage } from "../../../build/test-page";
import { navigate, useHashLocation } from "../../hash-location";
import { Dialog } from "../dialog";
import { askBeforeLosing, dropEdits, question } from "./edits";
import { UnsavedQuestion } from "./question";
import { useUnsaved } from "./use-unsaved";

let kept = "";

function Form({ isKept }: { isKept: boolean }) {
  const [text, setText] = useState(kept);
  const change = (next: string) => {
    setText(next);
    kept = isKept ? next : "";
  };
  useUnsaved("form", { isEdited: text !== "", label: "The form", isKept, discard: () => change("") });
  return <input aria-label="Text" value={text} onChange={(event) => change(event.currentTarget.value)} />;
}

function Pages({ isKept }: { isKept: boolean }) {
  const [path] = useHashLocation();
  return (
    <>
      {path === "/form" ? <Form isKept={isKept} /> : <p>Elsewhere</p>}
      <UnsavedQuestion />
    </>
  );
}

function openForm(isKept: boolean): void {
  navigate("/form");
  renderPage(<Pages isKept={isKept} />);
}

const type = (text: string) => fireEvent.change(screen.getByLabelText("Text"), { target: { value: text } });

afterEach(() => {
  cleanup();
  kept = "";
  dropEdits("form");
  question.set(null);
});

describe("what was typed and is not saved", () => {
  it("is no matter where nothing was typed, or all was taken back", async () => {
    openForm(true);
    type("a");
    type("");
    navigate("/other");
    await screen.findByText("Elsewhere");
  });

  it("holds one who follows a link, until he goes on and keeps it; that is asked once", async () => {
    openForm(true);
    type("a");
    navigate("/other");
    fireEvent.click(await screen.findByRole("button", { name: "Go on, keep it" }));
    await screen.findByText("Elsewhere");
    navigate("/form");
    expect((await screen.findByLabelText<HTMLInputElement>("Text")).value).toBe("a");
    navigate("/other");
    await screen.findByText("Elsewhere");
    expect(question.get()).toBeNull();
  });

  it("holds one who goes by the browser, and the address is what is shown", async () => {
    openForm(true);
    type("a");
    window.location.hash = "#other";
    await screen.findByText("The form");
    expect(window.location.hash).toBe("#form");
    fireEvent.click(screen.getByRole("button", { name: "Go back to it" }));
    await waitFor(() => expect(question.get()).toBeNull());
    expect(screen.getByLabelText<HTMLInputElement>("Text").value).toBe("a");
  });

  it("is thrown away by who says so", async () => {
    openForm(true);
    type("a");
    navigate("/other");
    fireEvent.click(await screen.findByRole("button", { name: "Discard" }));
    await screen.findByText("Elsewhere");
    expect(kept).toBe("");
  });

  it("cannot be kept where it goes with its form", async () => {
    openForm(false);
    type("a");
    navigate("/other");
    await screen.findByText("This is not saved and would be lost.");
    expect(screen.queryByRole("button", { name: "Go on, keep it" })).toBeNull();
  });

  it("is asked about before the session ends, also where it was kept elsewhere", async () => {
    openForm(true);
    type("a");
    navigate("/other");
    fireEvent.click(await screen.findByRole("button", { name: "Go on, keep it" }));
    let hasEnded = false;
    askBeforeLosing(null, () => {
      hasEnded = true;
    });
    await screen.findByText("The form");
    expect(hasEnded).toBe(false);
    fireEvent.click(screen.getByRole("button", { name: "Discard" }));
    expect(hasEnded).toBe(true);
  });

  it("lets the browser ask before the tab is closed", () => {
    openForm(true);
    const closing = () => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(closing()).toBe(false);
    type("a");
    expect(closing()).toBe(true);
  });
});

describe("a dialog with a form", () => {
  function Opened() {
    const [isOpen, setOpen] = useState(true);
    return (
      <>
        <Dialog label="New thing" isTitled size_px={400} isOpen={isOpen} hasForm onClose={() => setOpen(false)}>
          <form>
            <input aria-label="Name" />
          </form>
        </Dialog>
        <UnsavedQuestion />
      </>
    );
  }

  it("is closed at once while it is untouched", async () => {
    renderPage(<Opened />);
    fireEvent.click(screen.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByLabelText("Name")).toBeNull());
  });

  it("asks first once something was typed, and one can stay", async () => {
    renderPage(<Opened />);
    fireEvent.input(screen.getByLabelText("Name"), { target: { value: "x" } });
    fireEvent.keyDown(document.body, { key: "Escape" });
    fireEvent.click(await screen.findByRole("button", { name: "Go back to it" }));
    await waitFor(() => expect(question.get()).toBeNull());
    expect(screen.getByLabelText("Name")).toBeTruthy();
    fireEvent.keyDown(document.body, { key: "Escape" });
    fireEvent.click(await screen.findByRole("button", { name: "Discard" }));
    await waitFor(() => expect(screen.queryByLabelText("Name")).toBeNull());
  });
});
