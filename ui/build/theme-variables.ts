import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import type { Plugin } from "vite";
import { theme } from "../src/theme.ts";

const publicId = "virtual:theme-variables.css";
const resolvedId = `\0${publicId}`;

/**
 * Mantine writes its variables into a <style> element while running, which a strict style policy refuses and which comes
 * after the first paint. This writes the same variables into the style sheet at build time instead.
 */
export function themeVariables(): Plugin {
  return {
    name: "theme-variables",
    resolveId: (id) => (id === publicId ? resolvedId : undefined),
    load(id) {
      if (id !== resolvedId) return undefined;
      const merged = mergeMantineTheme(DEFAULT_THEME, theme);
      return convertCssVariables(defaultCssVariablesResolver(merged), ":root");
    },
  };
}
