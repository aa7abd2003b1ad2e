import { expect, it } from "vitest";
import { formatPlace, isOffered, nowhere, readPlace, settingsTabs } from "./place";

it("stands in the hash for each part, and is read back from it", () => {
  for (const tab of settingsTabs) {
    const query = formatPlace({ tab, q: "bert & co" }).split("?")[1];
    expect(readPlace(new URLSearchParams(query))).toEqual({ tab, q: "bert & co" });
  }
});

it("takes a part that it does not know as the first", () => {
  expect(readPlace(new URLSearchParams("tab=nothing"))).toEqual(nowhere);
  expect(formatPlace(nowhere)).toBe("/settings");
});

it("offers nobody what the server would refuse", () => {
  const refused = (role: "viewer" | "operator" | "administrator") =>
    settingsTabs.filter((tab) => !isOffered(tab, role));
  expect(refused("viewer")).toEqual(["users", "audit", "backup"]);
  expect(refused("operator")).toEqual(["users", "audit", "backup"]);
  expect(refused("administrator")).toEqual([]);
});
