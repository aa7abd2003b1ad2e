import type { CredentialBodyWritable, CredentialChangeWritable, CredentialRecord } from "../../../api/generated";
import type { Level } from "../../../components/forms/identity";
import { texts } from "../../../texts";

/** A credential as it is typed, and what of it is sent: a secret that was left empty stays as it is. */
export type SecretKind = keyof typeof texts.credentials.secretKinds;
export type Kind = CredentialRecord["kind"];
export const noProtocol = "";

export interface CredentialDraft {
  name: string;
  kind: Kind;
  community: string;
  user: string;
  auth_protocol: string;
  auth_kind: SecretKind;
  auth_secret: string;
  priv_protocol: string;
  priv_kind: SecretKind;
  priv_secret: string;
  context: string;
  engine_id: string;
  for_receiver: boolean;
  for_simulator: boolean;
}

export type DraftErrors = Partial<Record<keyof CredentialDraft, string>>;

export const newDraft: CredentialDraft = {
  name: "",
  kind: "user",
  community: "",
  user: "",
  auth_protocol: "SHA-256",
  auth_kind: "password",
  auth_secret: "",
  priv_protocol: "AES",
  priv_kind: "password",
  priv_secret: "",
  context: "",
  engine_id: "",
  for_receiver: false,
  for_simulator: false,
};

/** What a record tells; its secrets are not in it. */
export function draftOf(record: CredentialRecord): CredentialDraft {
  const { name, kind, user, context, engine_id, for_receiver, for_simulator } = record;
  return {
    ...newDraft,
    ...{ name, kind, user, context, engine_id, for_receiver, for_simulator },
    auth_protocol: record.auth_protocol ?? noProtocol,
    auth_kind: (record.auth_form ?? "password") as SecretKind,
    priv_protocol: record.priv_protocol ?? noProtocol,
    priv_kind: (record.priv_form ?? "password") as SecretKind,
  };
}

export function levelOf({ auth_protocol, priv_protocol }: CredentialDraft): Level {
  if (auth_protocol === noProtocol) return "noAuthNoPriv";
  return priv_protocol === noProtocol ? "authNoPriv" : "authPriv";
}

/** Whether a secret that is left empty is there already. */
export function isKept(draft: CredentialDraft, part: "auth" | "priv", before: CredentialRecord | null): boolean {
  if (!before?.can_be_opened) return false;
  return before[`has_${part}_secret`] && before[`${part}_form`] === draft[`${part}_kind`];
}

/** What is missing before the server is asked. */
export function missingIn(draft: CredentialDraft, before: CredentialRecord | null): DraftErrors {
  const words = texts.credentials;
  const errors: DraftErrors = {};
  if (draft.name.trim() === "") errors.name = words.nameMissing;
  if (draft.kind === "community") {
    if (draft.community === "" && !before?.can_be_opened) errors.community = words.communityMissing;
    return errors;
  }
  if (draft.user.trim() === "") errors.user = texts.identity.userMissing;
  for (const part of ["auth", "priv"] as const) {
    const isUsed = draft[`${part}_protocol`] !== noProtocol;
    if (isUsed && draft[`${part}_secret`] === "" && !isKept(draft, part, before)) {
      errors[`${part}_secret`] = words.secretMissing;
    }
  }
  return errors;
}

export function bodyOf(draft: CredentialDraft): CredentialBodyWritable {
  const { name, kind, community, for_receiver, for_simulator } = draft;
  const both = { name: name.trim(), kind, for_receiver, for_simulator };
  return kind === "community" ? { ...both, community } : { ...both, ...userOf(draft) };
}

export function changeOf(draft: CredentialDraft, before: CredentialRecord): CredentialChangeWritable {
  const { kind: _kind, community, ...both } = bodyOf(draft);
  const secret = community ? { community } : {};
  return { ...both, ...secret, revision: before.revision };
}

function userOf(draft: CredentialDraft) {
  return {
    user: draft.user,
    auth_protocol: draft.auth_protocol || null,
    ...secretOf("auth", draft.auth_protocol, draft.auth_kind, draft.auth_secret),
    priv_protocol: draft.priv_protocol || null,
    ...secretOf("priv", draft.priv_protocol, draft.priv_kind, draft.priv_secret),
    context: draft.context,
    engine_id: draft.engine_id.trim(),
  };
}

function secretOf(part: "auth" | "priv", protocol: string, kind: SecretKind, secret: string) {
  if (protocol === noProtocol || secret === "") return {};
  if (kind === "password") return { [`${part}_password`]: secret };
  return { [`${part}_key`]: secret, [`${part}_key_form`]: kind };
}
