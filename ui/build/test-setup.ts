import { afterEach } from "vitest";

/** Every test starts with empty browser storage, as a new tab does. */
afterEach(() => {
  if (typeof sessionStorage === "undefined") return;
  sessionStorage.clear();
  localStorage.clear();
});
