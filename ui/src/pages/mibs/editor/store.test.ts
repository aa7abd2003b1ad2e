import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mibCalls } from "../../../api/calls";
import type { BatchCheck, CheckedFile, MibSource, UploadOutcome } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { editing, isDirty } from "./store";

const source = (text: string, sha256 = "1", module = "A-MIB"): MibSource => ({
  ...{ module, file: module, origin: "uploaded", sha256, text },
  ...{ is_cut: false, is_changed: false, diagnostics: [] },
});

const told = () => editing.get();

describe("a text that is edited", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(mibCalls, "check").mockImplementation(async ([file]) => {
      const filename = (await file?.text()) ?? "";
      return { files: [{ filename } as CheckedFile] } as BatchCheck;
    });
  });
  afterEach(() => {
    editing.discard();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("is looked at by the compiler when one pauses, and only as it is then", async () => {
    editing.take(source("one"));
    editing.edit("one t");
    editing.edit("one two");
    await vi.runAllTimersAsync();
    expect(mibCalls.check).toHaveBeenCalledTimes(1);
    expect(told()?.check?.filename).toBe("one two");
    expect(isDirty(told())).toBe(true);
  });

  it("keeps its edits when another text comes, and says so", () => {
    editing.take(source("one"));
    editing.take(source("theirs", "2"));
    expect(told()).toMatchObject({ text: "theirs", isBehind: false });
    editing.edit("mine");
    editing.take(source("theirs again", "3"));
    expect(told()).toMatchObject({ text: "mine", stored: "theirs", isBehind: true });
    editing.take(source("mine", "4"));
    expect(told()).toMatchObject({ stored: "mine", sha256: "4", isBehind: false });
  });

  it("is stored as based on what it was made of", async () => {
    const save = vi.spyOn(mibCalls, "save").mockResolvedValue({ results: [{ mib_name: "A-MIB" }] } as UploadOutcome);
    vi.spyOn(mibCalls, "source").mockResolvedValue(source("two", "2"));
    editing.take(source("one"));
    editing.edit("two");
    expect(await editing.save()).toBe("A-MIB");
    expect(save).toHaveBeenCalledWith("A-MIB", "two", "1");
    expect(told()).toMatchObject({ stored: "two", sha256: "2", isSaving: false });
    expect(isDirty(told())).toBe(false);
  });

  it("stays as it is when it cannot be stored", async () => {
    vi.spyOn(mibCalls, "save").mockRejectedValue(new Problem(409, "text_changed", "Changed", ""));
    editing.take(source("one"));
    editing.edit("two");
    expect(await editing.save()).toBeNull();
    expect(told()).toMatchObject({ text: "two", stored: "one", isSaving: false, problem: { code: "text_changed" } });
  });

  it("is mended as the compiler says", async () => {
    editing.take(source("a := b"));
    await vi.runAllTimersAsync();
    editing.mend([{ start: 2, end: 4, replacement: "::=" }]);
    expect(told()?.text).toBe("a ::= b");
  });

  it("may be an older one, once its module is open", () => {
    editing.propose("A-MIB", "older");
    editing.take(source("now"));
    expect(told()).toMatchObject({ text: "older", stored: "now" });
  });
});
