import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { giveElementsSize, renderPage } from "../../../build/test-page";
import type { TrapDetail } from "../../api/generated";
import { Bytes } from ".";

const node = (label: string, offset: number, size: number, children: TrapDetail["tree"]["children"] = []) => ({
  label,
  offset,
  header_size: 2,
  size,
  tag: 2,
  type: "INTEGER",
  text: `${label} text`,
  children,
});

const detail = {
  raw_hex: "30060201010201ff",
  tree: node("message", 0, 8, [node("version", 2, 3), node("request-id", 5, 3)]),
} as unknown as TrapDetail;

const dump = () => screen.getByRole("group");
const litOffsets = () => [
  ...new Set([...dump().querySelectorAll<HTMLElement>("[data-lit]")].map((octet) => Number(octet.dataset.offset))),
];
const hotItems = () => screen.getAllByRole("treeitem").filter((item) => item.hasAttribute("data-hot"));
const octet = (offset: number) => {
  const found = dump().querySelector(`[data-offset="${offset}"]`);
  if (!found) throw new Error(`octet ${offset} is not drawn`);
  return found;
};

describe("tree and octets", () => {
  beforeEach(() => {
    giveElementsSize(800, 400);
    renderPage(<Bytes detail={detail} />);
  });
  afterEach(cleanup);

  it("lights a node's octets while it is pointed at", () => {
    fireEvent.pointerEnter(screen.getByText("version"));
    expect(litOffsets()).toEqual([2, 3, 4]);
    fireEvent.pointerLeave(screen.getByRole("tree"));
    expect(litOffsets()).toEqual([]);
  });

  it("shows the node an octet belongs to", () => {
    fireEvent.pointerOver(octet(6));
    expect(hotItems().map((item) => within(item).queryByText("request-id") !== null)).toEqual([true]);
  });

  it("keeps what was chosen, by click or by key, when the pointer goes", () => {
    fireEvent.click(octet(3));
    fireEvent.pointerLeave(dump());
    expect(litOffsets()).toEqual([2, 3, 4]);
    fireEvent.keyDown(screen.getByRole("tree"), { key: "ArrowDown" });
    expect(litOffsets()).toEqual([5, 6, 7]);
    fireEvent.keyDown(screen.getByRole("tree"), { key: "ArrowLeft" });
    expect(litOffsets()).toHaveLength(8);
  });

  it("walks the octets by the arrow keys", () => {
    fireEvent.keyDown(dump(), { key: "ArrowRight" });
    fireEvent.keyDown(dump(), { key: "ArrowRight" });
    expect(hotItems().map((item) => within(item).queryByText("version") !== null)).toEqual([true]);
  });
});

describe("a fault", () => {
  beforeEach(() => giveElementsSize(800, 400));
  afterEach(cleanup);

  it("is marked where the reading stopped, in octets and characters", () => {
    renderPage(<Bytes detail={detail} faultAt={4} />);
    const marked = [...dump().querySelectorAll<HTMLElement>("[data-fault]")];
    expect(marked.map((octet) => octet.dataset.offset)).toEqual(["4", "4"]);
  });

  it("is nowhere when there is none", () => {
    renderPage(<Bytes detail={detail} />);
    expect(dump().querySelector("[data-fault]")).toBeNull();
  });
});
