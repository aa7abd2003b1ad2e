import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useDraft } from "./draft";

const empty = { target: "", port: 161, community: "public" };
const kept = (name: string) => sessionStorage.getItem(`trishul_draft_${name}`);

afterEach(cleanup);

test("what is typed outlives the page, and all but the community is kept by the browser", () => {
  const first = renderHook(() => useDraft("walk-one", empty));
  act(() => first.result.current[1]({ target: "192.0.2.1", community: "s3cret" }));
  first.unmount();
  const second = renderHook(() => useDraft("walk-one", empty));
  expect(second.result.current[0]).toEqual({ target: "192.0.2.1", port: 161, community: "s3cret" });
  expect(JSON.parse(kept("walk-one") ?? "")).toEqual({ target: "192.0.2.1", port: 161 });
});

test("a reload brings back what was kept, and no community that something else had written", () => {
  sessionStorage.setItem(
    "trishul_draft_walk-two",
    JSON.stringify({ target: "192.0.2.2", community: "s3cret", port: "x" }),
  );
  const { result } = renderHook(() => useDraft("walk-two", empty));
  expect(result.current[0]).toEqual({ target: "192.0.2.2", port: 161, community: "public" });
});
