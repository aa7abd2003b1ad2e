import type { TrapBodyWritable } from "../../../api/generated";
import {
  type IdentityDraft,
  type IdentityErrors,
  identityOf,
  publicIdentity,
  type SentIdentity,
  type TypedSecrets,
} from "../../../components/forms/identity";
import { texts } from "../../../texts";

type SentField = "target" | "port" | "transport" | "kind" | "oid" | "varbinds" | "timeout_s" | "retries";
export type TrapToSend = Required<Pick<TrapBodyWritable, SentField>> & SentIdentity;

/** What is typed into the sender, and what of it is missing. */
export interface BindingDraft {
  key: number;
  oid: string;
  type: string;
  value: string;
}

export interface SenderDraft extends IdentityDraft {
  target: string;
  port: number | null;
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
  ...publicIdentity,
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
  identity: IdentityErrors;
  bindings: Record<number, { oid?: string; value?: string }>;
}

export function trapOf(
  draft: SenderDraft,
  secrets: TypedSecrets,
): { trap: TrapToSend; errors: null } | { trap: null; errors: SenderErrors } {
  const { needed } = texts.sender;
  const [identity, identityErrors] = identityOf(draft, secrets);
  const errors: SenderErrors = { identity: identityErrors, bindings: {} };
  if (draft.target.trim() === "") errors.target = needed;
  if (draft.oid.trim() === "") errors.oid = needed;
  for (const binding of draft.varbinds) {
    if (binding.oid.trim() === "") errors.bindings[binding.key] = { oid: needed };
  }
  const isComplete = [errors.identity, errors.bindings].every((found) => Object.keys(found).length === 0);
  if (errors.target || errors.oid || !isComplete) return { trap: null, errors };
  const trap: TrapToSend = {
    target: draft.target.trim(),
    port: draft.port ?? 162,
    ...identity,
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
