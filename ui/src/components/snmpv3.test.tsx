import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { renderPage } from "../../build/test-page";
import { Snmpv3 } from "./snmpv3";

const engine = { engine_id: "80001f88046f7073", engine: "text ops, enterprise 8072", boots: 7 };

afterEach(cleanup);

it("says who the engine is, and what to do while nobody is believed", () => {
  renderPage(<Snmpv3 id="engine" engine={engine} users={0} refused={[]} />);
  const panel = document.querySelector("#engine");
  expect(panel?.textContent).toContain("text ops, enterprise 8072");
  expect(panel?.textContent).toContain("Boots7");
  expect(panel?.textContent).toContain("Save a user under Settings");
});

it("names the users that cannot be used with the reason, and why the engine is another one", () => {
  const refused = [{ user: "bert", reason: "its key is locked" }];
  renderPage(<Snmpv3 id="engine" engine={engine} users={2} refused={refused} warning="The file was damaged" />);
  expect(screen.getByText("1 user cannot be used")).toBeTruthy();
  expect(document.querySelector("#engine li")?.textContent).toBe("bert: its key is locked");
  expect(screen.getByText("The file was damaged")).toBeTruthy();
});
