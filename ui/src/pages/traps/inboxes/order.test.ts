import { expect, it } from "vitest";
import { expectLine, newInbox, orderOf } from "./order";

it("asks for a free port and an end where nothing else is typed", () => {
  expect(orderOf(newInbox)).toEqual({ port: 0, expires_in_s: 3_600 });
});

it("names exactly one way to catch", () => {
  expect(orderOf({ name: " run42 ", by: "tag", value: " lab ", expires_min: null })).toEqual({
    name: "run42",
    tag: "lab",
  });
  expect(orderOf({ ...newInbox, by: "community", value: "s3cret" })).toEqual({
    community: "s3cret",
    expires_in_s: 3_600,
  });
});

it("gives a line for a shell", () => {
  expect(expectLine({ name: "run42" }, "http://127.0.0.1:8080")).toBe(
    "trishul trap expect --inbox run42 --within 10 --server http://127.0.0.1:8080",
  );
});
