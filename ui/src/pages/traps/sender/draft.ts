import type { TrapBodyWritable } from "../../../api/generated";
import { texts } from "../../../texts";

type Who = "community" | "version";
type Said = "target" | "port" | "transport" | "kind" | "oid" | "varbinds" | "timeout_s" | "retries";

/** Everything that the form says; the rest of who we are has defaults of its own. */
export type TrapToSend = Required<Pick<TrapBodyWritable, Who | Said>>;

/** What is typed into the sender, and what of it is missing. */
export interface BindingDraft {
  key: number;
  oid: string;
  type: string;
  value: string;
}

export interface SenderDraft {
  target: string;
  port: number | null;
  community: string;
  version: "1" | "2c";
  transport: "udp" | "tcp";
  kind: "trap" | "inform";
  oid: string;
  varbinds: BindingDraft[];
  timeout_s: number | null;
  retries: number | null;
}

export const senderDefaults = { timeout_s: 1, retries: 2 } as const;

/** linkDown of interface 3: something that can be sent at once. */
export const firstDraft: SenderDraft = {
  target: "",
  port: 162,
  community: "public",
  version: "2c",
  transport: "udp",
  kind: "trap",
  oid: "1.3.6.1.6.3.1.1.5.3",
  varbinds: [{ key: 1, oid: "1.3.6.1.2.1.2.2.1.1.3", type: "Integer", value: "3" }],
  ...senderDefaults,
};

/** Stands for no type: the server takes the one that the MIB gives the variable. */
export const typeOfMib = "mib";

/** As the server names them. */
export const valueTypes = [
  "Integer",
  "OctetString",
  "Hex",
  "OID",
  "IpAddress",
  "Counter32",
  "Gauge32",
  "TimeTicks",
  "Counter64",
  "Null",
] as const;

/** The six of RFC 3418 §2 and RFC 3584 §3.1. */
export const genericTraps = [
  "coldStart",
  "warmStart",
  "linkDown",
  "linkUp",
  "authenticationFailure",
  "egpNeighborLoss",
].map((note, index) => ({ note, value: `1.3.6.1.6.3.1.1.5.${index + 1}` }));

export interface SenderErrors {
  target?: string;
  oid?: string;
  bindings: Record<number, { oid?: string; value?: string }>;
}

export function trapOf(draft: SenderDraft): { trap: TrapToSend; errors: null } | { trap: null; errors: SenderErrors } {
  const { needed } = texts.sender;
  const errors: SenderErrors = { bindings: {} };
  if (draft.target.trim() === "") errors.target = needed;
  if (draft.oid.trim() === "") errors.oid = needed;
  for (const binding of draft.varbinds) {
    if (binding.oid.trim() === "") errors.bindings[binding.key] = { oid: needed };
  }
  if (errors.target || errors.oid || Object.keys(errors.bindings).length > 0) return { trap: null, errors };
  const trap: TrapToSend = {
    target: draft.target.trim(),
    port: draft.port ?? 162,
    community: draft.community,
    version: draft.version,
    transport: draft.transport,
    kind: draft.version === "1" ? "trap" : draft.kind,
    oid: draft.oid.trim(),
    varbinds: draft.varbinds.map(({ oid, type, value }) => ({
      oid: oid.trim(),
      type: type === typeOfMib ? null : type,
      value,
    })),
    timeout_s: draft.timeout_s ?? senderDefaults.timeout_s,
    retries: draft.retries ?? senderDefaults.retries,
  };
  return { trap, errors: null };
}

export function withBinding(varbinds: readonly BindingDraft[]): BindingDraft[] {
  const key = Math.max(0, ...varbinds.map((binding) => binding.key)) + 1;
  return [...varbinds, { key, oid: "", type: typeOfMib, value: "" }];
}
