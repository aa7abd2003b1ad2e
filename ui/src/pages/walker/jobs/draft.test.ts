import { expect, it } from "vitest";
import type { WalkJob } from "../../../api/generated";
import { documentOfJob, draftOfJob, newJob } from "./draft";

it("is sent with either an interval or a cron line, and emptied numbers as they are at first", () => {
  const typed = {
    ...newJob,
    name: " nightly ",
    target: "t1",
    oids: "ifTable,\n 1.3.6.1 ,",
    tags: "core, ",
    keep: null,
  };
  expect(documentOfJob(typed)).toMatchObject({
    name: "nightly",
    oids: ["ifTable", "1.3.6.1"],
    schedule: { every_s: 3600 },
    tags: ["core"],
    keep: 50,
  });
  expect(documentOfJob({ ...typed, when: "cron", cron: " @daily " }).schedule).toEqual({ cron: "@daily" });
});

it("is typed again as it was saved", () => {
  const document = documentOfJob({ ...newJob, name: "poll", target: "t1", operation: "get", when: "cron", keep: 7 });
  const saved = { ...document, id: "j1", revision: 1 } as WalkJob;
  expect(documentOfJob(draftOfJob(saved))).toEqual(document);
});
