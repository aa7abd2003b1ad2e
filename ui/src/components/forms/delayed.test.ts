import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useDelayed } from "./delayed";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function typing() {
  const onChange = vi.fn();
  const hook = renderHook(({ value }) => useDelayed(value, 100, onChange), { initialProps: { value: "" } });
  const type = (text: string, isNow?: boolean) => act(() => hook.result.current[1](text, isNow));
  return { ...hook, onChange, type };
}

it("tells what was typed after a pause", () => {
  const { onChange, type, result } = typing();
  type("if");
  type("ifA");
  expect(result.current[0]).toBe("ifA");
  expect(onChange).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(onChange.mock.calls).toEqual([["ifA"]]);
});

it("does not tell what was replaced from elsewhere before the pause was over", () => {
  const { onChange, type, result, rerender } = typing();
  type("if");
  vi.advanceTimersByTime(100);
  rerender({ value: "if" });
  type("ifA");
  rerender({ value: "" });
  expect(result.current[0]).toBe("");
  vi.advanceTimersByTime(100);
  expect(onChange.mock.calls).toEqual([["if"]]);
});

it("tells nothing later of what was taken back at once", () => {
  const { onChange, type } = typing();
  type("if");
  type("", true);
  vi.advanceTimersByTime(100);
  expect(onChange.mock.calls).toEqual([[""]]);
});
