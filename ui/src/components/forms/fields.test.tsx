import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { NumberField } from "./fields";

afterEach(cleanup);

/** A field for a number that must be there: what is no number is not taken. */
function Needed({ told }: { told: (value: number) => void }) {
  const [value, setValue] = useState(30);
  const take = (next: number | null) => {
    if (next === null) return;
    setValue(next);
    told(next);
  };
  return (
    <MantineProvider env="test">
      <NumberField label="Seconds" min={5} max={600} value={value} onChange={take} />
    </MantineProvider>
  );
}

describe("a field for a number", () => {
  it("can be emptied on the way to another number", () => {
    const taken: number[] = [];
    render(<Needed told={(value) => taken.push(value)} />);
    const field = screen.getByLabelText<HTMLInputElement>("Seconds");
    fireEvent.change(field, { target: { value: "" } });
    expect(field.value).toBe("");
    fireEvent.change(field, { target: { value: "1" } });
    fireEvent.change(field, { target: { value: "120" } });
    expect(field.value).toBe("120");
    expect(taken.at(-1)).toBe(120);
  });

  it("left empty, has the number that counts again", () => {
    render(<Needed told={() => {}} />);
    const field = screen.getByLabelText<HTMLInputElement>("Seconds");
    fireEvent.change(field, { target: { value: "" } });
    fireEvent.blur(field);
    expect(field.value).toBe("30");
  });

  it("is judged by its bounds when it is left", () => {
    const taken: number[] = [];
    render(<Needed told={(value) => taken.push(value)} />);
    const field = screen.getByLabelText<HTMLInputElement>("Seconds");
    fireEvent.change(field, { target: { value: "3" } });
    expect(field.value).toBe("3");
    fireEvent.blur(field);
    expect(field.value).toBe("5");
    expect(taken.at(-1)).toBe(5);
  });
});
