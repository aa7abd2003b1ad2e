import { expect, it } from "vitest";
import { formatShort } from "./short-number";

it.each([
  [0, "0"],
  [12.54, "12.5"],
  [-40, "-40"],
  [999, "999"],
  [1250, "1.25 k"],
  [3_400_000, "3.4 M"],
  [18_400_000_000_000_000_000, "18400 P"],
])("%d is %s", (value, text) => expect(formatShort(value)).toBe(text));
