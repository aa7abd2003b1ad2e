import type { WalkBodyWritable } from "../../api/generated";
import {
  type IdentityDraft,
  type IdentityErrors,
  identityOf,
  publicIdentity,
  type SentIdentity,
  type TypedSecrets,
} from "../../components/forms/identity";
import { texts } from "../../texts";
import { type BindingDraft, typeOfMib } from "../traps/sender/draft";

/** What is asked of a device, as it is typed and as it is sent. */
export type Operation = keyof typeof texts.walker.operations;
export type Transport = "udp" | "tcp";

export interface WalkDraft extends IdentityDraft {
  target: string;
  port: number | null;
  transport: Transport;
  operation: Operation;
  oid: string;
  /** What is set, for the operation `set`. */
  varbinds: BindingDraft[];
  /** The name under which the server keeps what is read; empty for not at all. */
  keep: string;
  timeout_s: number | null;
  retries: number | null;
  max_repetitions: number | null;
  max_rows: number | null;
  max_time_s: number | null;
}

export type Limits = Pick<WalkDraft, "timeout_s" | "retries" | "max_repetitions" | "max_rows" | "max_time_s">;

/** What an emptied field means; null is for the server to choose. */
export const defaultLimits: Readonly<Limits> = {
  timeout_s: 1,
  retries: 2,
  max_repetitions: null,
  max_rows: 100_000,
  max_time_s: 60,
};

export const emptyDraft: WalkDraft = {
  target: "",
  port: 161,
  ...publicIdentity,
  transport: "udp",
  operation: "walk",
  oid: "1.3.6.1.2.1",
  varbinds: [],
  keep: "",
  ...defaultLimits,
};

type AskedField = "target" | "port" | "transport" | "oid" | keyof Limits | "parse" | "use_mibs";
export type WalkRequest = Required<Pick<WalkBodyWritable, AskedField>> &
  Pick<WalkBodyWritable, "varbinds" | "keep"> &
  SentIdentity & { operation: Operation };

export type DraftErrors = Partial<Record<keyof WalkDraft, string>> &
  IdentityErrors & {
    /** By the key of the binding. */
    bindings?: Record<number, { oid: string }>;
  };

/** What is missing, or the request; an emptied number means its default. */
export function requestOf(
  draft: WalkDraft,
  secrets: TypedSecrets,
): { request: WalkRequest; errors: null } | { request: null; errors: DraftErrors } {
  const [identity, errors]: [SentIdentity, DraftErrors] = identityOf(draft, secrets);
  if (draft.target.trim() === "") errors.target = texts.walker.targetMissing;
  if (draft.operation === "set") Object.assign(errors, missingInSet(draft.varbinds));
  else if (draft.oid.trim() === "") errors.oid = texts.walker.oidMissing;
  if (Object.keys(errors).length > 0) return { request: null, errors };
  const limits = Object.fromEntries(
    (Object.keys(defaultLimits) as (keyof Limits)[]).map((name) => [name, draft[name] ?? defaultLimits[name]]),
  ) as Required<Pick<WalkBodyWritable, keyof Limits>>;
  const request: WalkRequest = {
    target: draft.target.trim(),
    port: draft.port ?? 161,
    ...identity,
    transport: draft.transport,
    operation: draft.version === "1" && draft.operation === "getbulk" ? "getnext" : draft.operation,
    oid: draft.operation === "set" ? (draft.varbinds[0]?.oid.trim() ?? "") : draft.oid.trim(),
    ...(draft.operation === "set" ? { varbinds: draft.varbinds.map(sentBinding) } : {}),
    ...(isKept(draft) ? { keep: draft.keep.trim() } : {}),
    ...limits,
    parse: true,
    use_mibs: true,
  };
  return { request, errors: null };
}

const isKept = ({ operation, keep }: WalkDraft) => operation !== "set" && keep.trim() !== "";

function missingInSet(varbinds: readonly BindingDraft[]): Pick<DraftErrors, "varbinds" | "bindings"> {
  if (varbinds.length === 0) return { varbinds: texts.walker.nothingToSet };
  const unnamed = varbinds.filter(({ oid }) => oid.trim() === "");
  if (unnamed.length === 0) return {};
  return { bindings: Object.fromEntries(unnamed.map(({ key }) => [key, { oid: texts.walker.oidMissing }])) };
}

function sentBinding({ oid, type, value }: BindingDraft) {
  return { oid: oid.trim(), type: type === typeOfMib ? null : type, value };
}

export function changedLimits(draft: WalkDraft): number {
  return (Object.keys(defaultLimits) as (keyof Limits)[]).filter(
    (name) => draft[name] !== null && draft[name] !== defaultLimits[name],
  ).length;
}
