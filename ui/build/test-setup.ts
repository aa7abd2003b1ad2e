import { afterEach } from "vitest";

/** Every test starts with empty browser storage, as a new tab does. */
afterEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});
