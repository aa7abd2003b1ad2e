import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { giveElementsSize, renderPage } from "../../../build/test-page";
import { Drops } from ".";
import { LedgerLine } from "./ledger";

const summary = (reason: string, label: string, count: number) => ({
  reason,
  label,
  explanation: `${label} explained.`,
  advice: `${label} advice.`,
  count,
  last_source: "192.0.2.1:4711",
  last_at: Date.now() / 1000 - 90,
  last_detail: "cut short at byte 3",
  kept: 1,
});

const kept = {
  reason: "malformed",
  data: [
    {
      source: "192.0.2.1:4711",
      at: 1_700_000_000,
      detail: "cut short at byte 3",
      raw_hex: "300602",
      size: 3,
      fault_at: 1,
      tree: { label: "unreadable", offset: 0, header_size: 0, size: 3, tag: 48, type: "octets", text: "" },
    },
  ],
};

const ledger = {
  received: 9,
  kernel_drops: 0,
  used: { stored: 5, duplicate: 1, waiting: 0 },
  dropped: 3,
  reopened: 0,
  difference: 0,
};

function serve(data: unknown[]): void {
  vi.stubGlobal("fetch", async (input: URL | string) => {
    const isOne = String(input).includes("/drops/");
    return new Response(JSON.stringify(isOne ? kept : { data, ledger }), {
      headers: { "content-type": "application/json" },
    });
  });
}

describe("drops", () => {
  beforeEach(() => giveElementsSize(800, 400));
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it("says calmly that there are none", async () => {
    serve([summary("malformed", "Bad BER", 0)]);
    renderPage(<Drops area="traps" />);
    expect(await screen.findByText("Nothing was dropped")).toBeTruthy();
  });

  it("tells what became of everything, whether it sums, and what the kernel lost", () => {
    const text = () => document.body.textContent;
    const { unmount } = renderPage(<LedgerLine ledger={ledger} />);
    expect(text()).toContain("received9=stored5+folded into equal ones1+dropped3It sumsThe kernel lost none.");
    unmount();
    renderPage(<LedgerLine ledger={{ ...ledger, received: 11, difference: 2, kernel_drops: 1_204 }} />);
    expect(text()).toContain("+on their way2Not at rest yet1,204 more were lost");
  });

  it("names reasons that occurred, with source, time and advice, and opens the kept octets", async () => {
    serve([summary("malformed", "Bad BER", 3), summary("wrong_digest", "Wrong digest", 0)]);
    renderPage(<Drops area="simulator" />);
    const reason = await screen.findByRole("button", { name: /Bad BER/ });
    expect(reason.textContent).toContain("192.0.2.1:4711");
    expect(reason.textContent).toContain(": cut short at byte 3");
    expect(reason.textContent).toContain("Bad BER advice.");
    expect(screen.queryByText("Wrong digest")).toBeNull();
    fireEvent.click(reason);
    expect(await screen.findByText("cut short at byte 3")).toBeTruthy();
    expect(document.querySelector("[data-fault]")?.textContent).toBe("06");
    expect(screen.getByText("Bad BER explained.")).toBeTruthy();
  });
});
