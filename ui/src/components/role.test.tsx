import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
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

const isOff = (button: HTMLButtonElement) => button.disabled || (button.closest("fieldset")?.disabled ?? false);

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
  expect([one?.title, two?.title]).toEqual([reason, reason]);
  expect(screen.getByText("This needs the role Operator.")).toBeTruthy();
});

it("follows a role that changes", async () => {
  become("operator");
  const [one] = draw("operator");
  expect(one && isOff(one)).toBe(false);
  become("viewer");
  await expect.poll(() => one && isOff(one)).toBe(true);
});
