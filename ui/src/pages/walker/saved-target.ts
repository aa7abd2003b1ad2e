import type { TargetDocument, WalkTarget } from "../../api/generated";
import type { WalkDraft } from "./request";

/** What the form says of a device; an emptied number is what the server takes by itself. */
export function documentOf(name: string, draft: WalkDraft): TargetDocument {
  const { target, port, transport, credential, version, timeout_s, retries, max_repetitions } = draft;
  return {
    name: name.trim(),
    host: target.trim(),
    port: port ?? 161,
    transport,
    credential: credential || null,
    version: credential === "" && version === "3" ? null : version,
    timeout_s: timeout_s ?? 1,
    retries: retries ?? 2,
    max_repetitions,
  };
}

/** What a saved target fills in. */
export function draftOfTarget(saved: WalkTarget): Partial<WalkDraft> {
  const { host, port, transport, credential, version, timeout_s, retries, max_repetitions } = saved;
  return {
    target: host,
    port: port ?? 161,
    transport: transport ?? "udp",
    credential: credential ?? "",
    version: version ?? "2c",
    ...(credential ? {} : { community: "public" }),
    timeout_s: timeout_s ?? 1,
    retries: retries ?? 2,
    max_repetitions: max_repetitions ?? null,
  };
}
