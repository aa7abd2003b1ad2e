import { expect, it } from "vitest";
import { formatPlace, nowhere, readPlace, settingsTabs } from "./place";

it("stands in the hash for each part, and is read back from it", () => {
  for (const tab of settingsTabs) {
    const query = formatPlace({ tab }).split("?")[1];
    expect(readPlace(new URLSearchParams(query)).tab).toBe(tab);
  }
});

it("takes a part that it does not know as the first", () => {
  expect(readPlace(new URLSearchParams("tab=nothing"))).toEqual(nowhere);
  expect(formatPlace(nowhere)).toBe("/settings");
});
