import { configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What is awaited comes at once, or never: a busy machine needs ten times what a quiet one does.
configure({ asyncUtilTimeout: 20_000 });

/** Every test starts with empty browser storage, as a new tab does. */
afterEach(() => {
  if (typeof sessionStorage === "undefined") return;
  sessionStorage.clear();
  localStorage.clear();
});
