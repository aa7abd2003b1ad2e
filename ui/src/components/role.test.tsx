import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { renderPage } from "../../build/test-page";
import type { Me, Role } from "../api/generated";
import { keys, queryClient } from "../api/queries";
import { beginSession, leaveSession } from "../api/session";
import { ActButton } from "./act-button";
import { OnlyFor } from "./only-for";
import { roles } from "./role";
import { ToolButton } from "./tool-button";

const wished = roles.flatMap((role, has) => roles.map((least, needs) => ({ role, least, may: has >= needs })));

function become(role: Role): void {
  queryClient.setQueryData<Me>(keys.me, { username: "ann", role } as Me);
}

function draw(least: Role): HTMLButtonElement[] {
  renderPage(
    <>
      <ActButton least={least}>one</ActButton>
      <ToolButton icon="send" label="two" least={least} />
      <OnlyFor least={least}>
        <button type="button">three</button>
      </OnlyFor>
    </>,
  );
  return [screen.getByText("one").closest("button"), screen.getByLabelText("two"), screen.getByText("three")].map(
    (button) => button as HTMLButtonElement,
  );
}

const isOff = (button: HTMLButtonElement) =>
  button.getAttribute("aria-disabled") === "true" || (button.closest("fieldset")?.disabled ?? false);

const reasonOf = (button: HTMLElement) =>
  document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent;

beforeEach(() => beginSession("token", "ann"));
afterEach(() => {
  cleanup();
  queryClient.clear();
  leaveSession();
});

it.each(wished)("lets the $role do what needs the $least: $may", ({ role, least, may }) => {
  become(role);
  expect(draw(least).map(isOff)).toEqual([!may, !may, !may]);
});

it("says beside what is off which role it needs, and which one has", () => {
  become("viewer");
  const [one, two] = draw("operator");
  const reason = "This needs the role Operator. You have the role Viewer.";
  expect([one, two].map((button) => button && reasonOf(button))).toEqual([reason, reason]);
  expect(screen.getByText("This needs the role Operator.")).toBeTruthy();
});

it("follows a role that changes", async () => {
  become("operator");
  const [one] = draw("operator");
  expect(one && isOff(one)).toBe(false);
  become("viewer");
  await expect.poll(() => one && isOff(one)).toBe(true);
});

it("keeps what is off in the order of focus, where its reason is shown, and does nothing when it is pressed", async () => {
  become("operator");
  const pressed = vi.fn();
  const submitted = vi.fn((event: SubmitEvent) => event.preventDefault());
  renderPage(
    <form ref={(form) => form?.addEventListener("submit", submitted)}>
      <ActButton type="submit" reason="Nothing has been changed yet." onClick={pressed}>
        one
      </ActButton>
    </form>,
  );
  const button = screen.getByRole("button");
  button.focus();
  expect(document.activeElement).toBe(button);
  expect((await screen.findByRole("tooltip")).textContent).toBe("Nothing has been changed yet.");
  fireEvent.click(button);
  expect([pressed, submitted].map((act) => act.mock.calls.length)).toEqual([0, 0]);
});
