import { cleanup } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { renderPage } from "../../../build/test-page";
import { openKeys, queryClient } from "../../api/queries";
import { NoticeBar } from "./notice-bar";

const health = { status: "ok", service: "trishul-snmp", version: "1" };

afterEach(cleanup);
afterEach(() => queryClient.clear());

it("names the database that was set aside", () => {
  const notices = [{ code: "database_set_aside", file: "trishul.db.damaged-20270115-080000" }];
  queryClient.setQueryData(openKeys.health, { ...health, notices });
  renderPage(<NoticeBar />);
  expect(document.querySelector('[role="status"]')?.textContent).toContain("trishul.db.damaged-20270115-080000");
});

it("says what to do about a database that is damaged and in use", () => {
  const notices = [{ code: "database_damaged", file: "trishul.db" }];
  queryClient.setQueryData(openKeys.health, { ...health, notices });
  renderPage(<NoticeBar />);
  expect(document.querySelector('[role="status"]')?.textContent).toContain("restore a backup");
});

it("is not there while there is nothing to tell", () => {
  queryClient.setQueryData(openKeys.health, health);
  renderPage(<NoticeBar />);
  expect(document.querySelector('[role="status"]')).toBeNull();
});
