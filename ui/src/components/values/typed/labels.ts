import type { ValueFacts } from "./facts";

/** The labels of an enumeration as choices, in the order of their numbers; what is there and has no label comes first. */
export function labelOptions({ labels }: ValueFacts, text: string): { value: string; label: string }[] {
  const known = Object.entries(labels)
    .sort(([, one], [, other]) => one - other)
    .map(([label, number]) => ({ value: label, label: `${label}(${number})` }));
  return Object.hasOwn(labels, text) ? known : [{ value: text, label: text }, ...known];
}
