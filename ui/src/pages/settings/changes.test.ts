import { describe, expect, it } from "vitest";
import type { AppSettingsBody } from "../../api/generated";
import { changesOf } from "./changes";

const saved: AppSettingsBody = {
  auto_start_simulator: true,
  auto_start_trap_receiver: false,
  session_timeout: 3600,
  mib_auto_fetch: false,
  mib_remote_sources: ["https://a/@mib@"],
  keep_set_values: "memory",
  kept_walks_count: 1000,
  kept_walks_days: 90,
  kept_walks_megabytes: 1000,
};

describe("the settings that are sent", () => {
  it("are only those that really changed", () => {
    expect(changesOf(saved, { session_timeout: 3600, mib_auto_fetch: true })).toEqual({ mib_auto_fetch: true });
  });

  it("have no empty lines between sources", () => {
    expect(changesOf(saved, { mib_remote_sources: ["https://a/@mib@", " ", ""] })).toEqual({});
    expect(changesOf(saved, { mib_remote_sources: [" https://b/@mib@ "] })).toEqual({
      mib_remote_sources: ["https://b/@mib@"],
    });
  });
});
