import { defineConfig } from "@hey-api/openapi-ts";

/** Types alone: requests go through src/api/http.ts, which owns the token and the errors. */
export default defineConfig({
  input: "openapi.json",
  output: { path: "src/api/generated" },
  plugins: ["@hey-api/typescript"],
});
