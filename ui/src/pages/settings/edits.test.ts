import { describe, expect, it } from "vitest";
import { changesOf } from "./edits";

const saved = { session_timeout: 3600, mib_auto_fetch: false, receiver_address: "", sources: ["https://a/@mib@"] };

describe("the settings that are sent", () => {
  it("are only those that really changed", () => {
    expect(changesOf(saved, { session_timeout: 3600, mib_auto_fetch: true })).toEqual({ mib_auto_fetch: true });
  });

  it("have no spaces around texts and no empty lines between others", () => {
    expect(changesOf(saved, { sources: ["https://a/@mib@", " ", ""], receiver_address: " " })).toEqual({});
    expect(changesOf(saved, { sources: [" https://b/@mib@ "] })).toEqual({ sources: ["https://b/@mib@"] });
  });
});
