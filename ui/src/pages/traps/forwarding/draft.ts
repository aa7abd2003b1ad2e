import type { DestinationSettings } from "../../../api/forwarding";
import type { SyslogDestination } from "../../../api/generated";

/** A destination as it is typed; one draft for all kinds, so that choosing another kind forgets nothing. */
export interface DestinationDraft {
  kind: DestinationSettings["kind"];
  name: string;
  enabled: boolean;
  host: string;
  port: number | null;
  transport: "udp" | "tcp" | "tls";
  sendAs: "trap" | "inform";
  version: "" | "1" | "2c" | "3";
  credential: string;
  retries: number | null;
  url: string;
  headers: string;
  allowInternal: boolean;
  facility: NonNullable<SyslogDestination["facility"]>;
  ca: string;
  timeout_s: number | null;
  giveUp_h: number | null;
}

export const newDestination: DestinationDraft = {
  kind: "snmp",
  name: "",
  enabled: true,
  host: "",
  port: null,
  transport: "udp",
  sendAs: "trap",
  version: "",
  credential: "",
  retries: 2,
  url: "",
  headers: "",
  allowInternal: false,
  facility: "local0",
  ca: "",
  timeout_s: 5,
  giveUp_h: 24,
};

const HOUR_S = 3_600;

export function usualPort({ kind, transport }: Pick<DestinationDraft, "kind" | "transport">): number {
  if (kind === "snmp") return 162;
  return transport === "tls" ? 6514 : 514;
}

export function draftOfDestination(settings: DestinationSettings): DestinationDraft {
  const common = {
    ...newDestination,
    kind: settings.kind,
    name: settings.name,
    enabled: settings.enabled ?? true,
    timeout_s: settings.timeout_s ?? newDestination.timeout_s,
    giveUp_h: (settings.give_up_after_s ?? 24 * HOUR_S) / HOUR_S,
  };
  if (settings.kind === "webhook") {
    const { url, headers = {}, allow_internal = false, ca = "" } = settings;
    return { ...common, url, headers: Object.keys(headers).join("\n"), allowInternal: allow_internal, ca };
  }
  const { host, port = null, transport = "udp" } = settings;
  if (settings.kind === "syslog") {
    const { facility = "local0", ca = "" } = settings;
    return { ...common, host, port, transport, facility, ca };
  }
  const { send_as = "trap", version, credential, retries = 2 } = settings;
  return {
    ...common,
    host,
    port,
    transport,
    sendAs: send_as,
    version: version ?? "",
    credential: credential ?? "",
    retries,
  };
}

/** A name alone keeps the value that was saved. */
export function headersIn(typed: string): Record<string, string | null> {
  const lines = typed
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      const value = colon === -1 ? "" : line.slice(colon + 1).trim();
      return [colon === -1 ? line : line.slice(0, colon).trim(), value === "" ? null : value];
    }),
  );
}

/** What is sent; an emptied number is the one that a new destination has. */
export function settingsOf(draft: DestinationDraft): DestinationSettings {
  const common = {
    name: draft.name.trim(),
    enabled: draft.enabled,
    timeout_s: draft.timeout_s ?? 5,
    give_up_after_s: (draft.giveUp_h ?? 24) * HOUR_S,
  };
  const host = draft.host.trim();
  if (draft.kind === "webhook") {
    return {
      ...common,
      kind: "webhook",
      url: draft.url.trim(),
      headers: headersIn(draft.headers),
      allow_internal: draft.allowInternal,
      ca: draft.ca.trim(),
    };
  }
  if (draft.kind === "syslog") {
    const { port, transport, facility } = draft;
    return {
      ...common,
      kind: "syslog",
      host,
      port,
      transport,
      facility,
      ca: transport === "tls" ? draft.ca.trim() : "",
    };
  }
  return {
    ...common,
    kind: "snmp",
    host,
    port: draft.port ?? 162,
    transport: draft.transport === "tcp" ? "tcp" : "udp",
    send_as: draft.sendAs,
    version: draft.version === "" ? null : draft.version,
    credential: draft.credential === "" ? null : draft.credential,
    retries: draft.retries ?? 2,
  };
}
