import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { renderPage } from "../../../../build/test-page";
import type { ValueFacts } from "./facts";
import { TypedValueField } from "./typed-value-field";

afterEach(cleanup);

function Field({ facts, first }: { facts: Partial<ValueFacts>; first: string }) {
  const [text, setText] = useState(first);
  const whole = { base: "OCTET STRING", name: "", labels: {}, hint: "", ...facts };
  return <TypedValueField ariaLabel="value" facts={whole} text={text} onText={setText} />;
}

const value = () => (screen.getByLabelText("value") as HTMLInputElement).value;

test("boxes write the names of bits, and a bit without a name stays", () => {
  renderPage(<Field facts={{ base: "BITS", labels: { first: 0, third: 2 } }} first="third 9" />);
  fireEvent.click(screen.getByLabelText("first(0)"));
  expect(value()).toBe("first third 9");
  fireEvent.click(screen.getByLabelText("third(2)"));
  expect(value()).toBe("first 9");
});

test("an enumeration offers its labels, and what is there without one", () => {
  renderPage(<Field facts={{ base: "INTEGER", labels: { down: 2, up: 1 } }} first="7" />);
  expect([...screen.getByLabelText("value").children].map((option) => option.textContent)).toEqual([
    "7",
    "up(1)",
    "down(2)",
  ]);
  fireEvent.change(screen.getByLabelText("value"), { target: { value: "down" } });
  expect(value()).toBe("down");
});

test("a date keeps its zone when the day is another one", () => {
  renderPage(<Field facts={{ hint: "2d-1d-1d,1d:1d:1d.1d,1a1d:1d" }} first="2026-11-28,12:0:0.0,+1:0" />);
  fireEvent.change(screen.getByLabelText("Date and time"), { target: { value: "2026-12-01T08:30" } });
  expect(value()).toBe("2026-12-1,8:30:0.0,+1:0");
});

test("octets are written as text or in hexadecimal", () => {
  renderPage(<Field facts={{}} first="abc" />);
  fireEvent.click(screen.getByLabelText("Hex"));
  expect(value()).toBe("0x616263");
  fireEvent.click(screen.getByLabelText("Text"));
  expect(value()).toBe("abc");
});
