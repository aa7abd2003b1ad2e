import { formatThreeDigits } from "../values/format";

/** Numbers as short as an axis needs them: 0, 12.5, 1.25 k, 3.4 M. */
const steps = [
  [1e15, "P"],
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

export function formatShort(value: number): string {
  const size = Math.abs(value);
  const step = steps.find(([least]) => size >= least);
  if (!step) return formatThreeDigits(value);
  return `${formatThreeDigits(value / step[0])} ${step[1]}`;
}
