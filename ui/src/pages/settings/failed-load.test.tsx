import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { renderPage } from "../../../build/test-page";
import { queryClient } from "../../api/queries";
import { AddressesPanel } from "./addresses-form";
import { BehaviourPanel } from "./behaviour-form";
import { PolicyPanel } from "./policy-form";
import { SourcesPanel } from "./sources-form";

const forms = { AddressesPanel, BehaviourPanel, PolicyPanel, SourcesPanel };

afterEach(() => {
  cleanup();
  queryClient.clear();
  vi.unstubAllGlobals();
});

it.each(Object.keys(forms) as (keyof typeof forms)[])(
  "of %s shows no form, so that defaults are never saved over what is there",
  async (name) => {
    const answer = { title: "Storage unavailable", detail: "The disk is full.", code: "store_unavailable" };
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(answer), { status: 503 }));
    const Panel = forms[name];
    const { container } = renderPage(<Panel />);
    expect(await screen.findByText("The disk is full.")).toBeTruthy();
    expect(container.querySelectorAll("form, input, textarea").length).toBe(0);
  },
);
