import type { PaceBody, TrapBodyWritable } from "../../../api/generated";
import {
  type IdentityDraft,
  type IdentityErrors,
  identityOf,
  publicIdentity,
  type SentIdentity,
  type TypedSecrets,
} from "../../../components/forms/identity";
import { texts } from "../../../texts";

type SentField = "target" | "port" | "transport" | "kind" | "varbinds" | "timeout_s" | "retries";
type NamedField = "oid" | "generic" | "enterprise" | "specific" | "agent_address" | "uptime";
export type TrapToSend = Required<Pick<TrapBodyWritable, SentField>> &
  Pick<TrapBodyWritable, NamedField> &
  SentIdentity;

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
  /** sysUpTime.0 in hundredths of a second; empty for our own age. */
  uptime: string;
  /** SNMPv1: named by generic-trap and enterprise instead of an OID. */
  isByFields: boolean;
  generic: string;
  enterprise: string;
  specific: string;
  agent_address: string;
  pace: PaceDraft;
}

/** How often, how fast; what is empty has its default. */
export interface PaceDraft {
  count: number | null;
  per_s: number | null;
  burst: number | null;
  from_per_s: number | null;
  ramp_s: number | null;
}

export const senderDefaults = { timeout_s: 1, retries: 2 } as const;
export const onePace: PaceDraft = { count: null, per_s: null, burst: null, from_per_s: null, ramp_s: null };

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
  uptime: "",
  isByFields: false,
  generic: "6",
  enterprise: "",
  specific: "1",
  agent_address: "",
  pace: onePace,
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
  enterprise?: string;
  identity: IdentityErrors;
  bindings: Record<number, { oid?: string; value?: string }>;
}

/** Whether the notification is named as SNMPv1 names it. */
export const isNamedByFields = ({ version, isByFields }: SenderDraft) => version === "1" && isByFields;

/** What the notification says, to whomever it goes. */
export function notificationOf(draft: SenderDraft): Pick<TrapToSend, NamedField | "varbinds"> {
  const byFields = isNamedByFields(draft);
  return {
    ...(byFields
      ? {
          generic: Number(draft.generic),
          specific: Number(draft.specific) || 0,
          ...(draft.enterprise.trim() === "" ? {} : { enterprise: draft.enterprise.trim() }),
        }
      : { oid: draft.oid.trim() }),
    ...(draft.version === "1" && draft.agent_address.trim() !== ""
      ? { agent_address: draft.agent_address.trim() }
      : {}),
    ...(/^\d+$/.test(draft.uptime.trim()) ? { uptime: Number(draft.uptime) } : {}),
    varbinds: draft.varbinds.map(({ oid, type, value }) => ({
      oid: oid.trim(),
      type: type === typeOfMib ? null : type,
      value,
    })),
  };
}

/** To whom, as whom, or what of that is missing. */
export function addresseeOf(draft: SenderDraft, secrets: TypedSecrets) {
  const [identity, identityErrors] = identityOf(draft, secrets);
  const errors: SenderErrors = { identity: identityErrors, bindings: {} };
  if (draft.target.trim() === "") errors.target = texts.sender.needed;
  const addressee: Omit<TrapToSend, NamedField | "varbinds"> = {
    target: draft.target.trim(),
    port: draft.port ?? 162,
    ...identity,
    transport: draft.transport,
    kind: draft.version === "1" ? "trap" : draft.kind,
    timeout_s: draft.timeout_s ?? senderDefaults.timeout_s,
    retries: draft.retries ?? senderDefaults.retries,
  };
  return { addressee, errors, isComplete: !errors.target && Object.keys(identityErrors).length === 0 };
}

export function trapOf(
  draft: SenderDraft,
  secrets: TypedSecrets,
): { trap: TrapToSend; errors: null } | { trap: null; errors: SenderErrors } {
  const { needed } = texts.sender;
  const { addressee, errors, isComplete } = addresseeOf(draft, secrets);
  const needsEnterprise = isNamedByFields(draft) && draft.generic === "6";
  if (!isNamedByFields(draft) && draft.oid.trim() === "") errors.oid = needed;
  if (needsEnterprise && draft.enterprise.trim() === "") errors.enterprise = needed;
  for (const binding of draft.varbinds) {
    if (binding.oid.trim() === "") errors.bindings[binding.key] = { oid: needed };
  }
  if (!isComplete || errors.oid || errors.enterprise || Object.keys(errors.bindings).length > 0) {
    return { trap: null, errors };
  }
  return { trap: { ...addressee, ...notificationOf(draft) }, errors: null };
}

/** The pace of a run; null where one is sent once. */
export function paceOf({ count, per_s, burst, from_per_s, ramp_s }: PaceDraft): PaceBody | null {
  if ((count ?? 1) <= 1) return null;
  return {
    count: count ?? 1,
    per_s: per_s ?? 10,
    burst: burst ?? 1,
    ...(from_per_s === null ? {} : { from_per_s, ramp_s: ramp_s ?? 10 }),
  };
}

export function withBinding(varbinds: readonly BindingDraft[]): BindingDraft[] {
  const key = Math.max(0, ...varbinds.map((binding) => binding.key)) + 1;
  return [...varbinds, { key, oid: "", type: typeOfMib, value: "" }];
}
