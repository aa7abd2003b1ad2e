import { useQuery } from "@tanstack/react-query";
import { credentialCalls } from "../../api/calls";
import type { CredentialRecord, WalkBodyWritable } from "../../api/generated";
import { keys } from "../../api/queries";
import { whenLeft } from "../../api/session";
import { createStore, type Store, useStore } from "../../live/external-store";
import { texts } from "../../texts";

/** Who we are towards a device, as it is typed into a form and as it is sent. */
export type Level = keyof typeof texts.identity.levels;
export type Version = "1" | "2c" | "3";

export const authProtocols = ["MD5", "SHA", "SHA-224", "SHA-256", "SHA-384", "SHA-512"] as const;
export const privProtocols = ["DES", "3DES", "AES", "AES-192", "AES-256", "AES-192-C", "AES-256-C"] as const;
export const levels = Object.keys(texts.identity.levels) as Level[];

/** Flat, so that a draft of a whole form can hold it. Passwords are not in it, and its community is not kept by the browser. */
export interface IdentityDraft {
  /** Name of a saved credential; empty for what is typed. */
  credential: string;
  version: Version;
  community: string;
  user: string;
  level: Level;
  auth_protocol: string;
  priv_protocol: string;
  context: string;
}

export const publicIdentity: IdentityDraft = {
  credential: "",
  version: "2c",
  community: "public",
  user: "",
  level: "authPriv",
  auth_protocol: "SHA-256",
  priv_protocol: "AES",
  context: "",
};

export interface TypedSecrets {
  auth_password: string;
  priv_password: string;
}

export const noSecrets: TypedSecrets = { auth_password: "", priv_password: "" };

export type IdentityField = keyof IdentityDraft | keyof TypedSecrets;
export const identityFields = [
  ...(Object.keys(publicIdentity) as IdentityField[]),
  ...(Object.keys(noSecrets) as IdentityField[]),
];
export type IdentityErrors = Partial<Record<IdentityField, string>>;
export type SentIdentity = Pick<WalkBodyWritable, IdentityField>;

const SHORTEST_PASSWORD = 8;

/** The fields of a request, or what is missing. Levels take no more than they need. */
export function identityOf(draft: IdentityDraft, secrets: TypedSecrets): [SentIdentity, IdentityErrors] {
  const { credential, version, community, user, level, auth_protocol, priv_protocol, context } = draft;
  if (credential !== "") return [{ credential, version }, {}];
  if (version !== "3") return [{ version, community }, {}];
  const errors: IdentityErrors = {};
  const sent: SentIdentity = { version, user, level, ...(context ? { context } : {}) };
  if (user.trim() === "") errors.user = texts.identity.userMissing;
  if (level !== "noAuthNoPriv") {
    Object.assign(sent, { auth_protocol, auth_password: secrets.auth_password });
    if (secrets.auth_password.length < SHORTEST_PASSWORD) errors.auth_password = texts.identity.passwordShort;
  }
  if (level === "authPriv") {
    Object.assign(sent, { priv_protocol, priv_password: secrets.priv_password });
    if (secrets.priv_password.length < SHORTEST_PASSWORD) errors.priv_password = texts.identity.passwordShort;
  }
  return [sent, errors];
}

/** Whether a refusal is about one of these fields, and so is said there. */
export function isAboutIdentity(about: (field: string) => string | undefined): boolean {
  return identityFields.some((field) => about(field) !== undefined);
}

/** What choosing in the picker changes: a saved one brings its version. */
export function chosen(value: string, saved: readonly CredentialRecord[]): Partial<IdentityDraft> {
  if (value === "user") return { credential: "", version: "3" };
  if (value === "community") return { credential: "", version: "2c" };
  const name = value.slice(SAVED.length);
  return { credential: name, version: saved.find((one) => one.name === name)?.kind === "user" ? "3" : "2c" };
}

const SAVED = "saved:";
export const choiceOf = ({ credential, version }: IdentityDraft) =>
  credential !== "" ? SAVED + credential : version === "3" ? "user" : "community";

export const choiceOfSaved = (name: string) => SAVED + name;

/** Passwords outlive leaving the page, for as long as the tab is open and the session goes on; nothing stores them. */
const typed = new Map<string, Store<TypedSecrets>>();

export function useTypedSecrets(form: string): [TypedSecrets, (change: Partial<TypedSecrets>) => void] {
  const store = typed.get(form) ?? createStore(noSecrets);
  typed.set(form, store);
  const secrets = useStore(store, (state) => state);
  return [secrets, (change) => store.update((before) => ({ ...before, ...change }))];
}

whenLeft(() => {
  for (const store of typed.values()) store.set(noSecrets);
});

/** Saved credentials, null until they are known. */
export function useCredentials() {
  return useQuery({ queryKey: keys.credentials, queryFn: credentialCalls.all, refetchOnMount: "always" });
}
