import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { queryClient } from "../src/api/queries";

/** Draws something with everything around it that the application has. */
export function renderPage(content: ReactNode) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </MantineProvider>
  );
  return render(content, { wrapper });
}

/** A test page has no layout: every element is given this size, so that lists have a view to fill. */
export function giveElementsSize(width_px: number, height_px: number): void {
  for (const [name, value] of [
    ["offsetWidth", width_px],
    ["clientWidth", width_px],
    ["offsetHeight", height_px],
    ["clientHeight", height_px],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
}
