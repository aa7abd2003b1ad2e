import type { ReadNotification, TemplateDocument, TrapRecord } from "../../../api/generated";
import { formBinding, ownBindings, splitAddress, v1FieldsOf } from "../again";
import { type BindingDraft, onePace, type PaceDraft, type SenderDraft, typeOfMib } from "./draft";

/** What fills the form: a stored notification, one that was read from octets, a template. */
const withKeys = (bindings: readonly Omit<BindingDraft, "key">[]): BindingDraft[] =>
  bindings.map((binding, index) => ({ ...binding, key: index + 1 }));

/** The same again, to where it arrived. Secrets are in no record. */
export function draftOf(record: TrapRecord): Partial<SenderDraft> {
  const { host, port } = splitAddress(record.local);
  const { enterprise, agent_address, generic, specific } = v1FieldsOf(record);
  const isV1 = record.version === "1";
  return {
    target: host,
    port,
    kind: record.pdu_type === "InformRequest" ? "inform" : "trap",
    oid: record.trap_name.includes("::") ? record.trap_name : record.trap_oid,
    uptime: record.uptime === null ? "" : String(record.uptime),
    ...(isV1
      ? {
          credential: "",
          version: "1" as const,
          isByFields: true,
          generic: String(generic),
          specific: String(specific),
          enterprise,
          agent_address: agent_address ?? "",
        }
      : {}),
    varbinds: withKeys(ownBindings(record).map(formBinding)),
    pace: onePace,
  };
}

export function draftOfRead(read: ReadNotification): Partial<SenderDraft> {
  return {
    kind: read.kind === "inform" ? "inform" : "trap",
    oid: read.oid,
    uptime: read.uptime === null ? "" : String(read.uptime),
    isByFields: false,
    agent_address: read.agent_address ?? "",
    varbinds: withKeys(read.varbinds.map(({ oid, type, value }) => ({ oid, type, value }))),
    pace: onePace,
  };
}

/** What a template keeps of the form: everything but secrets, and a user only by the name of a credential. */
export function templateOf(draft: SenderDraft): TemplateDocument {
  const { target, port, transport, kind, credential, version, oid, enterprise, generic, specific } = draft;
  const { count, per_s, burst, from_per_s, ramp_s } = draft.pace;
  return {
    target: target.trim(),
    port,
    transport,
    kind,
    version,
    ...(credential === "" ? {} : { credential }),
    ...(draft.isByFields && version === "1"
      ? { generic: Number(generic), enterprise, specific: Number(specific) || 0 }
      : { oid }),
    ...(draft.agent_address === "" ? {} : { agent_address: draft.agent_address }),
    timeout_s: draft.timeout_s,
    retries: draft.retries,
    varbinds: draft.varbinds.map((one) => ({
      oid: one.oid,
      type: one.type === typeOfMib ? null : one.type,
      value: one.value,
    })),
    ...(count === null
      ? {}
      : { pace: { count, per_s: per_s ?? 10, burst: burst ?? 1, from_per_s, ramp_s: ramp_s ?? 0 } }),
  };
}

export function draftOfTemplate(template: TemplateDocument): Partial<SenderDraft> {
  const { pace } = template;
  const filled: PaceDraft = pace
    ? {
        count: pace.count ?? null,
        per_s: pace.per_s ?? null,
        burst: pace.burst ?? null,
        from_per_s: pace.from_per_s ?? null,
        ramp_s: pace.ramp_s || null,
      }
    : onePace;
  const isByFields = typeof template.generic === "number";
  return {
    ...(template.target ? { target: template.target, port: template.port ?? null } : {}),
    transport: template.transport ?? "udp",
    kind: template.kind ?? "trap",
    credential: template.credential ?? "",
    ...(template.version ? { version: template.version } : {}),
    isByFields,
    ...(isByFields
      ? {
          generic: String(template.generic),
          enterprise: template.enterprise ?? "",
          specific: String(template.specific ?? 0),
        }
      : { oid: template.oid ?? "" }),
    agent_address: template.agent_address ?? "",
    timeout_s: template.timeout_s ?? null,
    retries: template.retries ?? null,
    varbinds: withKeys(
      (template.varbinds ?? []).map(({ oid, type, value }) => ({ oid, type: type ?? typeOfMib, value: value ?? "" })),
    ),
    pace: filled,
  };
}
