/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { firstLoadLimit } from "./build/first-load.ts";
import { licences } from "./build/licences.ts";
import { themeVariables } from "./build/theme-variables.ts";

const server = process.env.TRISHUL_DEV_SERVER ?? "http://127.0.0.1:8080";
const serverPaths = ["/api", "/metrics", "/docs", "/openapi.json"];

export default defineConfig({
  plugins: [themeVariables(), react(), firstLoadLimit(), licences()],
  build: {
    outDir: "../src/trishul/web/static",
    emptyOutDir: true,
    target: "es2022",
    // Data URLs would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(serverPaths.map((path) => [path, { target: server, ws: path === "/api" }])),
  },
  test: {
    environment: "happy-dom",
    // One environment for all files of a process: making one for each takes four times as long as all tests.
    isolate: false,
    // Who reaches it hangs: a busy machine needs ten times what a quiet one does.
    testTimeout: 60_000,
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["./build/test-setup.ts"],
  },
});
