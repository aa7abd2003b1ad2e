import type { AgentOverrides, NodeDetail } from "../../../api/generated";

/** The overrides of an agent as the JSON text that is edited. */

/** Always with both of its parts, so that one sees what can be said. */
export function textOf({ overrides, hidden }: Pick<AgentOverrides, "overrides" | "hidden">): string {
  return `${JSON.stringify({ overrides, hidden }, null, 2)}\n`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The text with one value more, or another one; null where the text is no such document. */
export function withOverride(document: unknown, key: string, value: string | number): string | null {
  if (!isObject(document) || !isObject(document.overrides ?? {})) return null;
  const overrides = { ...(document.overrides as Record<string, unknown> | undefined), [key]: value };
  return `${JSON.stringify({ ...document, overrides }, null, 2)}\n`;
}

/** The instance that a name stands for: a scalar has one only; null for what has no value of its own yet. */
export function instanceOf(typed: string, known: NodeDetail | null): string | null {
  const name = typed.trim();
  if (!known) return /^\.?\d+(\.\d+)+$/.test(name) ? name : null;
  if (known.instance) return name;
  return known.node.type === "scalar" ? `${name}.0` : null;
}
