import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { giveElementsSize, renderPage } from "../../../build/test-page";
import * as clipboard from "../clipboard";
import type { Column } from "./column";
import { useRowFilter } from "./filter";
import { FilterBar } from "./filter-bar";
import { VirtualTable } from "./virtual-table";

interface Row {
  id: number;
  text: string;
}

const columns: Column<Row>[] = [
  { id: "id", header: "Number", size: 80, text: (row) => String(row.id) },
  { id: "text", header: "Text", size: 200, grows: true, text: (row) => row.text, raw: (row) => `raw ${row.text}` },
];
const many = Array.from({ length: 100_000 }, (_, id) => ({ id, text: `row ${id}` }));
const keyOf = (row: Row) => row.id;

function Table(props: { rows?: Row[]; onOpen?: (row: Row) => void; onBack?: () => boolean }) {
  return (
    <VirtualTable
      id="t"
      name="test"
      label="Test"
      columns={columns}
      rows={props.rows ?? many}
      keyOf={keyOf}
      onOpen={props.onOpen}
      onBack={props.onBack}
      empty={<p>nothing</p>}
    />
  );
}

const grid = () => screen.getByRole("grid");
const drawn = () => grid().querySelectorAll("[data-index]");
const active = () => grid().getAttribute("aria-activedescendant");
const press = (...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(grid(), { key });
};

describe("the virtual table", () => {
  beforeEach(() => giveElementsSize(800, 400));
  afterEach(cleanup);

  it("draws only the rows in view, and says how many there are", () => {
    renderPage(<Table />);
    expect(drawn().length).toBeGreaterThan(10);
    expect(drawn().length).toBeLessThan(60);
    expect(grid().getAttribute("aria-rowcount")).toBe("100001");
  });

  it("says what is missing when there are no rows", () => {
    renderPage(<Table rows={[]} />);
    expect(screen.getByText("nothing")).toBeTruthy();
  });

  it("moves by keys and names the active row", () => {
    renderPage(<Table />);
    press("ArrowDown");
    expect(active()).toBe("t-row-0");
    press("ArrowDown", "ArrowDown", "ArrowUp");
    expect(active()).toBe("t-row-1");
    press("End");
    expect(active()).toBe("t-row-99999");
    press("Home");
    expect(active()).toBe("t-row-0");
  });

  it("opens the active row by Enter and any row by a click", () => {
    const onOpen = vi.fn();
    renderPage(<Table onOpen={onOpen} />);
    press("ArrowDown", "ArrowDown", "Enter");
    expect(onOpen).toHaveBeenLastCalledWith(many[1]);
    fireEvent.click(screen.getByText("row 4"));
    expect(onOpen).toHaveBeenLastCalledWith(many[4]);
  });

  it("copies what is seen, a chosen cell, the raw form, and marked rows together", () => {
    const copy = vi.spyOn(clipboard, "copyText").mockResolvedValue(true);
    renderPage(<Table />);
    press("ArrowDown", "c");
    expect(copy).toHaveBeenLastCalledWith("0\trow 0");
    press("C");
    expect(copy).toHaveBeenLastCalledWith("0\traw row 0");
    press("ArrowRight", "ArrowRight", "c");
    expect(copy).toHaveBeenLastCalledWith("row 0");
    press(" ", "ArrowDown", " ", "c");
    expect(copy).toHaveBeenLastCalledWith("0\trow 0\n2\trow 2");
  });

  it("backs out step by step: what is open, then marks, then the active row", () => {
    let isOpen = true;
    const onBack = vi.fn(() => {
      const wasOpen = isOpen;
      isOpen = false;
      return wasOpen;
    });
    renderPage(<Table onBack={onBack} />);
    press("ArrowDown", " ");
    press("Escape");
    expect(grid().querySelectorAll("[data-marked]")).toHaveLength(1);
    press("Escape");
    expect(grid().querySelectorAll("[data-marked]")).toHaveLength(0);
    expect(active()).not.toBeNull();
    press("Escape");
    expect(active()).toBeNull();
  });

  it("keeps the active row when others come before it", () => {
    const { rerender } = renderPage(<Table rows={many.slice(10, 50)} />);
    press("ArrowDown", "ArrowDown");
    rerender(<Table rows={many.slice(0, 50)} />);
    expect(active()).toBe("t-row-11");
    press("ArrowDown");
    expect(active()).toBe("t-row-12");
  });

  it("remembers which columns were chosen", () => {
    localStorage.setItem("trishul_columns_test", JSON.stringify({ sizes: {}, shown: { id: false } }));
    renderPage(<Table />);
    expect(screen.getAllByRole("columnheader")).toHaveLength(1);
  });
});

function Filtered() {
  const [typed, setTyped] = useState("");
  const shown = useRowFilter(columns, many, typed);
  return (
    <>
      <FilterBar
        listId="t"
        value={typed}
        onChange={setTyped}
        shown={shown.length}
        total={many.length}
        countLabel="all"
      />
      <Table rows={[...shown]} />
    </>
  );
}

describe("the filter above a table", () => {
  beforeEach(() => giveElementsSize(800, 400));
  afterEach(cleanup);

  it("takes the focus by / and says how many it hides", () => {
    renderPage(<Filtered />);
    fireEvent.keyDown(document.body, { key: "/" });
    const input = screen.getByRole("textbox");
    expect(document.activeElement).toBe(input);
    fireEvent.change(input, { target: { value: "99999" } });
    expect(screen.getByText("1 shown, 99,999 hidden by the filter")).toBeTruthy();
    fireEvent.keyDown(input, { key: "Escape" });
    expect(screen.getByText("all")).toBeTruthy();
  });
});
